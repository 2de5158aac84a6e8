#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/value.h"
#include "sources.h"

namespace winnow {
namespace {

using testing::HasSubstr;

/// An address as the source writes it.
std::string search(const std::string& words, const std::string& filters, int hits, int page) {
    return "https://hn.algolia.com/api/v1/search?query=" + words + "&tags=story&numericFilters=" + filters +
           "&hitsPerPage=" + std::to_string(hits) + "&page=" + std::to_string(page);
}

json::Value hit(const std::string& id, const std::string& url, const std::string& title = "Title") {
    auto value = json::object({{"objectID", id}, {"title", title}, {"created_at_i", 1'600'000'000}});
    if (!url.empty()) value.set("url", url);
    return value;
}

std::string hits(std::vector<json::Value> all, int pages = 1) {
    return json::dump(json::object({{"hits", json::Array(all.begin(), all.end())}, {"nbPages", pages}}));
}

class HackerNewsTest : public testing::Test {
protected:
    std::unique_ptr<Source> source() {
        auto made = make_hackernews_source({}, web_.context("hackernews"));
        if (!made) ADD_FAILURE() << made.error().message();
        return std::move(*made);
    }
    SourceFixture web_;
};

TEST_F(HackerNewsTest, AsksForStoriesWithThePointsAndTheTimeWanted) {
    web_.http.answer(search("rust%20memory", "points%3E%3D10%2Ccreated_at_i%3E%3D1577836800", 20, 0), 200,
                     hits({hit("1", "https://a.org/1", " The  title ")}));
    auto wanted = query("the rust memory", 20);
    wanted.since = at("2020-01-01T00:00:00Z");
    const auto found = source()->discover(wanted, {});
    ASSERT_EQ(urls_of(found), "https://a.org/1");
    const auto& candidate = found->candidates.front();
    EXPECT_EQ(candidate.title, "The title");
    EXPECT_EQ(candidate.source, "hackernews");
    EXPECT_EQ(candidate.published_at, Timestamp{std::chrono::seconds{1'600'000'000}});
}

TEST_F(HackerNewsTest, AStoryWithoutAddressIsItsThread) {
    web_.http.answer(search("rust", "points%3E%3D10", 50, 0), 200,
                     hits({hit("42", ""), hit("", ""), hit("1", "nonsense:")}));
    EXPECT_EQ(urls_of(source()->discover(query("rust"), {})), "https://news.ycombinator.com/item?id=42");
}

TEST_F(HackerNewsTest, GoesOnToFurtherPagesUntilTheLimit) {
    for (int page = 0; page < 3; ++page) {
        std::vector<json::Value> all;
        for (int i = 0; i < 100; ++i) all.push_back(hit("x", "https://a.org/" + std::to_string(page * 100 + i)));
        web_.http.answer(search("rust", "points%3E%3D10", 100, page), 200, hits(all, 9));
    }
    const auto found = source()->discover(query("rust", 250), {});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->candidates.size(), 250U);
    EXPECT_EQ(web_.http.requests.size(), 3U);
}

TEST_F(HackerNewsTest, EndsWhenThereAreNoMorePages) {
    web_.http.answer(search("rust", "points%3E%3D10", 50, 0), 200, hits({hit("1", "https://a.org/1")}, 2))
        .answer(search("rust", "points%3E%3D10", 50, 1), 200, hits({hit("1", "https://a.org/1")}, 2));
    EXPECT_EQ(urls_of(source()->discover(query("rust"), {})), "https://a.org/1");
    EXPECT_EQ(web_.http.requests.size(), 2U);
}

TEST_F(HackerNewsTest, MixesTheQuestionAndItsExpansionsByMerit) {
    web_.http
        .answer(search("rust", "points%3E%3D10", 50, 0), 200,
                hits({hit("1", "https://a.org/1"), hit("2", "https://a.org/2")}))
        .answer(search("borrow%20checker", "points%3E%3D10", 50, 0), 200,
                hits({hit("3", "https://b.org/1"), hit("1", "https://a.org/1")}));
    auto wanted = query("rust");
    wanted.expansions = {"the borrow checker"};
    EXPECT_EQ(urls_of(source()->discover(wanted, {})), "https://a.org/1\nhttps://b.org/1\nhttps://a.org/2");
}

TEST_F(HackerNewsTest, OneSearchOfTwoFailingIsAWarning) {
    web_.http.answer(search("rust", "points%3E%3D10", 50, 0), 200, hits({hit("1", "https://a.org/1")}))
        .answer(search("borrow", "points%3E%3D10", 50, 0), 503, "down");
    auto wanted = query("rust");
    wanted.expansions = {"borrow"};
    const auto found = source()->discover(wanted, {});
    EXPECT_EQ(urls_of(found), "https://a.org/1");
    EXPECT_THAT(found->warnings,
                testing::ElementsAre(HasSubstr("1 of 2 searches failed: \"borrow\": hn.algolia.com answered 503")));
}

TEST_F(HackerNewsTest, SaysWhatWentWrong) {
    const auto address = search("rust", "points%3E%3D10", 50, 0);
    web_.http.answer(address, 429, R"({"message":"Too many requests"})", {{"Retry-After", "7"}})
        .answer(address, 200, "<html>")
        .answer(address, 200, R"({"message":"no hits here"})");
    const auto limited = source()->discover(query("rust"), {});
    ASSERT_FALSE(limited);
    EXPECT_EQ(limited.error().kind(), ErrorKind::rate_limited);
    EXPECT_EQ(limited.error().retry_after(), std::chrono::seconds{7});
    EXPECT_THAT(urls_of(source()->discover(query("rust"), {})), HasSubstr("malformed"));
    EXPECT_THAT(urls_of(source()->discover(query("rust"), {})), HasSubstr("an answer without hits"));
    EXPECT_THAT(urls_of(source()->discover(query("rust"), stopped())), HasSubstr("cancelled"));
    EXPECT_THAT(urls_of(source()->discover(query("rust"), passed())), HasSubstr("timed_out"));
    EXPECT_EQ(web_.http.requests.size(), 3U);
}

TEST_F(HackerNewsTest, AnEmptyQuestionAsksNothing) {
    EXPECT_EQ(urls_of(source()->discover(query(""), {})), "");
    EXPECT_TRUE(web_.http.requests.empty());
}

}  // namespace
}  // namespace winnow
