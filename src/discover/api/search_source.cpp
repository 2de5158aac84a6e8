#include "discover/api/search_source.h"

#include <algorithm>
#include <utility>

#include "discover/api/api.h"
#include "discover/ask/collection.h"
#include "discover/ask/search_text.h"
#include "discover/dates/dates.h"

namespace winnow {
namespace {

struct Open {
    Search search;
    bool at_end = false;
};

std::string name_of(const Search& search) {
    const auto words = "\"" + search.words + "\"";
    return search.place.empty() ? words : search.words.empty() ? search.place : words + " in " + search.place;
}

/// Whether every further request would meet the same refusal.
bool concerns_all(ErrorKind kind) {
    return kind == ErrorKind::unauthorized || kind == ErrorKind::quota_exhausted || kind == ErrorKind::rate_limited ||
           kind == ErrorKind::forbidden || kind == ErrorKind::timed_out || kind == ErrorKind::cancelled;
}

void add_by_rows(std::vector<std::vector<Candidate>>& columns, Collection& found) {
    std::size_t longest = 0;
    for (const auto& column : columns) longest = std::max(longest, column.size());
    for (std::size_t row = 0; row < longest; ++row)
        for (auto& column : columns)
            if (row < column.size()) found.add(std::move(column[row]));
}

void warn_once(std::vector<std::string> warnings, std::vector<std::string>& said, Collection& found) {
    for (auto& warning : warnings) {
        if (std::ranges::find(said, warning) != said.end()) continue;
        said.push_back(warning);
        found.warn(std::move(warning));
    }
}

}  // namespace

Result<Discovery> SearchSource::discover(const Query& query, const Deadline& deadline) {
    std::vector<Open> open;
    for (auto& search : searches_for(query)) open.push_back({.search = std::move(search)});
    Collection found(context_.name, query, context_.clock.now());
    Parts parts;
    std::vector<std::string> said;
    bool refused = false;
    while (!open.empty() && !found.is_full() && !refused) {
        std::vector<std::vector<Candidate>> columns;
        for (auto& [search, at_end] : open) {
            auto page = next_page(search, query, deadline);
            ++search.page;
            if (!page) {
                at_end = true;
                refused = concerns_all(page.error().kind());
                parts.failed(name_of(search), std::move(page).error());
                if (refused) break;
                continue;
            }
            parts.succeeded();
            search.cursor = std::move(page->cursor);
            at_end = !page->has_more || search.page >= max_pages_;
            warn_once(std::move(page->warnings), said, found);
            columns.push_back(std::move(page->candidates));
        }
        add_by_rows(columns, found);
        std::erase_if(open, [](const Open& one) { return one.at_end; });
    }
    TRY_OK(std::move(parts).settle("searches", found));
    return found.take();
}

std::vector<Search> searches_by_words(const Query& query, std::size_t most) {
    return searches_by_words(query, most, {""});
}

std::vector<Search> searches_by_words(const Query& query, std::size_t most, const std::vector<std::string>& places) {
    std::vector<Search> result;
    for (const auto& words : searches(query, most, Phrases::kept))
        for (const auto& place : places) result.push_back({.words = joined_texts(words, " "), .place = place});
    return result;
}

std::vector<Search> searches_by_sentences(const Query& query, std::size_t most, std::size_t max_bytes) {
    std::vector<Search> result;
    for (auto& sentence : sentences_to_ask(query, most, max_bytes)) result.push_back({.words = std::move(sentence)});
    return result;
}

void set_domains(json::Value& body, const char* member, const std::vector<std::string>& domains) {
    if (!domains.empty()) body.set(member, json::Array(domains.begin(), domains.end()));
}

Result<ResultPage> read_web_results(const json::Value& body, const char* date) {
    if (!body["results"].is_array()) return fail(ErrorKind::malformed, "an answer without results");
    ResultPage page;
    for (const auto& result : body["results"].items())
        if (auto url = Url::parse(result["url"].as_string()))
            page.candidates.push_back({.url = std::move(*url),
                                       .title = plain_title(result["title"].as_string()),
                                       .published_at = feeds::parse_date(result[date].as_string())});
    return page;
}

}  // namespace winnow
