#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "discover/api/search_source.h"
#include "discover/community/community.h"

namespace winnow {
namespace {

constexpr std::size_t kMaxSearches = 2;
constexpr std::size_t kQuestionsPerPage = 100;
constexpr std::size_t kMaxPages = 5;
constexpr std::int64_t kThrottleViolation = 502;       // their error_id, not a status
constexpr std::chrono::seconds kLongestThrottle{600};  // longer ones mean that the day's quota is used up

/// The seconds of "too many requests from this IP, more requests available in 82216 seconds".
std::chrono::seconds wait_of(std::string_view message) {
    constexpr std::string_view kMark = "available in ";
    const auto at = message.find(kMark);
    std::int64_t seconds = 0;
    if (at != std::string_view::npos) {
        const auto number = message.substr(at + kMark.size());
        std::from_chars(number.data(), number.data() + number.size(), seconds);
    }
    return std::chrono::seconds{std::clamp<std::int64_t>(seconds, 0, 7 * 86'400)};
}

std::optional<Error> read_failure(const http::Response& response, const json::Value& body) {
    if (!body["error_id"].is_number()) return std::nullopt;
    const auto id = body["error_id"].as_int();
    if (id == kThrottleViolation) {
        const auto wait = wait_of(body["error_message"].as_string());
        const auto kind = wait > kLongestThrottle ? ErrorKind::quota_exhausted : ErrorKind::rate_limited;
        return failure_of(kind, response).retry_in(wait);
    }
    if (id == 503 || id == 500) return failure_of(ErrorKind::unavailable, response);
    if (body["error_message"].as_string().contains("key")) return failure_of(ErrorKind::unauthorized, response);
    return failure_of(ErrorKind::malformed, response);
}

class StackExchangeSource final : public SearchSource {
public:
    StackExchangeSource(StackExchangeOptions options, SourceContext context, Secret key)
        : SearchSource(std::move(context), kMaxPages),
          options_(std::move(options)),
          api_(context_, options_.api, std::move(key)) {
        api_.set_read_failure([this](const http::Response& response, Timestamp) -> std::optional<Error> {
            const auto body = json::parse(response.body);
            if (!body) return std::nullopt;
            // Who asks before that time has passed is shut out for longer.
            if (const auto wait = (*body)["backoff"].as_int(); wait > 0) api_.rest(std::chrono::seconds{wait});
            return read_failure(response, *body);
        });
    }

private:
    std::vector<Search> searches_for(const Query& query) const override {
        return searches_by_words(query, kMaxSearches, options_.sites);
    }

    Result<ResultPage> next_page(const Search& search, const Query& query, const Deadline& deadline) override {
        std::vector<std::pair<std::string, std::string>> parameters{
            {"q", search.words},
            {"site", search.place},
            {"order", "desc"},
            {"sort", "relevance"},
            {"page", std::to_string(search.page + 1)},
            {"pagesize", std::to_string(std::clamp<std::size_t>(query.limit, 1, kQuestionsPerPage))}};
        if (options_.accepted) parameters.emplace_back("accepted", "True");
        if (has_since(query))
            parameters.emplace_back("fromdate", std::to_string(query.since.time_since_epoch().count()));
        if (!api_.key().empty()) parameters.emplace_back("key", api_.key().reveal());
        TRY(const auto body,
            api_.get(with_parameters(options_.api.endpoint + "/search/advanced", parameters), deadline));
        if (!body["items"].is_array()) return fail(ErrorKind::malformed, "an answer without items");
        ResultPage page{.has_more = body["has_more"].as_bool()};
        if (body["quota_remaining"].as_int(1) == 0) {
            page.has_more = false;
            page.warnings.emplace_back("the day's quota of Stack Exchange is used up");
        }
        for (const auto& question : body["items"].items()) {
            if (question["score"].as_int() < options_.min_score) continue;
            auto url = Url::parse(question["link"].as_string());
            if (!url) continue;
            Candidate candidate{.url = std::move(*url), .title = plain_title(question["title"].as_string())};
            if (question["creation_date"].is_number())
                candidate.published_at = Timestamp{std::chrono::seconds{question["creation_date"].as_int()}};
            page.candidates.push_back(std::move(candidate));
        }
        return page;
    }

    StackExchangeOptions options_;
    Api api_;
};

bool is_site(const std::string& name) {
    return !name.empty() && std::ranges::all_of(name, [](unsigned char c) { return std::isalnum(c) || c == '.'; });
}

}  // namespace

StackExchangeOptions::StackExchangeOptions() {
    api = {.endpoint = "https://api.stackexchange.com/2.3",
           .key = {.reference = {}, .usual = "STACK_EXCHANGE_KEY"},
           .pause = std::chrono::milliseconds{250}};
}

Result<StackExchangeOptions> read_stackexchange_options(config::Section& section) {
    StackExchangeOptions options;
    read_api_options(section, options.api, "Stack Exchange's API");
    section.field("sites", options.sites, "Sites by their short names: stackoverflow, softwareengineering, devops.");
    section.field("accepted", options.accepted, "Only questions with an accepted answer.");
    section.field("min_score", options.min_score, "Questions with a lower score are left out.",
                  {.least = -100, .most = 10'000});
    for (const auto& site : options.sites)
        if (!is_site(site)) section.refuse("sites", "\"" + site + "\" is no site, such as stackoverflow");
    TRY_OK(section.finish());
    return options;
}

Result<std::unique_ptr<Source>> make_stackexchange_source(StackExchangeOptions options, SourceContext context) {
    TRY_OK(check_endpoint(options.api));
    TRY(auto key, find_key(options.api.key, context));
    return std::make_unique<StackExchangeSource>(std::move(options), std::move(context), std::move(key));
}

}  // namespace winnow
