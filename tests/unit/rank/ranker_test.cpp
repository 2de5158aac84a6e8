#include "rank/ranker.h"

#include <algorithm>
#include <limits>
#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "unit/rank/items.h"

namespace winnow {
namespace {

using rank_test::filler;
using rank_test::Items;

Items varied() {
    Items items("incident review meeting");
    for (int i = 0; i < 30; ++i) {
        std::string text = filler(150, i);
        for (int k = 0; k < i % 7; ++k) text += " incident review notes" + std::to_string(i) + " of the meeting.";
        items.add("https://s" + std::to_string(i % 5) + ".org/p" + std::to_string(i),
                  i % 4 == 0 ? "Incident review" : "Notes", text, 3 + i % 6);
    }
    const auto copied = "incident review in every copy " + filler(200, 99);
    for (int i = 0; i < 4; ++i) items.add("https://copy.org/" + std::to_string(i), "Copy", copied, 4 + i);
    items.add_failed("https://failed.org/");
    return items;
}

std::map<std::string, int> places_of(const Items& items, const Ranking& ranking) {
    std::map<std::string, int> count;
    for (const auto& pick : ranking.picks) {
        ++count[items.url(pick.index)];
        for (const auto index : pick.similar) ++count[items.url(index)];
    }
    for (const auto index : ranking.off_topic) ++count[items.url(index)];
    return count;
}

TEST(Ranker, PutsEveryJudgedItemInExactlyOnePlaceAndNoOther) {
    auto items = varied();
    const auto count = places_of(items, items.rank());
    EXPECT_EQ(count.size(), items.items.size() - 1);
    for (const auto& [url, times] : count) EXPECT_EQ(times, 1) << url;
    EXPECT_FALSE(count.contains("https://failed.org/"));
}

TEST(Ranker, DoesNotDependOnTheOrderOfItsInput) {
    auto items = varied();
    const auto expected = items.listed(items.rank());
    std::minstd_rand random(7);
    for (int round = 0; round < 20; ++round) {
        std::ranges::shuffle(items.items, random);
        ASSERT_EQ(items.listed(items.rank()), expected);
    }
}

TEST(Ranker, RelevanceComesFirst) {
    Items items("database backups");
    items.add("https://a.org/", "Database backups", "How database backups are made. " + filler(100, 1), 3);
    items.add("https://b.org/", "Cooking", "One may store database recipes. " + filler(100, 2), 10);
    EXPECT_EQ(items.listed(items.rank()).front(), "https://a.org/");
}

TEST(Ranker, BetweenPagesOfEqualRelevanceTheBetterOneComesFirst) {
    Items items("database backups");
    items.add("https://a.org/", "Database backups", "backups " + filler(100, 1), 4);
    items.add("https://b.org/", "Database backups", "backups " + filler(100, 2), 8);
    EXPECT_EQ(items.listed(items.rank()), (std::vector<std::string>{"https://b.org/", "https://a.org/"}));
}

TEST(Ranker, EqualPagesAreOrderedByUrl) {
    Items items("cache");
    items.add("https://b.org/", "Cache", "cache " + filler(100, 1));
    items.add("https://a.org/", "Cache", "cache " + filler(100, 2));
    EXPECT_EQ(items.listed(items.rank()), (std::vector<std::string>{"https://a.org/", "https://b.org/"}));
}

TEST(Ranker, PagesThatSayTheSameAreOneEntryLedByTheBest) {
    Items items("cache");
    const auto text = "cache of many words " + filler(200, 1);
    items.add("https://a.org/", "Cache", text, 4);
    items.add("https://b.org/", "Cache", text, 9);
    items.add("https://c.org/", "Cache", "cache in other words " + filler(200, 2), 5);
    const auto ranking = items.rank();
    ASSERT_EQ(ranking.picks.size(), 2U);
    EXPECT_EQ(items.url(ranking.picks[0].index), "https://b.org/");
    ASSERT_EQ(ranking.picks[0].similar.size(), 1U);
    EXPECT_EQ(items.url(ranking.picks[0].similar[0]), "https://a.org/");
    EXPECT_DOUBLE_EQ(ranking.picks[0].resemblance.at(0), 1.0);
}

TEST(Ranker, MoreCopiesOfOnePageDoNotMoveTheOthers) {
    auto items = varied();
    auto before = items.listed(items.rank());
    const auto copied = "incident review in every copy " + filler(200, 99);
    for (int i = 10; i < 40; ++i) items.add("https://copy.org/" + std::to_string(i), "Copy", copied, 4);
    EXPECT_EQ(items.listed(items.rank()), before);
}

TEST(Ranker, APageWithoutTheQuestionsWordsIsOffTopic) {
    Items items("kubernetes deployment");
    items.add("https://a.org/", "Kubernetes", "A kubernetes deployment. " + filler(100, 1));
    items.add("https://b.org/", "Apple pie", filler(100, 2), 10);
    const auto ranking = items.rank();
    EXPECT_EQ(ranking.picks.size(), 1U);
    ASSERT_EQ(ranking.off_topic.size(), 1U);
    EXPECT_EQ(items.url(ranking.off_topic[0]), "https://b.org/");
}

TEST(Ranker, TheThresholdOfRelevanceCanBeSet) {
    auto items = varied();
    const auto strict = items.rank({.off_topic_below = 0.9});
    const auto loose = items.rank({.off_topic_below = 0.01});
    EXPECT_GT(strict.off_topic.size(), loose.off_topic.size());
    for (const auto& pick : strict.picks) EXPECT_GE(pick.relevance, 0.9);
}

TEST(Ranker, WhatTheLimitCutsOffKeepsItsOrder) {
    auto items = varied();
    const auto whole = items.listed(items.rank());
    const auto cut = items.rank({.limit = 1});
    ASSERT_EQ(cut.picks.size(), 1U);
    ASSERT_EQ(cut.beyond.size(), whole.size() - 1);
    for (std::size_t i = 0; i < cut.beyond.size(); ++i) EXPECT_EQ(items.url(cut.beyond[i].index), whole[i + 1]);
}

TEST(Ranker, TheShareOfQualityDecidesBetweenNearAndGood) {
    Items items("alpha beta");
    items.add("https://near.org/", "Alpha beta", "alpha beta " + filler(100, 1), 2);
    items.add("https://good.org/", "Alpha", "alpha beta " + filler(100, 2), 10);
    EXPECT_EQ(items.listed(items.rank({.quality_share = 0})).front(), "https://near.org/");
    EXPECT_EQ(items.listed(items.rank({.quality_share = 1})).front(), "https://good.org/");
}

TEST(Ranker, WithoutAQuestionQualityDecidesAndNothingIsOffTopic) {
    Items items("");
    items.add("https://a.org/", "A", filler(100, 1), 3);
    items.add("https://b.org/", "B", filler(100, 2), 9);
    const auto ranking = items.rank();
    EXPECT_EQ(items.listed(ranking), (std::vector<std::string>{"https://b.org/", "https://a.org/"}));
    EXPECT_TRUE(ranking.off_topic.empty());
}

TEST(Ranker, ScoresLieOnTheirScales) {
    auto items = varied();
    items.items[0].overall = std::numeric_limits<double>::quiet_NaN();
    items.items[1].overall = -40;
    items.items[2].overall = 1e9;
    for (const auto& pick : items.rank().picks) {
        EXPECT_GE(pick.relevance, 0);
        EXPECT_LE(pick.relevance, 1);
        EXPECT_GE(pick.rank_score, 0);
        EXPECT_LE(pick.rank_score, 1);
    }
}

TEST(Ranker, OneSiteWithManyLikePagesDoesNotFillTheTopOfTheList) {
    Items items("career framework");
    for (int i = 0; i < 12; ++i)
        items.add("https://one.org/level" + std::to_string(i), "Career framework",
                  "career framework " + filler(120, 1) + filler(120, 50 + i));
    for (int i = 0; i < 4; ++i)
        items.add("https://other" + std::to_string(i) + ".org/", "Career framework",
                  "career framework " + filler(240, 80 + i));
    const auto listed = items.listed(items.rank());
    const auto others = std::count_if(listed.begin(), listed.begin() + 6,
                                      [](const std::string& url) { return url.starts_with("https://other"); });
    EXPECT_GE(others, 3);
}

TEST(Ranker, TheLimitCutsTheListAtItsEnd) {
    auto items = varied();
    const auto all = items.listed(items.rank());
    const auto few = items.listed(items.rank({.limit = 3}));
    EXPECT_EQ(few, std::vector<std::string>(all.begin(), all.begin() + 3));
}

TEST(Ranker, NothingRanksAsNothing) {
    Items items("cache");
    EXPECT_TRUE(items.rank().picks.empty());
    items.add_failed("https://a.org/");
    EXPECT_TRUE(items.rank().picks.empty());
    EXPECT_TRUE(items.rank().off_topic.empty());
}

TEST(Ranker, OneUrlTwiceKeepsBothInOnePlaceEach) {
    Items items("cache");
    items.add("https://a.org/", "Cache", "cache " + filler(100, 1), 5);
    items.add("https://a.org/", "Cache", "cache " + filler(100, 2), 6);
    const auto ranking = items.rank();
    std::set<std::size_t> seen;
    for (const auto& pick : ranking.picks) {
        seen.insert(pick.index);
        seen.insert(pick.similar.begin(), pick.similar.end());
    }
    EXPECT_EQ(seen.size(), 2U);
}

}  // namespace
}  // namespace winnow
