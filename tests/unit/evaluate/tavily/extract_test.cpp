#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "evaluate/tavily.h"
#include "json/value.h"
#include "support/fake_http.h"

namespace winnow {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kEndpoint = "https://api.tavily.com/extract";

class Tavily : public testing::Test {
protected:
    Result<PageText> read(const std::string& url = "https://example.org/a") {
        const auto reader =
            make_tavily_reader({.endpoint = *Url::parse_exact(kEndpoint), .key = Secret("tvly-secret")}, web);
        return reader(*Url::parse(url), Deadline());
    }
    void answer(int status, std::string body, std::vector<HeaderField> headers = {}) {
        web.script("POST " + kEndpoint,
                   http::Response{.status = status, .headers = std::move(headers), .body = std::move(body)});
    }
    ErrorKind kind_of(int status, const std::string& body = "{}") {
        FakeHttp fresh;
        fresh.script("POST " + kEndpoint, http::Response{.status = status, .body = body});
        const auto reader =
            make_tavily_reader({.endpoint = *Url::parse_exact(kEndpoint), .key = Secret("tvly-secret")}, fresh);
        const auto result = reader(*Url::parse("https://example.org/a"), Deadline());
        EXPECT_FALSE(result);
        EXPECT_THAT(result.error().message(), Not(HasSubstr("tvly")));
        return result.error().kind();
    }
    FakeHttp web;
};

TEST_F(Tavily, GivesTheTextAndItsProof) {
    answer(200, R"({"results":[{"url":"https://other.org/","raw_content":"no"},
                               {"url":"http://example.org/a/","raw_content":"The text."}],
                    "failed_results":[],"response_time":1.2,"request_id":"r-7"})");
    const auto page = read();
    ASSERT_TRUE(page) << page.error().message();
    EXPECT_EQ(page->text, "The text.");
    EXPECT_EQ(page->proof, "read by Tavily, request r-7");
    const auto& request = web.requests.at(0);
    EXPECT_EQ(http::find_header(request.headers, "authorization"), "Bearer tvly-secret");
    const auto body = *json::parse(request.body);
    EXPECT_EQ(body["urls"][0].as_string(), "https://example.org/a");
    EXPECT_FALSE(body.contains("query"));
}

TEST_F(Tavily, TakesAFailedPageForNotRead) {
    answer(200, R"({"results":[],"failed_results":[{"url":"https://example.org/a","error":"timeout"}]})");
    const auto page = read();
    ASSERT_FALSE(page);
    EXPECT_EQ(page.error().kind(), ErrorKind::not_found);
    EXPECT_THAT(page.error().message(), HasSubstr("timeout"));
}

TEST_F(Tavily, TakesAnotherPageOrAnEmptyTextForNotRead) {
    EXPECT_EQ(kind_of(200, R"({"results":[{"url":"https://other.org/","raw_content":"x"}]})"), ErrorKind::not_found);
    EXPECT_EQ(kind_of(200, R"({"results":[{"url":"https://example.org/a","raw_content":""}]})"), ErrorKind::not_found);
    EXPECT_EQ(kind_of(200, R"({"results":[{"url":"https://example.org/a","raw_content":null}]})"),
              ErrorKind::not_found);
}

TEST_F(Tavily, TellsItsErrorsApart) {
    EXPECT_EQ(kind_of(401), ErrorKind::unauthorized);
    EXPECT_EQ(kind_of(403), ErrorKind::forbidden);
    EXPECT_EQ(kind_of(429), ErrorKind::rate_limited);
    EXPECT_EQ(kind_of(432), ErrorKind::quota_exhausted);
    EXPECT_EQ(kind_of(433), ErrorKind::quota_exhausted);
    EXPECT_EQ(kind_of(503), ErrorKind::unavailable);
    EXPECT_EQ(kind_of(200, "<html>"), ErrorKind::malformed);
    EXPECT_EQ(kind_of(200, "{}"), ErrorKind::malformed);
}

TEST_F(Tavily, PassesOnMessageAndWait) {
    answer(429, R"({"detail":{"error":"Too many requests"}})", {{"Retry-After", "7"}});
    const auto page = read();
    EXPECT_THAT(page.error().message(), HasSubstr("429: Too many requests"));
    EXPECT_EQ(page.error().retry_after(), std::chrono::seconds{7});
}

TEST_F(Tavily, TakesAServiceThatIsNotThereNotForAMissingPage) {
    EXPECT_EQ(read().error().kind(), ErrorKind::unavailable);
}

}  // namespace
}  // namespace winnow
