#include "discover/community/community.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/load.h"
#include "discover/community/reddit_post.h"
#include "json/value.h"
#include "sources.h"

namespace winnow {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

template <typename Options>
Options unhurried(Options options) {
    options.api.pause = {};
    return options;
}

http::Response answer(int status, std::string body, std::vector<HeaderField> headers = {}) {
    return {.status = status, .headers = std::move(headers), .body = std::move(body)};
}

constexpr auto kToken = "POST https://www.reddit.com/api/v1/access_token";
constexpr auto kTokenAnswer = R"({"access_token":"bearer-12345","token_type":"bearer","expires_in":3600})";

std::string reddit_search(const std::string& after = {}, int limit = 50) {
    return "https://oauth.reddit.com/r/programming+devops/search?q=rust&sort=relevance&t=all&limit=" +
           std::to_string(limit) + "&type=link&restrict_sr=1" + (after.empty() ? "" : "&after=" + after) +
           "&raw_json=1";
}

json::Value post(const std::string& url, int score = 100) {
    return json::object({{"data", json::object({{"title", "Title &amp; more"},
                                                {"url", url},
                                                {"permalink", "/r/programming/comments/1/x/"},
                                                {"created_utc", 1'600'000'000.0},
                                                {"score", score},
                                                {"author", nullptr}})}});
}

std::string listing(std::vector<json::Value> posts, json::Value after = nullptr) {
    return json::dump(json::object({{"kind", "Listing"},
                                    {"data", json::object({{"after", std::move(after)},
                                                           {"children", json::Array(posts.begin(), posts.end())}})}}));
}

class RedditTest : public testing::Test {
protected:
    RedditTest() { web_.variables = {{"REDDIT_CLIENT_ID", "id"}, {"REDDIT_CLIENT_SECRET", "secret-1"}}; }
    std::unique_ptr<Source> source() {
        RedditOptions options;
        options.subreddits = {"programming", "devops"};
        options.user_agent = "linux:winnow:1.0 (by /u/somebody)";
        return need(make_reddit_source(unhurried(options), web_.context("reddit")));
    }
    SourceFixture web_;
};

TEST_F(RedditTest, LogsInOnceAndFollowsListings) {
    web_.http.script(kToken, answer(200, kTokenAnswer));
    web_.http.answer(reddit_search(), 200, listing({post("https://a.org/1")}, "t3_x"))
        .answer(reddit_search("t3_x"), 200, listing({post("https://a.org/2")}));
    const auto found = source()->discover(query("rust"), {});
    EXPECT_EQ(urls_of(found), "https://a.org/1\nhttps://a.org/2");
    EXPECT_EQ(found->candidates.front().published_at, Timestamp{std::chrono::seconds{1'600'000'000}});
    EXPECT_EQ(web_.http.requests.size(), 3U);
    EXPECT_EQ(web_.http.requests[0].body, "grant_type=client_credentials");
    EXPECT_EQ(web_.sent(0, "authorization"), "Basic aWQ6c2VjcmV0LTE=");
    EXPECT_EQ(web_.sent(1, "authorization"), "Bearer bearer-12345");
    EXPECT_EQ(web_.sent(1, "user-agent"), "linux:winnow:1.0 (by /u/somebody)");
}

TEST_F(RedditTest, LeavesOutWhatIsNoArticle) {
    auto adult = post("https://a.org/adult");
    auto removed = post("https://a.org/removed");
    auto text = post("https://www.reddit.com/r/programming/comments/1/x/");
    const auto with = [](json::Value& one, std::string_view key, json::Value value) {
        auto data = one["data"];
        data.set(key, std::move(value));
        one.set("data", std::move(data));
    };
    with(adult, "over_18", true);
    with(removed, "removed_by_category", "moderator");
    with(text, "is_self", true);
    with(text, "selftext_html", "<p>the text</p>");
    web_.http.script(kToken, answer(200, kTokenAnswer));
    web_.http.answer(reddit_search(), 200,
                     listing({adult, removed, post("https://a.org/low", 1), post("https://i.redd.it/1.png"),
                              post("https://www.reddit.com/gallery/1"), post(""), json::Value(), text}));
    const auto found = source()->discover(query("rust"), {});
    EXPECT_EQ(urls_of(found), "https://www.reddit.com/r/programming/comments/1/x/");
    EXPECT_EQ(found->candidates.front().inline_html, "<p>the text</p>");
}

TEST_F(RedditTest, GetsANewTokenWhenTheOldOneIsRefused) {
    web_.http.script(kToken, answer(200, kTokenAnswer));
    web_.http.answer(reddit_search(), 401, R"({"message":"Unauthorized","error":401})")
        .answer(reddit_search(), 200, listing({post("https://a.org/1")}));
    EXPECT_EQ(urls_of(source()->discover(query("rust"), {})), "https://a.org/1");
    EXPECT_EQ(web_.http.requests.size(), 4U);
}

TEST_F(RedditTest, SaysWhatWentWrong) {
    web_.http.script(kToken, answer(401, R"({"message":"Unauthorized for secret-1","error":401})"))
        .script(kToken, answer(200, R"({"error":"invalid_grant"})"))
        .script(kToken, answer(200, kTokenAnswer));
    web_.http.answer(reddit_search(), 429, "", {{"X-Ratelimit-Remaining", "0"}, {"X-Ratelimit-Reset", "123"}})
        .answer(reddit_search(), 200, R"({"data":{}})")
        .answer(reddit_search(), 403, R"({"reason":"private","message":"Forbidden"})");
    const auto refused = urls_of(source()->discover(query("rust"), {}));
    EXPECT_THAT(refused, HasSubstr("unauthorized"));
    EXPECT_THAT(refused, Not(HasSubstr("secret-1")));
    EXPECT_THAT(urls_of(source()->discover(query("rust"), {})), HasSubstr("invalid_grant"));
    const auto limited = source()->discover(query("rust"), {});
    ASSERT_FALSE(limited);
    EXPECT_EQ(limited.error().kind(), ErrorKind::rate_limited);
    EXPECT_EQ(limited.error().retry_after(), std::chrono::seconds{123});
    EXPECT_THAT(urls_of(source()->discover(query("rust"), {})), HasSubstr("an answer without a listing"));
    EXPECT_THAT(urls_of(source()->discover(query("rust"), {})), HasSubstr("forbidden"));
}

TEST_F(RedditTest, WithoutAKeyItsFeedsAreRead) {
    web_.variables.clear();
    web_.http.answer(
        "https://www.reddit.com/r/programming+devops/search.rss?q=rust&sort=relevance&t=all&limit=50&type=link&"
        "restrict_sr=1&raw_json=1",
        200, R"(<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A link</title>
        <link href="https://www.reddit.com/r/programming/comments/1/a/"/><published>2024-01-02T03:04:05+00:00</published>
        <content type="html">&lt;a href=&quot;https://a.org/?a=1&amp;amp;b=2&quot;&gt;[link]&lt;/a&gt;
        &lt;a href=&quot;https://www.reddit.com/r/programming/comments/1/a/&quot;&gt;[comments]&lt;/a&gt;</content></entry>
        <entry><title>A text</title><link href="https://www.reddit.com/r/programming/comments/2/b/"/></entry></feed>)",
        {{"Content-Type", "application/atom+xml"}});
    EXPECT_EQ(urls_of(source()->discover(query("rust"), {})),
              "https://a.org/?a=1&b=2\nhttps://www.reddit.com/r/programming/comments/2/b/");
    web_.variables = {{"REDDIT_CLIENT_ID", "id"}};
    EXPECT_EQ(make_reddit_source({}, web_.context()).error().kind(), ErrorKind::unauthorized);
}

std::string devto_page(const std::string& tag, int page, int days = 365) {
    return "https://dev.to/api/articles?tag=" + tag + "&top=" + std::to_string(days) + "&page=" + std::to_string(page) +
           "&per_page=50";
}

TEST(Devto, TriesTheQuestionsWordsAsTagsAndPrefersTheFirstPlaceOfPublication) {
    SourceFixture web;
    const auto source = need(make_devto_source(unhurried(DevtoOptions()), web.context("devto")));
    web.http
        .answer(devto_page("rust", 1), 200, R"([
        {"url":"https://dev.to/u/a","canonical_url":"https://a.org/a","title":"A","public_reactions_count":99,
         "published_timestamp":"2024-01-02T03:04:05Z"},
        {"url":"https://dev.to/u/b","canonical_url":null,"title":"B","public_reactions_count":10},
        {"url":"https://dev.to/u/c","title":"few like it","public_reactions_count":9}])")
        .answer(devto_page("memory", 1), 200, "[]");
    const auto found = source->discover(query("the Rust memory"), {});
    EXPECT_EQ(urls_of(found), "https://a.org/a\nhttps://dev.to/u/b");
    EXPECT_EQ(found->candidates.front().published_at, at("2024-01-02T03:04:05Z"));
}

TEST(Devto, LooksBackAsFarAsTheRunWantsAndReportsRefusals) {
    SourceFixture web;
    DevtoOptions options;
    options.tags = {"rust"};
    const auto source = need(make_devto_source(unhurried(options), web.context("devto")));
    auto wanted = query("anything");
    wanted.since = web.clock.now() - std::chrono::hours{30};
    web.http
        .answer(devto_page("rust", 1, 2), 429, R"({"error":"Rate limit reached","status":429})",
                {{"Retry-After", "30"}})
        .answer(devto_page("rust", 1, 2), 200, R"({"error":"x"})");
    const auto limited = source->discover(wanted, {});
    ASSERT_FALSE(limited);
    EXPECT_EQ(limited.error().kind(), ErrorKind::rate_limited);
    EXPECT_EQ(limited.error().retry_after(), std::chrono::seconds{30});
    EXPECT_THAT(urls_of(source->discover(wanted, {})), HasSubstr("an answer that is no list"));
}

TEST(Lobsters, StaysSilentUnlessItIsPermitted) {
    SourceFixture web;
    const auto refused = make_lobsters_source({}, web.context("lobsters"));
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message(), HasSubstr("robots.txt"));
}

TEST(Lobsters, ReadsTheNewestUntilTheyAreTooOld) {
    SourceFixture web;
    LobstersOptions options;
    options.permitted = true;
    const auto source = need(make_lobsters_source(unhurried(options), web.context("lobsters")));
    web.http
        .answer("https://lobste.rs/newest.json", 200, R"([
        {"title":"A","url":"https://a.org/","score":9,"created_at":"2026-01-02T00:00:00.000-06:00"},
        {"title":"B","url":"","comments_url":"https://lobste.rs/s/b","score":9,"created_at":"2026-01-01T00:00:00.000-06:00"},
        {"title":"C","url":"https://c.org/","score":1,"created_at":"2026-01-01T00:00:00.000-06:00"}])")
        .answer("https://lobste.rs/newest/page/2.json", 200,
                R"([{"title":"D","url":"https://d.org/","score":9,"created_at":"2020-01-01T00:00:00.000-06:00"}])");
    auto wanted = query();
    wanted.since = at("2025-01-01T00:00:00Z");
    EXPECT_EQ(urls_of(source->discover(wanted, {})), "https://a.org/\nhttps://lobste.rs/s/b");
    EXPECT_EQ(web.http.requests.size(), 2U);
}

constexpr auto kRepositories =
    "https://api.github.com/search/"
    "repositories?q=rust%20in%3Aname%2Cdescription%2Creadme%20stars%3A%3E%3D50&per_page=50&"
    "page=1";

TEST(Github, FindsRepositories) {
    SourceFixture web;
    const auto source = need(make_github_source(unhurried(GithubOptions()), web.context("github")));
    web.http.answer(kRepositories, 200, R"({"incomplete_results":true,"items":[
        {"html_url":"https://github.com/o/r","full_name":"o/r","description":"What it is","pushed_at":"2024-01-02T03:04:05Z"},
        {"html_url":null}]})");
    const auto found = source->discover(query("rust"), {});
    EXPECT_EQ(urls_of(found), "https://github.com/o/r");
    EXPECT_EQ(found->candidates.front().title, "o/r: What it is");
    EXPECT_THAT(found->warnings, ElementsAre(HasSubstr("only a part")));
    EXPECT_EQ(web.sent(0, "accept"), "application/vnd.github+json");
    EXPECT_EQ(web.sent(0, "authorization"), "");
}

