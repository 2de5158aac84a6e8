#include "discover/papers/papers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/value.h"
#include "sources.h"

namespace winnow {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(PageOfWork, PrefersWhatCanBeRead) {
    EXPECT_EQ(page_of_work({.arxiv = "2104.13982v2", .doi = "10.1/x"})->href(), "https://arxiv.org/abs/2104.13982");
    EXPECT_EQ(page_of_work({.open_copy = "http://arxiv.org/pdf/2104.13982v1.pdf"})->href(),
              "https://arxiv.org/abs/2104.13982");
    EXPECT_EQ(page_of_work({.open_copy = "https://a.org/p.pdf", .doi = "10.1/x"})->href(), "https://a.org/p.pdf");
    EXPECT_EQ(page_of_work({.open_copy = "nonsense", .doi = "10.1/x"})->href(), "https://doi.org/10.1/x");
    EXPECT_EQ(page_of_work({.doi = "https://doi.org/10.1/x"})->href(), "https://doi.org/10.1/x");
    EXPECT_EQ(page_of_work({.page = "https://b.org/"})->href(), "https://b.org/");
    EXPECT_FALSE(page_of_work({}));
}

class PapersTest : public testing::Test {
protected:
    std::unique_ptr<Source> semantic_scholar() {
        SemanticScholarOptions options;
        options.api.pause = {};
        return need(make_semantic_scholar_source(options, web_.context("semantic_scholar")));
    }
    std::unique_ptr<Source> openalex() {
        OpenAlexOptions options;
        options.api.pause = {};
        return need(make_openalex_source(options, web_.context("openalex")));
    }
    std::unique_ptr<Source> crossref(CrossrefOptions options = {}) {
        options.api.pause = {};
        return need(make_crossref_source(std::move(options), web_.context("crossref")));
    }
    std::unique_ptr<Source> wikipedia(WikipediaOptions options = {}) {
        options.api.pause = {};
        return need(make_wikipedia_source(std::move(options), web_.context("wikipedia")));
    }
    SourceFixture web_;
};

std::string scholar_page(int offset, int limit = 2, const std::string& since = {}) {
    return "https://api.semanticscholar.org/graph/v1/paper/search?query=rust&offset=" + std::to_string(offset) +
           "&limit=" + std::to_string(limit) + "&fields=title%2Curl%2CexternalIds%2CpublicationDate%2CopenAccessPdf" +
           since + "&openAccessPdf=";
}

TEST_F(PapersTest, SemanticScholarLeadsToTheOpenCopy) {
    web_.http
        .answer(scholar_page(0), 200, R"({"total":3,"offset":0,"next":2,"data":[
        {"title":"A","url":"https://s2/1","externalIds":{"ArXiv":"2104.13982","DOI":"10.1/a"},"publicationDate":"2021-04-28"},
        {"title":"B","url":"https://s2/2","externalIds":{"DOI":"10.1/b"},"openAccessPdf":{"url":"https://b.org/b.pdf"}}]})")
        .answer(scholar_page(2), 200,
                R"({"total":3,"offset":2,"data":[{"title":"C","externalIds":null,"url":"https://s2/3"}]})");
    const auto found = semantic_scholar()->discover(query("rust", 2), {});
    EXPECT_EQ(urls_of(found), "https://arxiv.org/abs/2104.13982\nhttps://b.org/b.pdf");
    EXPECT_EQ(found->candidates.front().published_at, at("2021-04-28T00:00:00Z"));
    EXPECT_EQ(web_.sent(0, "x-api-key"), "");
}

TEST_F(PapersTest, SemanticScholarGetsKeyAndTime) {
    web_.variables["SEMANTIC_SCHOLAR_API_KEY"] = "s2-key-1";
    web_.http.answer(scholar_page(0, 50, "&publicationDateOrYear=2024-01-02%3A"), 200, R"({"total":0})");
    auto wanted = query("rust");
    wanted.since = at("2024-01-02T00:00:00Z");
    EXPECT_EQ(urls_of(semantic_scholar()->discover(wanted, {})), "");
    EXPECT_EQ(web_.sent(0, "x-api-key"), "s2-key-1");
}

