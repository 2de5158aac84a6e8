#include <algorithm>
#include <string>
#include <utility>

#include "discover/api/search_source.h"
#include "discover/dates/dates.h"
#include "discover/papers/papers.h"

namespace winnow {
namespace {

constexpr std::size_t kMaxSearches = 3;  // a thousand a day are free
constexpr std::size_t kResultsPerPage = 100;
constexpr std::size_t kMaxPages = 20;

/// 403 is for going too fast; 429 for the day's allowance, or for more than a hundred requests a second.
std::optional<Error> read_failure(const http::Response& response, Timestamp) {
    if (response.status == 403) return failure_of(ErrorKind::rate_limited, response);
    if (response.status != 429) return std::nullopt;
    const bool a_second = failure_text(response).contains("per second");
    return failure_of(a_second ? ErrorKind::rate_limited : ErrorKind::quota_exhausted, response);
}

class OpenAlexSource final : public SearchSource {
public:
    OpenAlexSource(OpenAlexOptions options, SourceContext context, Secret key)
        : SearchSource(std::move(context), kMaxPages),
          options_(std::move(options)),
          api_(context_, options_.api, std::move(key)) {
        api_.set_read_failure(read_failure);
    }

private:
    std::vector<Search> searches_for(const Query& query) const override {
        return searches_by_words(query, kMaxSearches);
    }

    Result<ResultPage> next_page(const Search& search, const Query& query, const Deadline& deadline) override {
        std::string filter = "is_retracted:false";
        if (options_.open_access) filter += ",is_oa:true";
        if (has_since(query)) filter += ",from_publication_date:" + day_of(query.since);
        const auto count = std::clamp<std::size_t>(query.limit, 1, kResultsPerPage);
        TRY(const auto body,
            api_.get(with_parameters(options_.api.endpoint + "/works",
                                     {{"search", search.words},
                                      {"filter", filter},
                                      {"per_page", std::to_string(count)},
                                      {"cursor", search.page == 0 ? "*" : search.cursor},
                                      {"select", "id,doi,title,publication_date,is_retracted,best_oa_location"},
                                      {"api_key", api_.key().reveal()}}),
                     deadline));
        if (!body["results"].is_array()) return fail(ErrorKind::malformed, "an answer without results");
        ResultPage page{.cursor = body["meta"]["next_cursor"].text()};
        // The last page may have a cursor, too, and what it leads to would be paid for.
        page.has_more = !page.cursor.empty() && body["results"].items().size() >= count;
        for (const auto& work : body["results"].items())
            if (auto candidate = read_work(work)) page.candidates.push_back(std::move(*candidate));
        return page;
    }

    static Result<Candidate> read_work(const json::Value& work) {
        if (work["is_retracted"].as_bool()) return fail(ErrorKind::not_found, "retracted");
        const auto& place = work["best_oa_location"];
        const auto landing = place["landing_page_url"].text();
        TRY(auto url, page_of_work({.open_copy = landing.empty() ? place["pdf_url"].text() : landing,
                                    .doi = work["doi"].text(),
                                    .page = work["id"].text()}));
        return Candidate{.url = std::move(url),
                         .title = plain_title(work["title"].as_string()),
                         .published_at = feeds::parse_date(work["publication_date"].as_string())};
    }

    OpenAlexOptions options_;
    Api api_;
};

}  // namespace

OpenAlexOptions::OpenAlexOptions() {
    api = {.endpoint = "https://api.openalex.org",
           .key = {.reference = {}, .usual = "OPENALEX_API_KEY"},
           .pause = std::chrono::milliseconds{100}};
}

Result<OpenAlexOptions> read_openalex_options(config::Section& section) {
    OpenAlexOptions options;
    read_api_options(section, options.api, "OpenAlex' API");
    section.field("open_access", options.open_access, "Only works that can be read without paying.");
    TRY_OK(section.finish());
    return options;
}

Result<std::unique_ptr<Source>> make_openalex_source(OpenAlexOptions options, SourceContext context) {
    TRY_OK(check_endpoint(options.api));
    TRY(auto key, require_key(options.api.key, context));
    return std::make_unique<OpenAlexSource>(std::move(options), std::move(context), std::move(key));
}

}  // namespace winnow
