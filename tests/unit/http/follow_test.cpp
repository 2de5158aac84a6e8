#include "http/follow.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/fake_http.h"

namespace winnow::http {
namespace {

using testing::HasSubstr;

constexpr const char* kStart = "https://a.org/start";

class Following : public testing::Test {
protected:
    Result<Followed> get(const std::string& url = kStart, std::size_t max_redirects = 5) {
        return get_following(web_, {.url = *Url::parse(url)}, max_redirects, {});
    }
    void redirect(const std::string& from, int status, const std::string& to) {
        web_.answer(from, status, "", {{"Location", to}});
    }
    const Request& last() const { return web_.requests.back(); }
    std::optional<std::string_view> sent(std::string_view name) const { return find_header(last().headers, name); }

    FakeHttp web_;
};

TEST_F(Following, ReturnsAnAnswerThatIsNoRedirect) {
    for (const int status : {200, 204, 300, 304, 305, 404, 500}) {
        const auto url = "https://a.org/" + std::to_string(status);
        web_.answer(url, status, "", {{"Location", "https://b.org/"}});
        const auto followed = get(url);
        ASSERT_TRUE(followed) << status;
        EXPECT_EQ(followed->response.status, status);
        EXPECT_EQ(followed->final_url.href(), url);
        EXPECT_EQ(followed->hops.size(), 1u);
    }
}

TEST_F(Following, FollowsEachKindOfRedirect) {
    web_.answer("https://b.org/end", 200, "x");
    for (const int status : {301, 302, 303, 307, 308}) {
        const auto url = "https://a.org/" + std::to_string(status);
        redirect(url, status, "https://b.org/end");
        const auto followed = get(url);
        ASSERT_TRUE(followed) << status;
        EXPECT_EQ(followed->final_url.href(), "https://b.org/end");
        EXPECT_EQ(followed->hops.size(), 2u);
        EXPECT_EQ(followed->response.body, "x");
    }
}

TEST_F(Following, TakesAPlaceRelativeToTheHop) {
    redirect(kStart, 302, "/end?a=1");
    web_.answer("https://a.org/end?a=1", 200);
    EXPECT_EQ(get()->final_url.href(), "https://a.org/end?a=1");
}

TEST_F(Following, TurnsPostIntoGetWhereBrowsersDo) {
    struct Case {
        const char* method;
        int status;
        const char* becomes;
    };
    for (const auto& [method, status, becomes] :
         {Case{"POST", 301, "GET"}, Case{"POST", 302, "GET"}, Case{"POST", 303, "GET"}, Case{"POST", 307, "POST"},
          Case{"POST", 308, "POST"}, Case{"PUT", 301, "PUT"}, Case{"PUT", 303, "GET"}, Case{"HEAD", 303, "HEAD"},
          Case{"HEAD", 302, "HEAD"}, Case{"DELETE", 302, "DELETE"}}) {
        FakeHttp web;
        web.script(method + std::string(" ") + kStart,
                   Response{.status = status, .headers = {{"Location", "https://a.org/end"}}});
        web.script(becomes + std::string(" https://a.org/end"), Response{.status = 200});
        Request request{
            .method = method, .url = *Url::parse(kStart), .headers = {{"Content-Type", "text/plain"}, {"A", "1"}}};
        request.body = "body";
        ASSERT_TRUE(get_following(web, request, 5, {})) << method << status;
        const bool kept = std::string_view(method) == becomes;
        EXPECT_EQ(web.requests.back().body, kept ? "body" : "") << method << status;
        EXPECT_EQ(find_header(web.requests.back().headers, "content-type").has_value(), kept) << method << status;
        EXPECT_TRUE(find_header(web.requests.back().headers, "a"));
    }
}

TEST_F(Following, AllowsPostToBeAnsweredByGetOfTheSamePlace) {
    web_.script("POST https://a.org/start", Response{.status = 303, .headers = {{"Location", kStart}}});
    web_.answer(kStart, 200, "done");
    EXPECT_EQ(get_following(web_, {.method = "POST", .url = *Url::parse(kStart)}, 5, {})->response.body, "done");
}

TEST_F(Following, SaysThatASiteWantsACookie) {
    web_.answer(kStart, 302, "", {{"Location", "/check"}, {"Set-Cookie", "seen=1"}});
    web_.answer("https://a.org/check", 302, "", {{"Location", kStart}, {"Set-Cookie", "seen=1"}});
    const auto followed = get_following(web_, {.url = *Url::parse(kStart)}, 9, {});
    EXPECT_EQ(followed.error().kind(), ErrorKind::malformed);
    EXPECT_EQ(followed.error().message(),
              std::string(kStart) + " redirects in a circle: it wants a cookie, and none is kept");
    EXPECT_LE(web_.requests.size(), 4U);
}

TEST_F(Following, KeepsCredentialsFromOtherOrigins) {
    const std::vector<HeaderField> headers{
        {"Authorization", "Bearer x"}, {"Cookie", "a"},  {"X-API-Key", "k"}, {"X-Subscription-Token", "t"},
        {"Proxy-Authorization", "p"},  {"Accept", "*/*"}};
    redirect(kStart, 302, "https://a.org/same");
    redirect("https://a.org/same", 302, "https://a.org:8443/other");
    web_.answer("https://a.org:8443/other", 200);
    ASSERT_TRUE(get_following(web_, {.url = *Url::parse(kStart), .headers = headers}, 5, {}));
    EXPECT_EQ(web_.requests[1].headers.size(), 6u);
    ASSERT_EQ(web_.requests[2].headers.size(), 1u);
    EXPECT_EQ(web_.requests[2].headers[0].name, "Accept");
}

TEST_F(Following, KeepsLeaveForInternalAddressesFromOtherOrigins) {
    redirect(kStart, 302, "https://a.org/same");
    redirect("https://a.org/same", 302, "https://a.org:8443/other");
    web_.answer("https://a.org:8443/other", 200);
    ASSERT_TRUE(get_following(web_, {.url = *Url::parse(kStart), .to_configured_host = true}, 5, {}));
    EXPECT_TRUE(web_.requests[1].to_configured_host);
    EXPECT_FALSE(web_.requests[2].to_configured_host);
}

TEST_F(Following, DoesNotGiveThemBackWhenItReturns) {
    redirect(kStart, 302, "https://b.org/");
    redirect("https://b.org/", 302, "https://a.org/end");
    web_.answer("https://a.org/end", 200);
    ASSERT_TRUE(get_following(web_, {.url = *Url::parse(kStart), .headers = {{"Cookie", "a"}}}, 5, {}));
    EXPECT_FALSE(sent("cookie"));
}

TEST_F(Following, RefusesToLeaveHttps) {
    redirect(kStart, 302, "http://a.org/end");
    const auto followed = get();
    ASSERT_FALSE(followed);
    EXPECT_EQ(followed.error().kind(), ErrorKind::blocked);
    redirect("http://c.org/", 301, "https://c.org/");
    web_.answer("https://c.org/", 200);
    EXPECT_TRUE(get("http://c.org/"));
}

TEST_F(Following, RefusesMoreHopsThanAllowed) {
    for (int i = 0; i < 6; ++i)
        redirect("https://a.org/" + std::to_string(i), 302, "https://a.org/" + std::to_string(i + 1));
    web_.answer("https://a.org/6", 200);
    EXPECT_TRUE(get("https://a.org/1", 5));
    const auto followed = get("https://a.org/0", 5);
    ASSERT_FALSE(followed);
    EXPECT_EQ(followed.error().kind(), ErrorKind::malformed);
    EXPECT_THAT(followed.error().message(), HasSubstr("more than 5 times"));
    EXPECT_FALSE(get("https://a.org/5", 0));
}

TEST_F(Following, RefusesACircle) {
    redirect(kStart, 302, kStart);
    EXPECT_THAT(get().error().message(), HasSubstr("in a circle"));
    EXPECT_EQ(web_.requests.size(), 1u);
    redirect("https://a.org/1", 302, "https://a.org/2");
    redirect("https://a.org/2", 302, "https://a.org/1");
    EXPECT_EQ(get("https://a.org/1", 100).error().kind(), ErrorKind::malformed);
    EXPECT_LE(web_.requests.size(), 6u);
}

TEST_F(Following, MayComeBackOnceToWhereItBegan) {
    web_.answer(kStart, 302, "", {{"Location", "https://a.org/cookie"}}).answer(kStart, 200, "x");
    redirect("https://a.org/cookie", 302, kStart);
    EXPECT_EQ(get()->response.body, "x");
}

TEST_F(Following, RefusesAPlaceThatIsMissingOrNoWebAddress) {
    web_.answer(kStart, 302);
    EXPECT_EQ(get().error().kind(), ErrorKind::malformed);
    redirect("https://a.org/empty", 302, "");
    EXPECT_EQ(get("https://a.org/empty").error().kind(), ErrorKind::malformed);
    for (const auto* place : {"ftp://a.org/", "file:///etc/passwd", "javascript://x"}) {
        FakeHttp web;
        web.answer(kStart, 302, "", {{"Location", place}});
        EXPECT_FALSE(get_following(web, {.url = *Url::parse(kStart)}, 5, {})) << place;
        EXPECT_EQ(web.requests.size(), 1u);
    }
}

TEST_F(Following, AsksBeforeEachHop) {
    redirect(kStart, 302, "https://b.org/secret");
    web_.answer("https://b.org/secret", 200);
    std::vector<std::string> asked;
    const auto followed = get_following(web_, {.url = *Url::parse(kStart)}, 5, {}, [&](const Url& url) -> Result<void> {
        asked.push_back(url.href());
        if (url.host() == "b.org") return fail(ErrorKind::blocked, "not there");
        return {};
    });
    EXPECT_EQ(followed.error(), Error(ErrorKind::blocked, "not there"));
    EXPECT_EQ(asked, (std::vector<std::string>{kStart, "https://b.org/secret"}));
    EXPECT_EQ(web_.requests.size(), 1u);
}

}  // namespace
}  // namespace winnow::http
