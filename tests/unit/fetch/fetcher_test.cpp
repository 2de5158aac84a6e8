#include "fetch/fetcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/fake_http.h"

namespace winnow {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kPage = "https://a.org/page";
constexpr const char* kRobots = "https://a.org/robots.txt";

class Fetching : public testing::Test {
protected:
    Result<Fetched> fetch(const std::string& url = kPage, const std::optional<Validators>& validators = {},
                          const Deadline& deadline = {}) {
        return fetcher_->fetch(*Url::parse(url), validators, deadline);
    }
    /// The request for the page itself, which is the last one.
    std::optional<std::string_view> sent(std::string_view name) const {
        return http::find_header(web_.requests.back().headers, name);
    }
    void use(FetchOptions options) { fetcher_ = make_fetcher(std::move(options), web_, clock_); }

    FakeHttp web_;
    FakeClock clock_;
    std::unique_ptr<Fetcher> fetcher_ = make_fetcher({}, web_, clock_);
};

TEST_F(Fetching, BringsThePageWithAllThatIsKnownOfIt) {
    web_.answer(kPage, 200, "<p>text</p>", {{"Content-Type", "text/html; charset=utf-8"}, {"ETag", "\"1\""}});
    const auto fetched = fetch();
    ASSERT_TRUE(fetched);
    EXPECT_FALSE(fetched->not_modified);
    EXPECT_EQ(fetched->page.url.href(), kPage);
    EXPECT_EQ(fetched->page.final_url.href(), kPage);
    EXPECT_EQ(fetched->page.status, 200);
    EXPECT_EQ(fetched->page.content_type, "text/html; charset=utf-8");
    EXPECT_EQ(fetched->page.headers.size(), 2u);
    EXPECT_EQ(fetched->page.fetched_at, clock_.now());
    EXPECT_EQ(fetched->page.body, "<p>text</p>");
}

TEST_F(Fetching, SaysWhatItReadsAndKeepsTheLimits) {
    web_.answer(kPage, 200);
    use({.timeout = milliseconds{700}, .max_page_bytes = 1234});
    ASSERT_TRUE(fetch());
    EXPECT_THAT(std::string(*sent("accept")), StartsWith("text/html"));
    EXPECT_TRUE(sent("accept-language"));
    EXPECT_EQ(web_.requests.back().timeout, milliseconds{700});
    EXPECT_EQ(web_.requests.back().max_body_bytes, 1234u);
}

TEST_F(Fetching, DoesNotAskForWhatRobotsForbid) {
    web_.answer(kRobots, 200, "User-agent: *\nDisallow: /page\n").answer(kPage, 200, "x");
    const auto fetched = fetch();
    ASSERT_FALSE(fetched);
    EXPECT_EQ(fetched.error().kind(), ErrorKind::blocked);
    EXPECT_THAT(fetched.error().message(), StartsWith("robots.txt of https://a.org does not allow /page"));
    ASSERT_EQ(web_.requests.size(), 1u);
    EXPECT_EQ(web_.requests[0].url.href(), kRobots);
}

TEST_F(Fetching, ObeysTheGroupThatNamesIt) {
    web_.answer(kRobots, 200, "User-agent: reader\nDisallow: /\n\nUser-agent: *\nAllow: /\n").answer(kPage, 200);
    EXPECT_TRUE(fetch());
    use({.robots_agent = "reader"});
    EXPECT_FALSE(fetch());
}

TEST_F(Fetching, AsksNothingOfAServerWhoseRobotsCannotBeRead) {
    web_.answer(kRobots, 503).answer(kPage, 200);
    const auto fetched = fetch();
    ASSERT_FALSE(fetched);
    EXPECT_EQ(fetched.error().kind(), ErrorKind::blocked);
    EXPECT_THAT(fetched.error().message(), StartsWith("robots.txt"));
    EXPECT_EQ(web_.requests.size(), 1u);
}

TEST_F(Fetching, DoesNotFollowARedirectToWhatRobotsForbid) {
    web_.answer(kPage, 302, "", {{"Location", "https://b.org/secret"}});
    web_.answer("https://b.org/robots.txt", 200, "User-agent: *\nDisallow: /secret\n");
    web_.answer("https://b.org/secret", 200, "x");
    const auto fetched = fetch();
    ASSERT_FALSE(fetched);
    EXPECT_EQ(fetched.error().kind(), ErrorKind::blocked);
    EXPECT_THAT(fetched.error().message(), StartsWith("robots.txt of https://b.org does not allow /secret"));
    EXPECT_EQ(web_.requests.back().url.href(), "https://b.org/robots.txt");
}

TEST_F(Fetching, IgnoresRobotsWhenTold) {
    use({.robots = RobotsPolicy::ignored});
    web_.answer(kRobots, 200, "User-agent: *\nDisallow: /\nCrawl-delay: 9\n").answer(kPage, 200, "x");
    EXPECT_TRUE(fetch());
    EXPECT_EQ(web_.requests.size(), 1u);
}

TEST_F(Fetching, FollowsRedirectsAndSaysWhereThePageLies) {
    web_.answer(kPage, 301, "", {{"Location", "https://b.org/there"}}).answer("https://b.org/there", 200, "x");
    const auto fetched = fetch();
    ASSERT_TRUE(fetched);
    EXPECT_EQ(fetched->page.url.href(), kPage);
    EXPECT_EQ(fetched->page.final_url.href(), "https://b.org/there");
}

TEST_F(Fetching, RefusesMoreRedirectsThanAllowedAndLoops) {
    use({.max_redirects = 1});
    web_.answer(kPage, 301, "", {{"Location", "https://a.org/2"}});
    web_.answer("https://a.org/2", 301, "", {{"Location", "https://a.org/3"}});
    EXPECT_EQ(fetch().error().kind(), ErrorKind::malformed);
    web_.answer("https://a.org/loop", 302, "", {{"Location", "https://a.org/loop"}});
    EXPECT_EQ(fetch("https://a.org/loop").error().kind(), ErrorKind::malformed);
}

TEST_F(Fetching, AsksOnlyForWhatChanged) {
    web_.answer(kPage, 304, "not a body", {{"Cache-Control", "max-age=60"}});
    const auto fetched = fetch(kPage, Validators{.etag = "W/\"1\"", .last_modified = "Sun, 06 Nov 1994 08:49:37 GMT"});
    ASSERT_TRUE(fetched);
    EXPECT_EQ(sent("if-none-match"), "W/\"1\"");
    EXPECT_EQ(sent("if-modified-since"), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_TRUE(fetched->not_modified);
    EXPECT_EQ(fetched->page.status, 304);
    EXPECT_EQ(fetched->page.body, "");
    EXPECT_EQ(fetched->fresh_for, seconds{60});
}

TEST_F(Fetching, SendsNoValidatorThatItHasNot) {
    web_.answer(kPage, 200, "x");
    const auto fetched = fetch(kPage, Validators{.etag = "\"1\"", .last_modified = ""});
    EXPECT_TRUE(sent("if-none-match"));
    EXPECT_FALSE(sent("if-modified-since"));
    EXPECT_FALSE(fetched->not_modified);
    ASSERT_TRUE(fetch(kPage, Validators{}));
    EXPECT_FALSE(sent("if-none-match"));
}

TEST_F(Fetching, DoesNotBelieveA304ToAnUnconditionalRequest) {
    web_.answer(kPage, 304);
    EXPECT_FALSE(fetch()->not_modified);
    EXPECT_EQ(fetch()->page.status, 304);
}

TEST_F(Fetching, TellsFreshnessAndNoStore) {
    web_.answer(kPage, 200, "", {{"Cache-Control", "max-age=60"}});
    EXPECT_EQ(fetch()->fresh_for, seconds{60});
    web_.answer("https://a.org/secret", 200, "", {{"Cache-Control", "no-store"}});
    EXPECT_TRUE(fetch("https://a.org/secret")->no_store);
    EXPECT_FALSE(fetch()->no_store);
}

TEST_F(Fetching, TellsThatModelsAreNotWelcome) {
    web_.answer("https://a.org/tag", 200, "", {{"X-Robots-Tag", "winnow: noai"}});
    web_.answer("https://a.org/signal", 200, "", {{"Content-Signal", "ai-input=no"}});
    web_.answer(kPage, 200, "", {{"X-Robots-Tag", "noindex, noimageai"}});
    EXPECT_TRUE(fetch("https://a.org/tag")->no_ai);
    EXPECT_TRUE(fetch("https://a.org/signal")->no_ai);
    EXPECT_FALSE(fetch()->no_ai);
}

TEST_F(Fetching, TellsThatRobotsDoNotWelcomeModelsWhereThePageLies) {
    web_.answer("https://b.org/robots.txt", 200, "User-agent: *\nContent-Signal: ai-input=no\nAllow: /\n");
    web_.answer("https://b.org/x", 200);
    web_.answer("https://b.org/away", 302, "", {{"Location", kPage}});
    web_.answer(kPage, 200);
    EXPECT_TRUE(fetch("https://b.org/x")->no_ai);
    EXPECT_FALSE(fetch("https://b.org/away")->no_ai);
}

TEST_F(Fetching, ReturnsPagesWithAnErrorStatus) {
    for (const int status : {400, 401, 403, 404, 408, 410, 451}) {
        const auto url = "https://a.org/" + std::to_string(status);
        web_.answer(url, status, "sorry");
        const auto fetched = fetch(url);
        ASSERT_TRUE(fetched) << status;
        EXPECT_EQ(fetched->page.status, status);
        EXPECT_EQ(fetched->page.body, "sorry");
    }
}

TEST_F(Fetching, DoesNotTakeAPartForThePage) {
    web_.answer("https://a.org/part", 206, "half an art", {{"Content-Range", "bytes 0-10/22"}});
    const auto fetched = fetch("https://a.org/part");
    ASSERT_FALSE(fetched);
    EXPECT_EQ(fetched.error().kind(), ErrorKind::malformed);
}

TEST_F(Fetching, TakesServersThatFailOrRefuseForErrors) {
    web_.answer("https://a.org/429", 429, "", {{"Retry-After", "7"}});
    web_.answer("https://a.org/500", 500);
    const auto limited = fetch("https://a.org/429");
    const auto broken = fetch("https://a.org/500");
    ASSERT_FALSE(limited);
    ASSERT_FALSE(broken);
    EXPECT_EQ(limited.error().kind(), ErrorKind::rate_limited);
    EXPECT_EQ(limited.error().retry_after(), milliseconds{7000});
    EXPECT_EQ(broken.error().kind(), ErrorKind::unavailable);
    EXPECT_THAT(broken.error().message(), HasSubstr("https://a.org/500 answered 500"));
}

TEST_F(Fetching, PassesOnWhatTheClientSays) {
    for (const auto kind : {ErrorKind::too_large, ErrorKind::timed_out, ErrorKind::malformed, ErrorKind::blocked,
                            ErrorKind::unavailable, ErrorKind::not_found}) {
        const auto url = "https://a.org/" + std::string(to_string(kind));
        web_.fail_with(url, Error(kind, "why"));
        EXPECT_EQ(fetch(url).error(), Error(kind, "why"));
    }
}

TEST_F(Fetching, IsCalledOffByTheDeadline) {
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(fetch(kPage, {}, Deadline::after(std::chrono::hours{1}, stop.get_token())).error().kind(),
              ErrorKind::cancelled);
}

TEST_F(Fetching, RefusesAnEmptyUrl) {
    EXPECT_EQ(fetcher_->fetch(Url{}, {}, {}).error().kind(), ErrorKind::invalid_argument);
}

TEST_F(Fetching, SpacesRequestsAsTheHostWishesWithinReason) {
    const auto delay = [&](const std::string& url) { return fetcher_->delay_for(*Url::parse(url)); };
    web_.answer(kRobots, 200, "User-agent: *\nCrawl-delay: 5\n").answer(kPage, 200);
    web_.answer("https://b.org/robots.txt", 200, "User-agent: *\nCrawl-delay: 3600\n").answer("https://b.org/", 200);
    web_.answer("https://c.org/robots.txt", 200, "User-agent: *\nCrawl-delay: 0.1\n").answer("https://c.org/", 200);
    EXPECT_EQ(delay(kPage), milliseconds{1000});  // nothing is known yet, and nothing is asked
    EXPECT_TRUE(web_.requests.empty());
    for (const auto* url : {kPage, "https://b.org/", "https://c.org/"}) ASSERT_TRUE(fetch(url));
    EXPECT_EQ(delay(kPage), milliseconds{5000});
    EXPECT_EQ(delay("https://b.org/"), milliseconds{60'000});
    EXPECT_EQ(delay("https://c.org/"), milliseconds{1000});
}

}  // namespace
}  // namespace winnow
