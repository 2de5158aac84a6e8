#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "discover/ask/answer.h"
#include "discover/ask/collection.h"
#include "discover/ask/search_text.h"
#include "discover/keyless.h"
#include "json/value.h"
#include "text/utf8.h"

namespace winnow {
namespace {

constexpr std::size_t kMaxSearches = 4;  // of one question; with pages, far below 10,000 requests an hour
constexpr std::size_t kHitsPerPage = 100;
constexpr int kMaxPages = 10;  // Algolia shows the first 1,000 hits of a search and no more

struct Page {
    std::vector<Candidate> candidates;
    int pages = 0;  // how many there are
};

Result<Candidate> read_hit(const json::Value& hit) {
    auto url = Url::parse(hit["url"].as_string());
    const auto id = hit["objectID"].text();
    // Ask HN has no address but its own thread.
    if (!url && hit["url"].as_string().empty() && !id.empty())
        url = Url::parse("https://news.ycombinator.com/item?id=" + id);
    if (!url) return fail(std::move(url).error());
    Candidate candidate{.url = std::move(*url), .title = text::folded_white_space(hit["title"].as_string())};
    if (hit["created_at_i"].is_number())
        candidate.published_at = Timestamp{std::chrono::seconds{hit["created_at_i"].as_int()}};
    return candidate;
}

/// One search, page by page.
struct Search {
    std::string words;
    int next_page = 0;
    int pages = 1;
    bool has_more() const { return next_page < std::min(pages, kMaxPages); }
};

class HackerNewsSource final : public Source {
public:
    HackerNewsSource(HackerNewsOptions options, SourceContext context)
        : options_(std::move(options)), context_(std::move(context)) {}

    const std::string& name() const override { return context_.name; }

    Result<Discovery> discover(const Query& query, const Deadline& deadline) override {
        std::vector<Search> open;
        for (const auto& words : searches(query, kMaxSearches)) open.push_back({joined_texts(words, " ")});
        Collection found(context_.name, query, context_.clock.now());
        Parts parts;
        while (!open.empty() && !found.is_full()) {
            std::vector<std::vector<Candidate>> columns;
            for (auto& search : open) {
                auto page = next_page(search, query, deadline);
                if (!page) {
                    parts.failed("\"" + search.words + "\"", std::move(page).error());
                    search.pages = 0;
                    continue;
                }
                parts.succeeded();
                search.pages = page->pages;
                columns.push_back(std::move(page->candidates));
            }
            add_by_rows(columns, found);
            std::erase_if(open, [](const Search& search) { return !search.has_more(); });
        }
        TRY_OK(std::move(parts).settle("searches", found));
        return found.take();
    }

private:
    Result<Page> next_page(Search& search, const Query& query, const Deadline& deadline) {
        TRY(const auto url, address(search, query));
        ++search.next_page;
        TRY(const auto answer,
            ask(context_.client, {.url = url, .accept = "application/json"}, context_.clock, deadline));
        TRY(const auto body, json::parse(answer.body));
        if (!body["hits"].is_array()) return fail(ErrorKind::malformed, "an answer without hits");
        Page page{.candidates = {}, .pages = static_cast<int>(body["nbPages"].as_int())};
        for (const auto& hit : body["hits"].items())
            if (auto candidate = read_hit(hit)) page.candidates.push_back(std::move(*candidate));
        return page;
    }

    Result<Url> address(const Search& search, const Query& query) const {
        auto filters = "points>=" + std::to_string(options_.min_points);
        if (const auto since = query.since.time_since_epoch().count(); since > 0)
            filters += ",created_at_i>=" + std::to_string(since);
        const auto hits = std::clamp<std::size_t>(query.limit, 1, kHitsPerPage);
        return Url::parse_exact(
            with_parameters(options_.endpoint + "/search", {{"query", search.words},
                                                            {"tags", "story"},
                                                            {"numericFilters", filters},
                                                            {"hitsPerPage", std::to_string(hits)},
                                                            {"page", std::to_string(search.next_page)}}));
    }

    /// The best of each search first: their orders of merit do not compare in any other way.
    static void add_by_rows(std::vector<std::vector<Candidate>>& columns, Collection& found) {
        std::size_t longest = 0;
        for (const auto& column : columns) longest = std::max(longest, column.size());
        for (std::size_t row = 0; row < longest; ++row)
            for (auto& column : columns)
                if (row < column.size()) found.add(std::move(column[row]));
    }

    HackerNewsOptions options_;
    SourceContext context_;
};

}  // namespace

Result<HackerNewsOptions> read_hackernews_options(config::Section& section) {
    HackerNewsOptions options;
    section.field("endpoint", options.endpoint, "Address of Algolia's search API for Hacker News.");
    section.field("min_points", options.min_points, "Stories with fewer points are left out.",
                  {.least = 0, .most = 10'000});
    TRY_OK(section.finish());
    return options;
}

Result<std::unique_ptr<Source>> make_hackernews_source(HackerNewsOptions options, SourceContext context) {
    TRY_OK(Url::parse_exact(options.endpoint));
    while (options.endpoint.ends_with('/')) options.endpoint.pop_back();
    return std::make_unique<HackerNewsSource>(std::move(options), std::move(context));
}

}  // namespace winnow
