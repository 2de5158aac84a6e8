#include <atomic>
#include <mutex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "discover/ask/answer.h"
#include "discover/ask/collection.h"
#include "discover/ask/search_text.h"
#include "discover/ask/several.h"
#include "sources.h"

namespace winnow {
namespace {

using testing::ElementsAre;
using Words = std::vector<std::string>;

TEST(SearchText, KeepsTheWordsThatSaySomething) {
    EXPECT_THAT(search_words("How to scale the PostgreSQL database to a PostgreSQL cluster?"),
                ElementsAre("scale", "PostgreSQL", "database", "cluster"));
    EXPECT_THAT(search_words("what is the"), ElementsAre("what", "is", "the"));
    EXPECT_TRUE(search_words("  ?! ").empty());
}

TEST(SearchText, AsksLongQuestionsByTheirLongestWordsToo) {
    auto wanted = query("tune postgres vacuum settings big tables");
    wanted.expansions = {"autovacuum"};
    EXPECT_THAT(searches(wanted, 4), ElementsAre(Words{"tune", "postgres", "vacuum", "settings", "big", "tables"},
                                                 Words{"autovacuum"}, Words{"postgres", "vacuum", "settings"}));
}

TEST(SearchText, LimitsTheNumberOfSearches) {
    auto wanted = query("one two");
    for (int i = 0; i < 50; ++i) wanted.expansions.push_back("word" + std::to_string(i));
    EXPECT_LE(searches(wanted, 4).size(), 4U);
}

TEST(Ask, TellsErrorsApartByStatus) {
    const std::vector<std::pair<int, ErrorKind>> cases{
        {401, ErrorKind::unauthorized}, {402, ErrorKind::quota_exhausted}, {403, ErrorKind::forbidden},
        {404, ErrorKind::not_found},    {410, ErrorKind::not_found},       {408, ErrorKind::unavailable},
        {429, ErrorKind::rate_limited}, {500, ErrorKind::unavailable},     {400, ErrorKind::malformed}};
    for (const auto& [status, kind] : cases) {
        SourceFixture web;
        web.http.answer("https://a.org/", status, "<b>why</b>");
        const auto answer = ask(web.http, {.url = *Url::parse("https://a.org/"), .accept = "*/*"}, web.clock, {});
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().kind(), kind);
        EXPECT_EQ(answer.error().message(), "a.org answered " + std::to_string(status) + ": why");
    }
}

TEST(Ask, EncodesParameters) {
    EXPECT_EQ(with_parameters("https://a.org/s", {{"q", "a b&c=ü"}, {"n", "1"}}),
              "https://a.org/s?q=a%20b%26c%3D%C3%BC&n=1");
    EXPECT_EQ(with_parameters("https://a.org/s?k=v", {{"n", "1"}}), "https://a.org/s?k=v&n=1");
}

TEST(Collection, KeepsEachUrlOnceAndNothingTooOld) {
    auto wanted = query("x", 2);
    wanted.since = at("2024-01-01");
    Collection collection("s", wanted, at("2024-06-01"));
    const auto url = [](const char* text) { return *Url::parse(text); };
    EXPECT_TRUE(collection.add({.url = url("https://a.org/1")}));
    EXPECT_FALSE(collection.add({.url = url("https://a.org/1")}));
    EXPECT_FALSE(collection.add({.url = url("https://a.org/2"), .published_at = at("2023-12-31")}));
    EXPECT_FALSE(collection.add({.url = {}}));
    EXPECT_TRUE(collection.add({.url = url("https://a.org/3"), .published_at = at("2024-01-01")}));
    EXPECT_TRUE(collection.is_full());
    EXPECT_FALSE(collection.add({.url = url("https://a.org/4")}));
}

TEST(Parts, ManyFailuresAreCountedNotListed) {
    Collection collection("s", query(), {});
    Parts parts;
    parts.succeeded();
    for (int i = 0; i < 9; ++i) parts.failed("f" + std::to_string(i), Error(ErrorKind::unavailable, "down"));
    ASSERT_TRUE(std::move(parts).settle("feeds", collection));
    EXPECT_EQ(collection.take().warnings.front(),
              "9 of 10 feeds failed: f0: down; f1: down; f2: down; f3: down; f4: down; and 4 more");
}

TEST(Several, CallsAllOnceAndThoseOfAHostInTheirOrder) {
    std::vector<std::string> hosts;
    for (std::size_t i = 0; i < 200; ++i) hosts.push_back(std::to_string(i % 7));
    std::mutex mutex;
    std::vector<std::size_t> order;
    for_each_by_host(hosts, 4, [&](std::size_t i) {
        const std::scoped_lock lock(mutex);
        order.push_back(i);
    });
    ASSERT_EQ(order.size(), 200U);
    std::vector<std::size_t> last(7, 0);
    for (const auto i : order) {
        EXPECT_GE(i, last[i % 7]);
        last[i % 7] = i;
    }
    for_each_by_host({}, 4, [&](std::size_t) { FAIL(); });
}

}  // namespace
}  // namespace winnow
