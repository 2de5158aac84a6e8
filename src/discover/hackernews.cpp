#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "discover/api/search_source.h"
#include "discover/ask/answer.h"
#include "discover/keyless.h"
#include "json/value.h"
#include "text/utf8.h"

namespace winnow {
namespace {

constexpr std::size_t kMaxSearches = 4;  // of one question; with pages, far below 10,000 requests an hour
constexpr std::size_t kHitsPerPage = 100;
constexpr std::size_t kMaxPages = 10;  // Algolia shows the first 1,000 hits of a search and no more

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

class HackerNewsSource final : public SearchSource {
public:
    HackerNewsSource(HackerNewsOptions options, SourceContext context)
        : SearchSource(std::move(context), kMaxPages), options_(std::move(options)) {}

private:
    std::vector<Search> searches_for(const Query& query) const override {
        return searches_by_words(query, kMaxSearches);
    }

    Result<ResultPage> next_page(const Search& search, const Query& query, const Deadline& deadline) override {
        TRY(const auto url, address(search, query));
        TRY(const auto answer,
            ask(context_.client, {.url = url, .accept = "application/json"}, context_.clock, deadline));
        TRY(const auto body, json::parse(answer.body));
        if (!body["hits"].is_array()) return fail(ErrorKind::malformed, "an answer without hits");
        ResultPage page{.has_more = static_cast<std::int64_t>(search.page) + 1 < body["nbPages"].as_int()};
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
                                                            {"page", std::to_string(search.page)}}));
    }

    HackerNewsOptions options_;
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
