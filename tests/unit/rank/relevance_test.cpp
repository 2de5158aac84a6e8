#include "rank/relevance.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "rank/features.h"
#include "unit/rank/items.h"

namespace winnow::rank {
namespace {

using rank_test::document;
using rank_test::filler;

class Relevance : public testing::Test {
protected:
    void add(const std::string& title, const std::string& text, double weight = 1) {
        features_.push_back(count_features(document("https://a.org/", title, text), question_));
        weights_.push_back(weight);
    }
    std::vector<double> relevance() const {
        std::vector<Weighed> weighed;
        for (std::size_t i = 0; i < features_.size(); ++i) weighed.push_back({&features_[i], weights_[i]});
        return relevance_of(weighed);
    }
    std::string question_ = "redis cache eviction";

private:
    std::vector<Features> features_;
    std::vector<double> weights_;
};

TEST_F(Relevance, LiesBetweenZeroAndOneAndIsZeroWithoutATerm) {
    add("Redis cache eviction", std::string(9'000, ' ') + "redis cache eviction " + filler(50));
    std::string stuffed;
    for (int i = 0; i < 2'000; ++i) stuffed += "redis cache eviction ";
    add("redis cache eviction redis cache eviction", stuffed);
    add("Apple pie", filler(200));
    const auto values = relevance();
    EXPECT_TRUE(std::ranges::all_of(values, [](double value) { return value >= 0 && value <= 1; }));
    EXPECT_EQ(values[2], 0);
    EXPECT_GT(values[0], 0.5);
}

TEST_F(Relevance, ATermInTheTitleCountsMoreThanInTheBody) {
    add("Eviction", "about " + filler(100));
    add("Something", "about eviction " + filler(100));
    const auto values = relevance();
    EXPECT_GT(values[0], values[1]);
}

TEST_F(Relevance, RareTermsCountMoreThanCommonOnes) {
    add("", "redis " + filler(80, 1));
    add("", "eviction " + filler(80, 2));
    for (int i = 3; i < 12; ++i) add("", "redis " + filler(80, i));
    const auto values = relevance();
    EXPECT_GT(values[1], values[0]);
}

TEST_F(Relevance, ALongDocumentNeedsMoreOccurrencesThanAShortOne) {
    add("", "eviction " + filler(60, 1));
    add("", "eviction " + filler(3'000, 2));
    const auto values = relevance();
    EXPECT_GT(values[0], values[1]);
}

TEST_F(Relevance, AdjacentTermsEarnABonus) {
    add("", "redis cache " + filler(60, 1));
    add("", "redis and then some words until cache " + filler(54, 2));
    const auto values = relevance();
    EXPECT_GT(values[0], values[1]);
}

TEST_F(Relevance, CopiesThatShareAWeightChangeNothing) {
    add("", "redis " + filler(80, 1));
    add("", "eviction cache " + filler(80, 2));
    const auto before = relevance();
    Relevance::add("", "redis " + filler(80, 1), 0);
    const auto after = relevance();
    EXPECT_DOUBLE_EQ(before[0], after[0]);
    EXPECT_DOUBLE_EQ(before[1], after[1]);
}

TEST_F(Relevance, ATermThatNobodyHoldsKeepsTheOthersFromLookingComplete) {
    question_ = "redis";
    add("Redis", "redis " + filler(80));
    const auto all_there = relevance();
    EXPECT_GT(all_there[0], 0.5);
}

TEST(RelevanceOfNothing, IsNothing) {
    EXPECT_TRUE(relevance_of({}).empty());
    const Features empty;
    const Weighed one[] = {{&empty, 1}};
    EXPECT_EQ(relevance_of(one), std::vector<double>{0});
}

}  // namespace
}  // namespace winnow::rank
