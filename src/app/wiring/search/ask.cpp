#include "app/wiring/search/ask.h"

#include <algorithm>

#include "json/codec/parts.h"
#include "text/digest.h"

namespace winnow {
namespace {

constexpr std::chrono::milliseconds kEmbedderPatience{30'000};  // a model that is loaded first takes a while

/// Whether another time, or another key, would do: not whether the configuration is wrong.
bool is_away(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::unauthorized:
        case ErrorKind::forbidden:
        case ErrorKind::rate_limited:
        case ErrorKind::quota_exhausted:
        case ErrorKind::timed_out:
        case ErrorKind::unavailable: return true;
        default: return false;
    }
}

/// Gives the request its vector, or makes it one by words; a note if that was not to be expected.
Result<std::string> embed_question(SearchAssembly& search, SearchRequest& request, const Deadline& deadline) {
    if (request.mode == SearchMode::lexical || !request.vector.empty()) return std::string();
    const bool by_words_too = request.mode == SearchMode::hybrid;
    if (search.embedder() == nullptr) {
        if (!by_words_too)
            return fail(ErrorKind::invalid_config, "a search by meaning needs an embedder, and embed.kind is none");
        request.mode = SearchMode::lexical;
        return std::string();
    }
    // What is left is for the words.
    const auto patience =
        by_words_too ? deadline.within(std::min(kEmbedderPatience, deadline.remaining() / 2)) : deadline;
    auto vectors = search.embedder()->embed(std::vector{request.question}, TextRole::question, patience);
    if (vectors) {
        request.vector = std::move(vectors->at(0));
        return std::string();
    }
    if (!by_words_too || !is_away(vectors.error().kind()) || deadline.is_stopped())
        return fail(std::move(vectors).error());
    request.mode = SearchMode::lexical;
    return "only words were searched, since the question has no vector: " + vectors.error().message();
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

Result<IndexAnswer> ask_index(SearchAssembly& search, SearchRequest& request, const Deadline& deadline) {
    IndexAnswer answer;
    TRY(answer.note, embed_question(search, request, deadline));
    TRY(answer.hits, search.index().search(request, deadline));
    drop_copies(answer.hits);
    return answer;
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