TEST(Github, FindsDocumentsWithATokenAndReadsThemRaw) {
    SourceFixture web;
    GithubOptions options;
    options.search = {"documents"};
    EXPECT_EQ(make_github_source(options, web.context()).error().kind(), ErrorKind::unauthorized);
    web.variables["GITHUB_TOKEN"] = "ghp_012345";
    web.http.answer("https://api.github.com/search/code?q=rust%20language%3Amarkdown&per_page=50&page=1", 200,
                    R"({"items":[
        {"path":"docs/a.md","html_url":"https://github.com/o/r/blob/0a1b/docs/a.md","repository":{"full_name":"o/r"}}]})");
    const auto found = need(make_github_source(unhurried(options), web.context()))->discover(query("rust"), {});
    EXPECT_EQ(urls_of(found), "https://raw.githubusercontent.com/o/r/0a1b/docs/a.md");
    EXPECT_EQ(web.sent(0, "authorization"), "Bearer ghp_012345");
}

TEST(Github, TellsItsLimitsFromRefusals) {
    const auto reset = std::to_string(FakeClock().now().time_since_epoch().count() + 42);
    struct Case {
        int status;
        std::string body;
        std::vector<HeaderField> headers;
        ErrorKind kind;
        std::optional<std::chrono::seconds> wait;
    };
    const std::vector<Case> cases{
        {403,
         R"({"message":"API rate limit exceeded for 192.0.2.1"})",
         {{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", reset}},
         ErrorKind::rate_limited,
         std::chrono::seconds{42}},
        {403,
         R"({"message":"You have exceeded a secondary rate limit."})",
         {{"retry-after", "60"}},
         ErrorKind::rate_limited,
         std::chrono::seconds{60}},
        {429, "{}", {}, ErrorKind::rate_limited, std::nullopt},
        {403, R"({"message":"Resource not accessible"})", {{"x-ratelimit-remaining", "9"}}, ErrorKind::forbidden, {}},
        {401, R"({"message":"Bad credentials"})", {}, ErrorKind::unauthorized, {}},
        {422, R"({"message":"Validation Failed"})", {}, ErrorKind::malformed, {}},
        {200, R"({"total_count":)", {}, ErrorKind::malformed, {}}};
    for (const auto& one : cases) {
        SourceFixture web;
        web.http.answer(kRepositories, one.status, one.body, one.headers);
        const auto found =
            need(make_github_source(unhurried(GithubOptions()), web.context()))->discover(query("rust"), {});
        ASSERT_FALSE(found);
        EXPECT_EQ(found.error().kind(), one.kind) << one.body;
        EXPECT_EQ(found.error().retry_after(), one.wait) << one.body;
    }
}

TEST(Github, WritesAgeIntoTheSearch) {
    SourceFixture web;
    auto wanted = query("rust");
    wanted.since = at("2024-01-02T00:00:00Z");
    static_cast<void>(need(make_github_source(unhurried(GithubOptions()), web.context()))->discover(wanted, {}));
    EXPECT_THAT(web.asked(), ElementsAre(HasSubstr("pushed%3A%3E%3D2024-01-02")));
}

std::string stack_page(const std::string& site, int page) {
    return "https://api.stackexchange.com/2.3/search/advanced?q=rust&site=" + site +
           "&order=desc&sort=relevance&page=" + std::to_string(page) + "&pagesize=50&accepted=True";
}

class StackExchangeTest : public testing::Test {
protected:
    std::unique_ptr<Source> source(std::vector<std::string> sites = {"stackoverflow"}) {
        StackExchangeOptions options;
        options.sites = std::move(sites);
        options.api.pacer = &pacer_;
        return need(make_stackexchange_source(options, web_.context("stackexchange")));
    }
    SourceFixture web_;
    std::vector<std::chrono::milliseconds> waits_;
    Pacer pacer_{{}, [this](std::chrono::milliseconds wait, const Deadline&) { waits_.push_back(wait); }};
};

TEST_F(StackExchangeTest, WaitsAsLongAsAnAnswerAsks) {
    web_.http
        .answer(stack_page("stackoverflow", 1), 200, R"({"has_more":true,"backoff":10,"quota_remaining":290,"items":[
        {"title":"What&#39;s &quot;x&quot;?","link":"https://stackoverflow.com/questions/1/x","score":5,"creation_date":1600000000},
        {"title":"low","link":"https://stackoverflow.com/questions/2/x","score":1}]})")
        .answer(stack_page("stackoverflow", 2), 200, R"({"has_more":false,"quota_remaining":0,"items":[]})");
    const auto found = source()->discover(query("rust"), {});
    EXPECT_EQ(urls_of(found), "https://stackoverflow.com/questions/1/x");
    EXPECT_EQ(found->candidates.front().title, "What's \"x\"?");
    EXPECT_THAT(waits_, ElementsAre(std::chrono::seconds{10}));
    EXPECT_THAT(found->warnings, ElementsAre(HasSubstr("quota")));
}

