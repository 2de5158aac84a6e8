#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "discover/search/search.h"
#include "json/value.h"
#include "sources.h"

namespace winnow {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr auto kTavily = "POST https://api.tavily.com/search";
constexpr auto kExa = "POST https://api.exa.ai/search";
constexpr auto kKey = "tvly-0123456789";

template <typename Options>
Options unhurried(Options options) {
    options.api.pause = {};
    return options;
}

http::Response answer(int status, std::string body, std::vector<HeaderField> headers = {}) {
    return {.status = status, .headers = std::move(headers), .body = std::move(body)};
}

/// {"results": [{"url": …, "title": "Title"}, …]}
std::string results(const std::vector<std::string>& urls) {
    json::Value list(json::Array{});
    for (const auto& url : urls) list.push(json::object({{"url", url}, {"title", "<b>Title</b> &amp; more"}}));
    return json::dump(json::object({{"results", list}}));
}

class SearchEngineTest : public testing::Test {
protected:
    SearchEngineTest() {
        for (const auto* name : {"TAVILY_API_KEY", "BRAVE_API_KEY", "EXA_API_KEY"}) web_.variables[name] = kKey;
    }
    std::unique_ptr<Source> tavily(TavilyOptions options = {}) {
        return need(make_tavily_source(unhurried(std::move(options)), web_.context("tavily")));
    }
    std::unique_ptr<Source> brave(BraveOptions options = {}) {
        return need(make_brave_source(unhurried(std::move(options)), web_.context("brave")));
    }
    std::unique_ptr<Source> exa(ExaOptions options = {}) {
        return need(make_exa_source(unhurried(std::move(options)), web_.context("exa")));
    }
    SourceFixture web_;
};

TEST_F(SearchEngineTest, TavilyAsksTheQuestionAsItIs) {
    web_.http.script(kTavily, answer(200, results({"https://a.org/1?utm_source=x", "nonsense", "https://a.org/2"})));
    auto wanted = query("How do teams run \"blameless postmortems\"?", 70);
    wanted.since = at("2024-02-03T04:05:06Z");
    TavilyOptions options;
    options.include_domains = {"a.org"};
    const auto found = tavily(options)->discover(wanted, {});
    EXPECT_EQ(urls_of(found), "https://a.org/1\nhttps://a.org/2");
    EXPECT_EQ(found->candidates.front().title, "Title & more");
    EXPECT_EQ(web_.sent(0, "authorization"), std::string("Bearer ") + kKey);
    EXPECT_EQ(web_.sent(0, "content-type"), "application/json");
    const auto request = *json::parse(web_.http.requests.front().body);
    EXPECT_EQ(request["query"].text(), "How do teams run \"blameless postmortems\"?");
    EXPECT_EQ(request["max_results"].as_int(), 20);
    EXPECT_EQ(request["start_date"].text(), "2024-02-03");
    EXPECT_EQ(request["include_domains"][0].text(), "a.org");
    EXPECT_FALSE(request["auto_parameters"].as_bool(true));
}

TEST_F(SearchEngineTest, TavilyAsksNoMoreSearchesThanArePaidFor) {
    web_.http.script(kTavily, answer(200, results({"https://a.org/1"})));
    auto wanted = query("one");
    wanted.expansions = {"two", "three", "four"};
    TavilyOptions options;
    options.max_searches = 2;
    EXPECT_EQ(urls_of(tavily(options)->discover(wanted, {})), "https://a.org/1");
    EXPECT_EQ(web_.http.requests.size(), 2U);
}

TEST_F(SearchEngineTest, TavilysRefusalsAreToldApartAndShowNoKey) {
    const std::vector<std::tuple<int, std::string, ErrorKind>> cases{
        {401, R"({"detail":{"error":"Unauthorized: missing or invalid API key tvly-0123456789."}})",
         ErrorKind::unauthorized},
        {432, R"({"detail":{"error":"This request exceeds your plan's set usage limit."}})",
         ErrorKind::quota_exhausted},
        {433, R"({"detail":{"error":"pay-as-you-go limit"}})", ErrorKind::quota_exhausted},
        {429, R"({"detail":{"error":"Too many requests","retry_after_seconds":3}})", ErrorKind::rate_limited},
        {500, "oops", ErrorKind::unavailable}};
    for (const auto& [status, body, kind] : cases) {
        web_.http.script(std::string(kTavily), answer(status, body));
        SourceFixture web;
        web.variables = web_.variables;
        web.http.script(kTavily, answer(status, body));
        const auto found = need(make_tavily_source(unhurried(TavilyOptions()), web.context()))->discover(query(), {});
        ASSERT_FALSE(found) << status;
        EXPECT_EQ(found.error().kind(), kind) << status;
        EXPECT_THAT(found.error().message(), Not(HasSubstr(kKey)));
        EXPECT_EQ(web.http.requests.size(), 1U) << "a refusal concerns every search";
    }
}

TEST_F(SearchEngineTest, AKeyThatIsMissingIsSaidBeforeAnythingIsAsked) {
    web_.variables.clear();
    const auto made = make_tavily_source({}, web_.context("tavily"));
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().kind(), ErrorKind::unauthorized);
    EXPECT_THAT(made.error().message(), HasSubstr("TAVILY_API_KEY"));
    TavilyOptions options;
    options.api.key.reference = {"env:ELSEWHERE"};
    EXPECT_EQ(make_tavily_source(options, web_.context()).error().kind(), ErrorKind::invalid_config);
    web_.variables["ELSEWHERE"] = "x-123456";
    EXPECT_TRUE(make_tavily_source(options, web_.context()));
}

