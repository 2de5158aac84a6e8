#include "app/wiring/search/ask.h"

#include <algorithm>

#include "json/codec/parts.h"
#include "text/digest.h"

namespace winnow {
namespace {

Result<void> embed_question(SearchAssembly& search, SearchRequest& request, const Deadline& deadline) {
    if (request.mode == SearchMode::lexical || !request.vector.empty()) return {};
    if (search.embedder() == nullptr) {
        if (request.mode == SearchMode::semantic)
            return fail(ErrorKind::invalid_config, "a search by meaning needs an embedder, and embed.kind is none");
        request.mode = SearchMode::lexical;
        return {};
    }
    TRY(auto vectors, search.embedder()->embed(std::vector{request.question}, TextRole::question, deadline));
    request.vector = std::move(vectors.at(0));
    return {};
}

/// A copy tells nothing that its original beside it does not.
void drop_copies(std::vector<SearchHit>& hits) {
    std::vector<std::string> urls;
    for (const auto& hit : hits) urls.push_back(hit.document.url.href());
    std::erase_if(hits, [&](const SearchHit& hit) {
        return !hit.document.original.empty() && std::ranges::find(urls, hit.document.original) != urls.end();
    });
}

json::Value or_null(const std::optional<double>& value) {
    return value ? json::Value(*value) : json::Value();
}

/// By its URL, or by the one that its page calls canonical.
Result<IndexedDocument> example(SearchIndex& index, Cache& memory, const Url& url, const Deadline& deadline) {
    TRY(auto found, index.find(text::document_id(url), deadline));
    if (!found) {
        TRY(const auto page, memory.find_page(url));
        if (page) {
            TRY(found, index.find(page->document.id, deadline));
        }
    }
    if (!found) return fail(ErrorKind::not_found, "the index has no document " + url.href());
    return std::move(*found);
}

}  // namespace

Result<void> be_like(SearchAssembly& search, Cache& memory, const Url& url, SearchRequest& request,
                     const Deadline& deadline) {
    TRY(const auto document, example(search.index(), memory, url, deadline));
    const bool asks_too = !request.question.empty();
    if (!asks_too) request.question = document.title;
    request.without = document.id;
    for (const auto& vector : document.vectors) {
        request.vector.resize(std::max(request.vector.size(), vector.size()), 0);
        for (std::size_t i = 0; i < vector.size(); ++i) request.vector[i] += vector[i];
    }
    request.mode = document.vectors.empty() ? SearchMode::lexical
                   : asks_too               ? SearchMode::hybrid
                                            : SearchMode::semantic;
    return {};
}

Result<std::vector<SearchHit>> ask_index(SearchAssembly& search, SearchRequest& request, const Deadline& deadline) {
    TRY_OK(embed_question(search, request, deadline));
    TRY(auto hits, search.index().search(request, deadline));
    drop_copies(hits);
    return hits;
}

json::Value encode_hit(const SearchHit& hit) {
    const auto& document = hit.document;
    return json::object(
        {{"url", document.url.href()},
         {"title", document.title},
         {"score", hit.score},
         {"lexical", or_null(hit.lexical)},
         {"semantic", or_null(hit.semantic)},
         {"judged", or_null(document.score)},
         {"source", document.source},
         {"site", document.site},
         {"language", document.language},
         {"tags", json::encode(document.tags)},
         {"published", document.published ? json::Value(to_rfc3339(*document.published)) : json::Value()},
         {"indexed", to_rfc3339(document.indexed)},
         {"runs", json::encode(document.runs)},
         {"original", document.original},
         {"passages", json::array_of(hit.passages, [](const PassageHit& each) {
              return json::object({{"number", each.passage.number},
                                   {"offset", each.passage.offset},
                                   {"score", each.score},
                                   {"headings", json::encode(each.passage.headings)},
                                   {"text", each.passage.text}});
          })}});
}

}  // namespace winnow