TEST_F(PapersTest, SemanticScholarsRefusals) {
    web_.http.answer(scholar_page(0, 50), 429, R"({"message":"Too Many Requests. Please wait","code":"429"})")
        .answer(scholar_page(0, 50), 403, R"({"message":"Forbidden"})")
        .answer(scholar_page(0, 50), 200, R"({"error":"x"})")
        .answer(scholar_page(0, 50), 200, R"({"total":3,"data":[{"ti)");
    EXPECT_THAT(urls_of(semantic_scholar()->discover(query("rust"), {})), HasSubstr("rate_limited"));
    EXPECT_THAT(urls_of(semantic_scholar()->discover(query("rust"), {})), HasSubstr("unauthorized"));
    EXPECT_THAT(urls_of(semantic_scholar()->discover(query("rust"), {})), HasSubstr("an answer without data"));
    EXPECT_THAT(urls_of(semantic_scholar()->discover(query("rust"), {})), HasSubstr("malformed"));
}

std::string alex_page(const std::string& cursor, const std::string& more_filter = {}, int count = 50) {
    return "https://api.openalex.org/works?search=rust&filter=is_retracted%3Afalse%2Cis_oa%3Atrue" + more_filter +
           "&per_page=" + std::to_string(count) + "&cursor=" + cursor +
           "&select=id%2Cdoi%2Ctitle%2Cpublication_date%2Cis_retracted%2Cbest_oa_location&api_key=alex%20key";
}

TEST_F(PapersTest, OpenAlexFollowsItsCursor) {
    web_.variables["OPENALEX_API_KEY"] = "alex key";
    web_.http
        .answer(alex_page("%2A", "", 2), 200, R"({"meta":{"next_cursor":"n="},"results":[
        {"id":"https://openalex.org/W1","doi":"https://doi.org/10.1/a","title":"A <i>b</i>","publication_date":"2024-03-01",
         "best_oa_location":{"landing_page_url":"https://a.org/a"}},
        {"id":"https://openalex.org/W2","doi":null,"title":null,"is_retracted":true}]})")
        .answer(alex_page("n%3D", "", 2), 200, R"({"meta":{"next_cursor":"more"},"results":[
        {"id":"https://openalex.org/W3","doi":"https://doi.org/10.1/c","title":"C","best_oa_location":null}]})");
    const auto found = openalex()->discover(query("rust", 2), {});
    EXPECT_EQ(urls_of(found), "https://a.org/a\nhttps://doi.org/10.1/c");
    EXPECT_EQ(found->candidates.front().title, "A b");
    EXPECT_EQ(web_.http.requests.size(), 2u);  // a page that is not full is the last, whatever its cursor says
}

TEST_F(PapersTest, OpenAlexTellsTheDaysAllowanceFromHaste) {
    web_.variables["OPENALEX_API_KEY"] = "alex key";
    web_.http
        .answer(alex_page("%2A"), 429, R"({"error":"Rate limit exceeded","message":"daily budget for key alex key"})")
        .answer(alex_page("%2A"), 429, R"({"message":"more than 100 requests per second"})")
        .answer(alex_page("%2A"), 403, R"({"message":"slow down"})");
    const auto quota = openalex()->discover(query("rust"), {});
    EXPECT_THAT(urls_of(quota), HasSubstr("quota_exhausted"));
    EXPECT_THAT(urls_of(quota), Not(HasSubstr("alex key")));
    EXPECT_THAT(urls_of(openalex()->discover(query("rust"), {})), HasSubstr("rate_limited"));
    EXPECT_THAT(urls_of(openalex()->discover(query("rust"), {})), HasSubstr("rate_limited"));
    web_.variables.clear();
    EXPECT_EQ(make_openalex_source({}, web_.context()).error().kind(), ErrorKind::unauthorized);
}

TEST_F(PapersTest, OpenAlexIsAskedSinceWhen) {
    web_.variables["OPENALEX_API_KEY"] = "alex key";
    web_.http.answer(alex_page("%2A", "%2Cfrom_publication_date%3A2024-01-02"), 200, R"({"meta":{},"results":[]})");
    auto wanted = query("rust");
    wanted.since = at("2024-01-02T00:00:00Z");
    EXPECT_EQ(urls_of(openalex()->discover(wanted, {})), "");
}