TEST_F(StackExchangeTest, TellsTheDaysQuotaFromHaste) {
    const auto failing = [](const std::string& id, const std::string& message) {
        return R"({"error_id":)" + id + R"(,"error_message":")" + message + R"(","error_name":"x"})";
    };
    const auto address = stack_page("stackoverflow", 1);
    web_.http
        .answer(address, 400,
                failing("502", "too many requests from this IP, more requests available in 82216 seconds"))
        .answer(address, 400, failing("502", "too many requests from this IP, more requests available in 30 seconds"))
        .answer(address, 503, failing("503", "temporarily unavailable"))
        .answer(address, 400, failing("400", "`key` doesn't match a known application"))
        .answer(address, 400, failing("400", "site is required"));
    const auto quota = source()->discover(query("rust"), {});
    ASSERT_FALSE(quota);
    EXPECT_EQ(quota.error().kind(), ErrorKind::quota_exhausted);
    EXPECT_EQ(quota.error().retry_after(), std::chrono::seconds{82'216});
    const auto haste = source()->discover(query("rust"), {});
    ASSERT_FALSE(haste);
    EXPECT_EQ(haste.error().kind(), ErrorKind::rate_limited);
    EXPECT_THAT(urls_of(source()->discover(query("rust"), {})), HasSubstr("unavailable"));
    EXPECT_THAT(urls_of(source()->discover(query("rust"), {})), HasSubstr("unauthorized"));
    EXPECT_THAT(urls_of(source()->discover(query("rust"), {})), HasSubstr("malformed"));
}

TEST_F(StackExchangeTest, ASiteThatFailsCostsItsOwnQuestions) {
    web_.http.answer(stack_page("stackoverflow", 1), 500, "oops")
        .answer(stack_page("devops", 1), 200,
                R"({"items":[{"link":"https://devops.stackexchange.com/questions/1","score":9}]})");
    const auto found = source({"stackoverflow", "devops"})->discover(query("rust"), {});
    EXPECT_EQ(urls_of(found), "https://devops.stackexchange.com/questions/1");
    EXPECT_THAT(found->warnings, ElementsAre(HasSubstr("in stackoverflow")));
}

TEST(CommunityOptions, RefuseWhatMakesNoSense) {
    const auto problem = [](auto read, std::string_view text) {
        auto section = std::move(*config::parse(text, "winnow.yaml"));
        const auto options = read(section);
        return options ? std::string() : options.error().message();
    };
    EXPECT_THAT(problem(read_reddit_options, "subreddits: [r/rust]"), HasSubstr("without r/"));
    EXPECT_THAT(problem(read_github_options, "search: [issues]"), HasSubstr("neither repositories nor documents"));
    EXPECT_THAT(problem(read_stackexchange_options, "sites: ['a b']"), HasSubstr("no site"));
    EXPECT_THAT(problem(read_devto_options, "tags: ['c++']"), HasSubstr("no tag"));
    EXPECT_THAT(problem(read_github_options, "key: ghp_012345"), HasSubstr("a secret itself does not belong here"));
    EXPECT_EQ(problem(read_reddit_options, "subreddits: [rust]\nclient_id: env:A\nkey: env:B\nsort: top"), "");
}

}  // namespace
}  // namespace winnow