TEST_F(SearchEngineTest, NonsenseAndHalvesAreMalformed) {
    for (const auto* body : {"", "<html>", "[]", R"({"results":)", R"({"results":{}})", "null"}) {
        SourceFixture web;
        web.variables = web_.variables;
        web.http.script(kTavily, answer(200, body)).script(kExa, answer(200, body));
        EXPECT_THAT(urls_of(need(make_tavily_source({}, web.context()))->discover(query(), {})),
                    HasSubstr("malformed"));
        EXPECT_THAT(urls_of(need(make_exa_source(unhurried(ExaOptions()), web.context()))->discover(query(), {})),
                    HasSubstr("malformed"));
    }
    web_.http.script(kTavily, answer(200, R"({"results":[1,null,{"url":7},{"url":"https://a.org/","title":[]}]})"));
    EXPECT_EQ(urls_of(tavily()->discover(query(), {})), "https://a.org/");
}

std::string brave_page(int page, int count = 20) {
    return "https://api.search.brave.com/res/v1/web/search?q=rust&count=" + std::to_string(count) +
           "&offset=" + std::to_string(page) + "&result_filter=web";
}

std::string brave_results(int from, int count, bool more) {
    json::Value list(json::Array{});
    for (int i = from; i < from + count; ++i)
        list.push(json::object({{"url", "https://a.org/" + std::to_string(i)}, {"page_age", "2024-05-01T10:00:00"}}));
    return json::dump(json::object(
        {{"web", json::object({{"results", list}})}, {"query", json::object({{"more_results_available", more}})}}));
}

TEST_F(SearchEngineTest, BraveIsAskedPageByPageUpToTheLimit) {
    web_.http.answer(brave_page(0), 200, brave_results(0, 20, true))
        .answer(brave_page(1), 200, brave_results(20, 20, true))
        .answer(brave_page(2), 200, brave_results(40, 20, true));
    const auto found = brave()->discover(query("rust", 50), {});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->candidates.size(), 50U);
    EXPECT_EQ(web_.http.requests.size(), 3U);
    EXPECT_EQ(web_.sent(0, "x-subscription-token"), kKey);
    EXPECT_EQ(found->candidates.front().published_at, at("2024-05-01T10:00:00Z"));
}

TEST_F(SearchEngineTest, BraveEndsAtTheLastPageAndKeepsWhatCameBeforeARefusal) {
    web_.http.answer(brave_page(0), 200, brave_results(0, 20, true))
        .answer(brave_page(1), 200, brave_results(20, 3, false));
    EXPECT_EQ(brave()->discover(query("rust", 50), {})->candidates.size(), 23U);
    SourceFixture web;
    web.variables = web_.variables;
    web.http.answer(brave_page(0), 200, brave_results(0, 20, true)).answer(brave_page(1), 429, "{}");
    const auto found = need(make_brave_source(unhurried(BraveOptions()), web.context()))->discover(query("rust"), {});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->candidates.size(), 20U);
    EXPECT_THAT(found->warnings, ElementsAre(HasSubstr("answered 429")));
}

