#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <utility>

#include "discover/api/search_source.h"
#include "discover/ask/search_text.h"
#include "discover/community/community.h"
#include "discover/community/reddit_post.h"
#include "discover/feed/feed.h"
#include "text/digest.h"

namespace winnow {
namespace {

constexpr std::size_t kMaxSearches = 3;
constexpr std::size_t kPostsPerPage = 100;
constexpr std::size_t kMaxPages = 10;  // a listing ends after a thousand posts
constexpr std::chrono::seconds kTokenReserve{60};

std::string time_span(Timestamp since, Timestamp now) {
    const auto age = now - since;
    if (age <= std::chrono::hours{1}) return "hour";
    if (age <= std::chrono::days{1}) return "day";
    if (age <= std::chrono::days{7}) return "week";
    if (age <= std::chrono::days{31}) return "month";
    return age <= std::chrono::days{365} ? "year" : "all";
}

/// Reddit says with X-Ratelimit-Reset, in seconds, when its window of ten minutes ends.
std::optional<Error> read_failure(const http::Response& response, Timestamp) {
    if (response.status != 429) return std::nullopt;
    auto error = failure_of(ErrorKind::rate_limited, response);
    const auto reset = number_in(response, "x-ratelimit-reset");
    if (!reset || *reset <= 0 || response.header("retry-after")) return error;
    return std::move(error).retry_in(std::chrono::seconds{*reset});
}

class RedditSource final : public SearchSource {
public:
    RedditSource(RedditOptions options, SourceContext context, Secret id, Secret secret)
        : SearchSource(std::move(context), kMaxPages),
          options_(std::move(options)),
          id_(std::move(id)),
          login_(context_, options_.api, std::move(secret)) {
        if (!options_.user_agent.empty()) login_.add_header("User-Agent", options_.user_agent);
        login_.set_read_failure(read_failure);
    }

private:
    std::vector<Search> searches_for(const Query& query) const override {
        return searches_by_words(query, kMaxSearches, {joined_texts(options_.subreddits, "+")});
    }

    Result<ResultPage> next_page(const Search& search, const Query& query, const Deadline& deadline) override {
        return id_.empty() ? from_feed(search, query, deadline) : from_api(search, query, deadline);
    }

    std::string address(std::string root, std::string_view ending, const Search& search, const Query& query) const {
        if (!search.place.empty()) root += "/r/" + search.place;
        std::vector<std::pair<std::string, std::string>> parameters{
            {"q", search.words},
            {"sort", options_.sort},
            {"t", has_since(query) ? time_span(query.since, context_.clock.now()) : "all"},
            {"limit", std::to_string(std::clamp<std::size_t>(query.limit, 1, kPostsPerPage))},
            {"type", "link"}};
        if (!search.place.empty()) parameters.emplace_back("restrict_sr", "1");
        if (!search.cursor.empty()) parameters.emplace_back("after", search.cursor);
        return with_parameters(root + "/search" + std::string(ending), parameters) + "&raw_json=1";
    }

    Result<ResultPage> from_api(const Search& search, const Query& query, const Deadline& deadline) {
        const auto where = address(options_.api.endpoint, "", search, query);
        TRY_OK(log_in(deadline));
        auto body = data_->get(where, deadline);
        if (!body && body.error().kind() == ErrorKind::unauthorized) {  // the token was withdrawn before its time
            data_.reset();
            TRY_OK(log_in(deadline));
            body = data_->get(where, deadline);
        }
        if (!body) return fail(std::move(body).error());
        const auto& listing = (*body)["data"];
        if (!listing["children"].is_array()) return fail(ErrorKind::malformed, "an answer without a listing");
        ResultPage page{.cursor = listing["after"].text()};
        page.has_more = !page.cursor.empty();
        for (const auto& child : listing["children"].items())
            if (auto candidate = read_reddit_post(child["data"], options_.min_score))
                page.candidates.push_back(std::move(*candidate));
        return page;
    }