TEST_F(PapersTest, CrossrefReadsPartsOfDates) {
    const auto* const address =
        "https://api.crossref.org/works?query.bibliographic=rust&rows=50&cursor=%2A&select=DOI%2Ctitle%2CURL%2Cissued&"
        "filter=type%3Areport%2Cfrom-pub-date%3A2019-01-01&mailto=you%40example.org";
    web_.http.answer(address, 200, R"j({"status":"ok","message":{"next-cursor":"c","items":[
        {"DOI":"10.1000/a(b)","title":["A &amp; B"],"issued":{"date-parts":[[2024,3]]}},
        {"DOI":"10.1000/c","title":[],"issued":{"date-parts":[[null]]}},
        {"DOI":"10.1000/old","title":["Old"],"issued":{"date-parts":[[2018,12,31]]}}]}})j");
    CrossrefOptions options;
    options.mailto = "you@example.org";
    options.types = {"report"};
    auto wanted = query("rust");
    wanted.since = at("2019-01-01T00:00:00Z");
    const auto found = crossref(options)->discover(wanted, {});
    EXPECT_EQ(urls_of(found), "https://doi.org/10.1000/a(b)\nhttps://doi.org/10.1000/c");
    EXPECT_EQ(found->candidates.front().title, "A & B");
    EXPECT_EQ(found->candidates.front().published_at, at("2024-03-01T00:00:00Z"));
}

TEST_F(PapersTest, CrossrefsErrorsAreQuoted) {
    const auto* const address =
        "https://api.crossref.org/works?query.bibliographic=rust&rows=50&cursor=%2A&select=DOI%2Ctitle%2CURL%2Cissued";
    web_.http.answer(address, 400, R"({"status":"failed","message":[{"type":"x","message":"Filter is wrong"}]})")
        .answer(address, 429, "Too many requests", {{"Retry-After", "9"}});
    EXPECT_THAT(urls_of(crossref()->discover(query("rust"), {})), HasSubstr("malformed"));
    const auto limited = crossref()->discover(query("rust"), {});
    ASSERT_FALSE(limited);
    EXPECT_EQ(limited.error().kind(), ErrorKind::rate_limited);
    EXPECT_EQ(limited.error().retry_after(), std::chrono::seconds{9});
}

std::string wiki_page(const std::string& language, const std::string& offset) {
    return "https://" + language +
           ".wikipedia.org/w/api.php?action=query&list=search&srsearch=rust&srlimit=50&sroffset=" + offset +
           "&srprop=timestamp&format=json&formatversion=2&maxlag=5";
}

TEST_F(PapersTest, WikipediaIsAskedInEachLanguage) {
    web_.http
        .answer(wiki_page("en", "0"), 200, R"j({"continue":{"sroffset":50},"query":{"search":[
        {"title":"Rust (programming language)","timestamp":"2026-01-01T00:00:00Z"},
        {"title":"Rust?","timestamp":"2020-01-01T00:00:00Z"}]}})j")
        .answer(wiki_page("en", "50"), 200,
                R"({"query":{"search":[{"title":"C++","timestamp":"2026-01-01T00:00:00Z"}]}})")
        .answer(wiki_page("de", "0"), 200, R"({"query":{"search":[{"title":"Rost"}]}})");
    WikipediaOptions options;
    options.languages = {"en", "de"};
    auto wanted = query("rust");
    wanted.since = at("2025-01-01T00:00:00Z");
    EXPECT_EQ(urls_of(wikipedia(options)->discover(wanted, {})),
              "https://en.wikipedia.org/wiki/Rust_%28programming_language%29\n"
              "https://de.wikipedia.org/wiki/Rost\nhttps://en.wikipedia.org/wiki/C%2B%2B");
}

TEST_F(PapersTest, WikipediasFailuresComeWithStatus200) {
    web_.http
        .answer(wiki_page("en", "0"), 200, R"({"error":{"code":"maxlag","info":"Waiting for 10.1: 7 seconds lagged"}})",
                {{"Retry-After", "5"}})
        .answer(wiki_page("en", "0"), 200, R"({"error":{"code":"ratelimited","info":"slow"}})")
        .answer(wiki_page("en", "0"), 200, R"({"error":{"code":"badvalue","info":"?"}})");
    const auto lagging = wikipedia()->discover(query("rust"), {});
    ASSERT_FALSE(lagging);
    EXPECT_EQ(lagging.error().kind(), ErrorKind::unavailable);
    EXPECT_EQ(lagging.error().retry_after(), std::chrono::seconds{5});
    EXPECT_THAT(lagging.error().message(), HasSubstr("7 seconds lagged"));
    EXPECT_THAT(urls_of(wikipedia()->discover(query("rust"), {})), HasSubstr("rate_limited"));
    EXPECT_THAT(urls_of(wikipedia()->discover(query("rust"), {})), HasSubstr("malformed"));
}

}  // namespace
}  // namespace winnow
