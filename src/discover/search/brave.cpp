#include <algorithm>
#include <string>
#include <utility>

#include "discover/api/search_source.h"
#include "discover/dates/dates.h"
#include "discover/search/search.h"

namespace winnow {
namespace {

constexpr std::size_t kResultsPerPage = 20;
constexpr std::size_t kMaxPages = 10;        // `offset` counts pages, 0 to 9
constexpr std::size_t kMaxQueryBytes = 400;  // characters, and 50 words

/// The narrowest of Brave's spans that reaches back to the time.
std::string freshness(Timestamp since, Timestamp now) {
    const auto age = now - since;
    if (age <= std::chrono::days{1}) return "pd";
    if (age <= std::chrono::days{7}) return "pw";
    if (age <= std::chrono::days{31}) return "pm";
    return age <= std::chrono::days{365} ? "py" : "";
}

/// X-RateLimit-Remaining has a number for the second and one for the month: "0, 0" is a used-up month.
bool month_is_used_up(const http::Response& response) {
    const auto remaining = response.header("x-ratelimit-remaining").value_or("");
    const auto comma = remaining.rfind(',');
    if (comma == std::string_view::npos) return false;
    const auto month = remaining.substr(std::min(remaining.find_first_not_of(" ", comma + 1), remaining.size()));
    return month == "0";
}

std::optional<Error> read_failure(const http::Response& response, Timestamp) {
    if (response.status < 400) return std::nullopt;
    const auto body = json::parse(response.body);
    const auto code = body ? (*body)["error"]["code"].text() : std::string();
    if (code == "QUOTA_LIMITED" || (response.status == 429 && month_is_used_up(response)))
        return failure_of(ErrorKind::quota_exhausted, response);
    if (response.status == 429) return failure_of(ErrorKind::rate_limited, response);
    // A wrong key is answered 422.
    if (code.contains("TOKEN")) return failure_of(ErrorKind::unauthorized, response);
    return std::nullopt;
}

class BraveSource final : public SearchSource {
public:
    BraveSource(BraveOptions options, SourceContext context, Secret key)
        : SearchSource(std::move(context), kMaxPages),
          options_(std::move(options)),
          api_(context_, options_.api, std::move(key)) {
        api_.add_header("X-Subscription-Token", api_.key().reveal());
        api_.set_read_failure(read_failure);
    }

private:
    std::vector<Search> searches_for(const Query& query) const override {
        return searches_by_sentences(query, options_.max_searches, kMaxQueryBytes);
    }

    Result<ResultPage> next_page(const Search& search, const Query& query, const Deadline& deadline) override {
        const auto count = std::clamp<std::size_t>(query.limit, 1, kResultsPerPage);
        std::vector<std::pair<std::string, std::string>> parameters{{"q", search.words},
                                                                    {"count", std::to_string(count)},
                                                                    {"offset", std::to_string(search.page)},
                                                                    {"result_filter", "web"}};
        if (has_since(query))
            if (auto span = freshness(query.since, context_.clock.now()); !span.empty())
                parameters.emplace_back("freshness", std::move(span));
        if (!options_.country.empty()) parameters.emplace_back("country", options_.country);
        if (!options_.language.empty()) parameters.emplace_back("search_lang", options_.language);
        TRY(const auto body, api_.get(with_parameters(options_.api.endpoint + "/web/search", parameters), deadline));
        if (!body.is_object()) return fail(ErrorKind::malformed, "an answer that is no object");
        const auto& results = body["web"]["results"].items();  // missing when nothing was found
        const auto& more = body["query"]["more_results_available"];
        ResultPage page{.has_more = more.is_bool() ? more.as_bool() : results.size() >= count};
        for (const auto& result : results)
            if (auto url = Url::parse(result["url"].as_string()))
                page.candidates.push_back({.url = std::move(*url),
                                           .title = plain_title(result["title"].as_string()),
                                           .published_at = feeds::parse_date(result["page_age"].as_string())});
        return page;
    }

    BraveOptions options_;
    Api api_;
};

}  // namespace

BraveOptions::BraveOptions() {
    api = {.endpoint = "https://api.search.brave.com/res/v1",
           .key = {.reference = {}, .usual = "BRAVE_API_KEY"},
           .pause = std::chrono::milliseconds{1'100}};  // the free plan allows one request a second
}

Result<BraveOptions> read_brave_options(config::Section& section) {
    BraveOptions options;
    read_api_options(section, options.api, "Brave's search API");
    section.field("max_searches", options.max_searches, "Searches of one question; each of its pages is paid for.",
                  {.least = 1, .most = 20});
    section.field("country", options.country, "Where results come from, such as US; anywhere if empty.");
    section.field("language", options.language, "Language of the results, such as en; any if empty.");
    TRY_OK(section.finish());
    return options;
}

Result<std::unique_ptr<Source>> make_brave_source(BraveOptions options, SourceContext context) {
    TRY_OK(check_endpoint(options.api));
    TRY(auto key, require_key(options.api.key, context));
    return std::make_unique<BraveSource>(std::move(options), std::move(context), std::move(key));
}

}  // namespace winnow