    Result<ResultPage> from_feed(const Search& search, const Query& query, const Deadline& deadline) {
        TRY(auto url, Url::parse_exact(address(options_.feed_endpoint, ".rss", search, query)));
        TRY(const auto answer,
            login_.ask_for(
                {.url = std::move(url), .accept = "application/atom+xml", .max_body_bytes = feeds::kMaxFeedBytes},
                deadline));
        TRY(auto feed, feeds::parse_feed(answer.body, answer.content_type, answer.base));
        ResultPage page;
        for (const auto& item : feed.items)
            if (auto candidate = read_reddit_entry(item)) page.candidates.push_back(std::move(*candidate));
        return page;
    }

    /// Gets a token, unless there is one that is still good for a while.
    Result<void> log_in(const Deadline& deadline) {
        if (data_ && context_.clock.now() + kTokenReserve < token_expires_) return {};
        TRY(auto url, Url::parse_exact(options_.token_endpoint));
        const auto basic = text::base64(id_.reveal() + ":" + login_.key().reveal());
        TRY(const auto answer, login_.ask_for({.url = std::move(url),
                                               .accept = "application/json",
                                               .headers = {{"Authorization", "Basic " + basic},
                                                           {"Content-Type", "application/x-www-form-urlencoded"}},
                                               .method = "POST",
                                               .body = "grant_type=client_credentials"},
                                              deadline));
        TRY(const auto body, json::parse(answer.body));
        const auto token = body["access_token"].text();
        if (token.empty()) return fail(ErrorKind::unauthorized, "Reddit gave no token: " + body["error"].text());
        token_expires_ = context_.clock.now() + std::chrono::seconds{body["expires_in"].as_int(3'600)};
        data_.emplace(context_, options_.api, Secret(token));
        data_->add_header("Authorization", "Bearer " + token);
        if (!options_.user_agent.empty()) data_->add_header("User-Agent", options_.user_agent);
        data_->set_read_failure(read_failure);
        return {};
    }

    RedditOptions options_;
    Secret id_;
    Api login_;
    std::optional<Api> data_;
    Timestamp token_expires_{};
};

bool is_subreddit(const std::string& name) {
    return !name.empty() && std::ranges::all_of(name, [](unsigned char c) { return std::isalnum(c) || c == '_'; });
}

}  // namespace

RedditOptions::RedditOptions() {
    api = {.endpoint = "https://oauth.reddit.com",
           .key = {.reference = {}, .usual = "REDDIT_CLIENT_SECRET"},
           .pause = std::chrono::milliseconds{1'000}};
    client_id.usual = "REDDIT_CLIENT_ID";
}

Result<RedditOptions> read_reddit_options(config::Section& section) {
    RedditOptions options;
    read_api_options(section, options.api, "Reddit's API");
    section.field("client_id", options.client_id.reference,
                  "Where the app's id lies; if not given, in the variable REDDIT_CLIENT_ID.");
    section.field("token_endpoint", options.token_endpoint, "Where tokens come from.");
    section.field("feed_endpoint", options.feed_endpoint, "Where feeds come from when there is no key.");
    section.field("subreddits", options.subreddits, "Only posts of these, without r/; all if empty.");
    section.choice("sort", options.sort, {"relevance", "new", "top", "comments"}, "Which posts come first.");
    section.field("user_agent", options.user_agent,
                  "Who asks, as Reddit's rules want it: \"linux:your-app:1.0 (by /u/you)\".");
    section.field("min_score", options.min_score, "Posts with a lower score are left out.",
                  {.least = 0, .most = 10'000});
    for (const auto& name : options.subreddits)
        if (!is_subreddit(name)) section.refuse("subreddits", "\"" + name + "\" is no subreddit; write it without r/");
    TRY_OK(section.finish());
    return options;
}

Result<std::unique_ptr<Source>> make_reddit_source(RedditOptions options, SourceContext context) {
    TRY_OK(check_endpoint(options.api));
    while (options.feed_endpoint.ends_with('/')) options.feed_endpoint.pop_back();
    TRY_OK(Url::parse_exact(options.feed_endpoint));
    TRY_OK(Url::parse_exact(options.token_endpoint));
    TRY(auto id, find_key(options.client_id, context));
    TRY(auto secret, find_key(options.api.key, context));
    if (id.empty() != secret.empty())
        return fail(ErrorKind::unauthorized, context.name + " needs both the app's id and its secret, or neither");
    return std::make_unique<RedditSource>(std::move(options), std::move(context), std::move(id), std::move(secret));
}

}  // namespace winnow
