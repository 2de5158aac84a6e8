#include <algorithm>
#include <string>
#include <utility>

#include "discover/api/search_source.h"
#include "discover/community/community.h"
#include "discover/dates/dates.h"

namespace winnow {
namespace {

constexpr std::size_t kMaxSearches = 2;
constexpr std::size_t kResultsPerPage = 100;
constexpr std::size_t kMaxPages = 10;  // a search shows its first 1,000 results
constexpr std::chrono::milliseconds kPauseWithToken{2'000}, kPauseWithout{6'000};  // 30 and 10 a minute
constexpr std::string_view kDocuments = "documents", kRepositories = "repositories";

/// Limits come as 403 as well as 429. X-RateLimit-Reset is a time in seconds since 1970.
std::optional<Error> read_failure(const http::Response& response, Timestamp now) {
    if (response.status != 403 && response.status != 429) return std::nullopt;
    const bool used_up = response.header("x-ratelimit-remaining") == "0";
    const bool limited = response.status == 429 || used_up || response.header("retry-after").has_value() ||
                         failure_text(response).contains("rate limit");
    if (!limited) return std::nullopt;
    auto error = failure_of(ErrorKind::rate_limited, response);
    const auto reset = number_in(response, "x-ratelimit-reset");
    if (!reset || !used_up || response.header("retry-after")) return error;
    const auto wait = Timestamp{std::chrono::seconds{*reset}} - now;
    return std::move(error).retry_in(std::max<std::chrono::milliseconds>(wait, std::chrono::seconds{1}));
}

/// The file itself: its page on github.com shows it among many other things.
std::string raw_address(std::string_view page) {
    constexpr std::string_view kSite = "https://github.com/", kBlob = "/blob/";
    const auto blob = page.find(kBlob);
    if (!page.starts_with(kSite) || blob == std::string_view::npos) return std::string(page);
    return "https://raw.githubusercontent.com/" + std::string(page.substr(kSite.size(), blob - kSite.size())) + "/" +
           std::string(page.substr(blob + kBlob.size()));
}

Result<Candidate> read_repository(const json::Value& item) {
    TRY(auto url, Url::parse(item["html_url"].as_string()));
    auto title = item["full_name"].text();
    if (const auto what = plain_title(item["description"].as_string()); !what.empty()) title += ": " + what;
    return Candidate{.url = std::move(url),
                     .title = std::move(title),
                     .published_at = feeds::parse_date(item["pushed_at"].as_string())};
}

Result<Candidate> read_document(const json::Value& item) {
    TRY(auto url, Url::parse(raw_address(item["html_url"].as_string())));
    return Candidate{.url = std::move(url),
                     .title = item["repository"]["full_name"].text() + ": " + item["path"].text()};
}

class GithubSource final : public SearchSource {
public:
    GithubSource(GithubOptions options, SourceContext context, Secret token)
        : SearchSource(std::move(context), kMaxPages),
          options_(std::move(options)),
          api_(context_, options_.api, std::move(token)) {
        if (!api_.key().empty()) api_.add_header("Authorization", "Bearer " + api_.key().reveal());
        api_.add_header("X-GitHub-Api-Version", "2022-11-28");
        api_.set_read_failure(read_failure);
    }

private:
    std::vector<Search> searches_for(const Query& query) const override {
        return searches_by_words(query, kMaxSearches, options_.search);
    }

    /// The words and what qualifies them, in GitHub's own syntax.
    std::string terms(const Search& search, const Query& query) const {
        if (search.place == kDocuments) return search.words + " language:markdown";
        auto text = search.words + " in:name,description,readme stars:>=" + std::to_string(options_.min_stars);
        if (has_since(query)) text += " pushed:>=" + day_of(query.since);
        return text;
    }

    Result<ResultPage> next_page(const Search& search, const Query& query, const Deadline& deadline) override {
        const bool documents = search.place == kDocuments;
        const auto count = std::clamp<std::size_t>(query.limit, 1, kResultsPerPage);
        std::vector<std::pair<std::string, std::string>> parameters{{"q", terms(search, query)},
                                                                    {"per_page", std::to_string(count)},
                                                                    {"page", std::to_string(search.page + 1)}};
        if (!documents && options_.sort != "best-match") {
            parameters.emplace_back("sort", options_.sort);
            parameters.emplace_back("order", "desc");
        }
        const auto path = documents ? "/search/code" : "/search/repositories";
        TRY(auto url, Url::parse_exact(with_parameters(options_.api.endpoint + path, parameters)));
        TRY(const auto answer,
            api_.ask_for({.url = std::move(url), .accept = "application/vnd.github+json"}, deadline));
        TRY(const auto body, json::parse(answer.body));
        if (!body["items"].is_array()) return fail(ErrorKind::malformed, "an answer without items");
        ResultPage page{.has_more = body["items"].items().size() >= count};
        if (body["incomplete_results"].as_bool())
            page.warnings.emplace_back("GitHub ran out of time and shows only a part of what there is");
        for (const auto& item : body["items"].items())
            if (auto candidate = documents ? read_document(item) : read_repository(item))
                page.candidates.push_back(std::move(*candidate));
        return page;
    }

    GithubOptions options_;
    Api api_;
};

}  // namespace

GithubOptions::GithubOptions() {
    api = {.endpoint = "https://api.github.com",
           .key = {.reference = {}, .usual = "GITHUB_TOKEN"},
           .pause = kPauseWithToken};
}

Result<GithubOptions> read_github_options(config::Section& section) {
    GithubOptions options;
    read_api_options(section, options.api, "GitHub's API");
    section.field("search", options.search, "What is looked for: repositories, documents (Markdown; needs a token).");
    section.field("min_stars", options.min_stars, "Repositories with fewer stars are left out.",
                  {.least = 0, .most = 1'000'000});
    section.choice("sort", options.sort, {"best-match", "stars", "updated"}, "Which repositories come first.");
    for (const auto& what : options.search)
        if (what != kRepositories && what != kDocuments)
            section.refuse("search", "\"" + what + "\" is neither repositories nor documents");
    TRY_OK(section.finish());
    return options;
}

Result<std::unique_ptr<Source>> make_github_source(GithubOptions options, SourceContext context) {
    TRY_OK(check_endpoint(options.api));
    TRY(auto token, find_key(options.api.key, context));
    if (token.empty() && std::ranges::find(options.search, kDocuments) != options.search.end())
        return fail(ErrorKind::unauthorized, context.name +
                                                 ": GitHub searches documents only with a token; set the "
                                                 "variable GITHUB_TOKEN, or say with `key` where it lies");
    if (token.empty() && options.api.pause == kPauseWithToken) options.api.pause = kPauseWithout;
    return std::make_unique<GithubSource>(std::move(options), std::move(context), std::move(token));
}

}  // namespace winnow
