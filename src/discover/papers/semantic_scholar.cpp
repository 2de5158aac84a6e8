#include <algorithm>
#include <string>
#include <utility>

#include "discover/api/search_source.h"
#include "discover/dates/dates.h"
#include "discover/papers/papers.h"

namespace winnow {
namespace {

constexpr std::size_t kMaxSearches = 3;
constexpr std::size_t kResultsPerPage = 100;
constexpr std::size_t kMaxPages = 10;  // a search shows its first 1,000 works
constexpr std::chrono::milliseconds kPauseWithKey{1'100}, kPauseWithout{3'000};

std::optional<Error> read_failure(const http::Response& response, Timestamp) {
    if (response.status == 429) return failure_of(ErrorKind::rate_limited, response);
    // A key that is wrong or expired is "Forbidden".
    if (response.status == 403) return failure_of(ErrorKind::unauthorized, response);
    return std::nullopt;
}

class SemanticScholarSource final : public SearchSource {
public:
    SemanticScholarSource(SemanticScholarOptions options, SourceContext context, Secret key)
        : SearchSource(std::move(context), kMaxPages),
          options_(std::move(options)),
          api_(context_, options_.api, std::move(key)) {
        if (!api_.key().empty()) api_.add_header("x-api-key", api_.key().reveal());
        api_.set_read_failure(read_failure);
    }

private:
    std::vector<Search> searches_for(const Query& query) const override {
        return searches_by_words(query, kMaxSearches);
    }

    Result<ResultPage> next_page(const Search& search, const Query& query, const Deadline& deadline) override {
        const auto count = std::clamp<std::size_t>(query.limit, 1, kResultsPerPage);
        std::vector<std::pair<std::string, std::string>> parameters{
            {"query", search.words},
            {"offset", std::to_string(search.page * count)},
            {"limit", std::to_string(count)},
            {"fields", "title,url,externalIds,publicationDate,openAccessPdf"}};
        if (has_since(query)) parameters.emplace_back("publicationDateOrYear", day_of(query.since) + ":");
        if (options_.open_access) parameters.emplace_back("openAccessPdf", "");
        TRY(const auto body, api_.get(with_parameters(options_.api.endpoint + "/paper/search", parameters), deadline));
        if (!body["data"].is_array() && body["total"].as_int(-1) != 0)
            return fail(ErrorKind::malformed, "an answer without data");
        ResultPage page{.has_more = body["next"].is_number()};
        for (const auto& work : body["data"].items()) {
            auto url = page_of_work({.arxiv = work["externalIds"]["ArXiv"].text(),
                                     .open_copy = work["openAccessPdf"]["url"].text(),
                                     .doi = work["externalIds"]["DOI"].text(),
                                     .page = work["url"].text()});
            if (url)
                page.candidates.push_back({.url = std::move(*url),
                                           .title = plain_title(work["title"].as_string()),
                                           .published_at = feeds::parse_date(work["publicationDate"].as_string())});
        }
        return page;
    }

    SemanticScholarOptions options_;
    Api api_;
};

}  // namespace

SemanticScholarOptions::SemanticScholarOptions() {
    api = {.endpoint = "https://api.semanticscholar.org/graph/v1",
           .key = {.reference = {}, .usual = "SEMANTIC_SCHOLAR_API_KEY"},
           .pause = kPauseWithKey};
}

Result<SemanticScholarOptions> read_semantic_scholar_options(config::Section& section) {
    SemanticScholarOptions options;
    read_api_options(section, options.api, "Semantic Scholar's graph API");
    section.field("open_access", options.open_access, "Only works that can be read without paying.");
    TRY_OK(section.finish());
    return options;
}

Result<std::unique_ptr<Source>> make_semantic_scholar_source(SemanticScholarOptions options, SourceContext context) {
    TRY_OK(check_endpoint(options.api));
    TRY(auto key, find_key(options.api.key, context));
    // Without a key the allowance is shared with everybody who has none.
    if (key.empty() && options.api.pause == kPauseWithKey) options.api.pause = kPauseWithout;
    return std::make_unique<SemanticScholarSource>(std::move(options), std::move(context), std::move(key));
}

}  // namespace winnow