TEST_F(SearchEngineTest, BravesMonthIsNoMatterOfWaiting) {
    const std::vector<std::tuple<int, std::string, std::string, ErrorKind>> cases{
        {429, R"({"type":"ErrorResponse","error":{"code":"RATE_LIMITED","detail":"Request rate limit exceeded"}})",
         "0, 1999", ErrorKind::rate_limited},
        {429, R"({"type":"ErrorResponse","error":{"code":"RATE_LIMITED","detail":"Request rate limit exceeded"}})",
         "0, 0", ErrorKind::quota_exhausted},
        {429, R"({"error":{"code":"QUOTA_LIMITED"}})", "", ErrorKind::quota_exhausted},
        {422, R"({"error":{"code":"SUBSCRIPTION_TOKEN_INVALID","detail":"The provided token is invalid"}})", "",
         ErrorKind::unauthorized}};
    for (const auto& [status, body, remaining, kind] : cases) {
        SourceFixture web;
        web.variables = web_.variables;
        web.http.answer(brave_page(0), status, body, {{"X-RateLimit-Remaining", remaining}});
        const auto found =
            need(make_brave_source(unhurried(BraveOptions()), web.context()))->discover(query("rust"), {});
        ASSERT_FALSE(found);
        EXPECT_EQ(found.error().kind(), kind) << body << remaining;
        const auto& is_final = web.http.requests.front().is_final;
        EXPECT_EQ(is_final(answer(status, body, {{"X-RateLimit-Remaining", remaining}})),
                  kind != ErrorKind::rate_limited);
    }
}

TEST_F(SearchEngineTest, BraveGetsTheNarrowestSpanThatReachesBack) {
    auto wanted = query("rust");
    wanted.since = web_.clock.now() - std::chrono::days{20};
    web_.http.answer(brave_page(0) + "&freshness=pm", 200, "{}");
    EXPECT_EQ(urls_of(brave()->discover(wanted, {})), "");
    wanted.since = web_.clock.now() - std::chrono::days{900};
    web_.http.answer(brave_page(0), 200, "{}");
    EXPECT_EQ(urls_of(brave()->discover(wanted, {})), "");
}

TEST_F(SearchEngineTest, ExaGetsNamesInCamelCase) {
    web_.http.script(kExa, answer(200, R"({"results":[{"url":"https://a.org/1","title":"T",
        "publishedDate":"2024-05-01T00:00:00.000Z"}]})"));
    auto wanted = query("rust", 500);
    wanted.since = at("2024-01-01T00:00:00Z");
    EXPECT_EQ(urls_of(exa()->discover(wanted, {})), "https://a.org/1");
    const auto request = *json::parse(web_.http.requests.front().body);
    EXPECT_EQ(request["numResults"].as_int(), 100);
    EXPECT_EQ(request["startPublishedDate"].text(), "2024-01-01T00:00:00Z");
    EXPECT_EQ(web_.sent(0, "x-api-key"), kKey);
}

TEST_F(SearchEngineTest, ExasCreditsAreAQuota) {
    web_.http.script(kExa, answer(402, R"({"error":"out of credits","tag":"NO_MORE_CREDITS"})"));
    EXPECT_THAT(urls_of(exa()->discover(query(), {})), HasSubstr("quota_exhausted"));
}

class SearxngTest : public testing::Test {
protected:
    std::unique_ptr<Source> source() {
        SearxngOptions options;
        options.api.endpoint = "https://searx.example/";
        return need(make_searxng_source(unhurried(options), web_.context("searxng")));
    }
    static std::string page(int number) {
        return "https://searx.example/search?q=rust&format=json&pageno=" + std::to_string(number);
    }
    SourceFixture web_;
};

TEST_F(SearxngTest, GoesOnUntilAPageIsEmptyAndNamesSilentEnginesOnce) {
    const std::string silent = R"("unresponsive_engines":[["qwant","CAPTCHA"],["bing","timeout"]])";
    web_.http
        .answer(page(1), 200,
                R"({"results":[{"url":"https://a.org/1","title":"T","publishedDate":null}],)" + silent + "}")
        .answer(page(2), 200, R"({"results":[],)" + silent + "}");
    const auto found = source()->discover(query("rust"), {});
    EXPECT_EQ(urls_of(found), "https://a.org/1");
    EXPECT_THAT(found->warnings, ElementsAre("engines without an answer: qwant (CAPTCHA), bing (timeout)"));
}

TEST_F(SearxngTest, SaysWhichSettingIsMissing) {
    web_.http.answer(page(1), 403, "<h1>Forbidden</h1>");
    EXPECT_THAT(urls_of(source()->discover(query("rust"), {})), HasSubstr("add json to search.formats"));
    EXPECT_EQ(make_searxng_source({}, web_.context()).error().kind(), ErrorKind::invalid_config);
}

}  // namespace
}  // namespace winnow
