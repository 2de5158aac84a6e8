#include "evaluate/agreement/thumbs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace winnow {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<ThumbedPage> pages(const std::vector<double>& up, const std::vector<double>& down) {
    std::vector<ThumbedPage> all;
    for (const double score : up) all.push_back({true, score});
    for (const double score : down) all.push_back({false, score});
    return all;
}

/// `count` pages from `first` on, a tenth apart.
std::vector<double> tenths_from(double first, int count) {
    std::vector<double> scores;
    for (int i = 0; i < count; ++i) scores.push_back(first + i / 10.0);
    return scores;
}

TEST(Thumbs, HaveWilsonsInterval) {
    // Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I: 81 of 263.
    const auto share = share_of(81, 263);
    EXPECT_NEAR(share.value, 0.3080, 5e-5);
    EXPECT_NEAR(share.low, 0.2553, 5e-5);
    EXPECT_NEAR(share.high, 0.3662, 5e-5);
    EXPECT_NEAR(share_of(0, 5).low, 0, 1e-12);
    EXPECT_NEAR(share_of(5, 5).high, 1, 1e-12);
}

TEST(Thumbs, CountPairsInTheRightOrderAndTiesAsHalf) {
    const auto result = thumbs_agreement(pages({9, 8, 8, 6}, {8, 5, 4, 3}), 7);
    ASSERT_TRUE(result.auc);
    EXPECT_DOUBLE_EQ(result.auc->value, 0.875);  // 13 of 16 pairs, and two ties
    EXPECT_NEAR(result.auc->low, 0.45283, 1e-5);
    EXPECT_NEAR(result.auc->high, 0.98117, 1e-5);
    ASSERT_TRUE(result.precision);
    EXPECT_DOUBLE_EQ(result.precision->value, 0.75);
    EXPECT_NEAR(result.precision->low, 0.30064, 1e-5);
    EXPECT_EQ(result.now.up, 3u);
    EXPECT_EQ(result.now.down, 1u);
}

TEST(Thumbs, AreNotCertainWhenNothingIsOutOfOrder) {
    const auto result = thumbs_agreement(pages(tenths_from(7, 10), tenths_from(3, 10)), 7);
    EXPECT_DOUBLE_EQ(result.auc->value, 1);
    EXPECT_NEAR(result.auc->low, 0.80021, 1e-5);
    EXPECT_DOUBLE_EQ(result.auc->high, 1);
}

TEST(Thumbs, SuggestTheThresholdThatSeparatesBest) {
    auto down = tenths_from(3, 11);
    down.push_back(6.5);
    const auto result = thumbs_agreement(pages(tenths_from(5, 12), down), 7);
    ASSERT_TRUE(result.suggested) << result.why_none;
    EXPECT_DOUBLE_EQ(result.suggested->threshold, 5);  // all that were liked, one that was not
    EXPECT_EQ(result.suggested->up, 12u);
    EXPECT_EQ(result.suggested->down, 1u);
    EXPECT_FALSE(result.precision) << "nothing reaches 7";
    EXPECT_THAT(in_sentences(result), testing::Contains(HasSubstr("A min_score of 5.0 separates them best: it keeps 12 "
                                                                  "of 12 with their thumb up and 1 of 12")));
}

TEST(Thumbs, KeepTheThresholdThatIsAsGoodAsAny) {
    const auto result = thumbs_agreement(pages(tenths_from(8, 10), tenths_from(3, 10)), 7);
    ASSERT_TRUE(result.suggested);
    EXPECT_DOUBLE_EQ(result.suggested->threshold, 7);
    EXPECT_EQ(in_sentences(result).back(), "No threshold separates them better than 7.0.");
}

TEST(Thumbs, SuggestNothingFromTooFew) {
    const auto few = thumbs_agreement(pages(tenths_from(8, 10), tenths_from(3, 9)), 7);
    EXPECT_FALSE(few.suggested);
    EXPECT_EQ(few.why_none, "it takes at least 10 thumbs each way");
    const auto one_sided = thumbs_agreement(pages(tenths_from(8, 30), {}), 7);
    EXPECT_FALSE(one_sided.auc);
    EXPECT_FALSE(one_sided.suggested);
}

TEST(Thumbs, SuggestNothingForAJudgeWhoMayGuess) {
    const auto result = thumbs_agreement(pages(tenths_from(5, 12), tenths_from(5, 12)), 7);
    EXPECT_DOUBLE_EQ(result.auc->value, 0.5);
    EXPECT_FALSE(result.suggested);
    EXPECT_EQ(result.why_none, "the judge may not tell the two kinds apart better than chance");
}

TEST(Thumbs, AreTakenWhereTheJudgeHasEveryScore) {
    const Rubric rubric{.name = "r", .criteria = {{.name = "a", .weight = 0.5}, {.name = "b", .weight = 0.5}}};
    const std::vector<PagePair> pairs{
        {{.url = "1", .worth_reading = true}, {.url = "1", .scores = {{"a", 4}, {"b", 8}}}},
        {{.url = "2", .worth_reading = false}, {.url = "2", .scores = {{"a", 4}}}},
        {{.url = "3", .scores = {{"a", 5}}}, {.url = "3", .scores = {{"a", 4}, {"b", 8}}}}};
    const auto found = thumbed(pairs, rubric);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_TRUE(found[0].is_up);
    EXPECT_DOUBLE_EQ(found[0].score, 6);
}

TEST(Thumbs, SayNothingWithoutThumbs) {
    EXPECT_THAT(in_sentences(thumbs_agreement({}, 7)), IsEmpty());
    const std::vector<std::string> one = in_sentences(thumbs_agreement(pages({8}, {}), 7));
    EXPECT_THAT(one, ElementsAre(HasSubstr("1 up, 0 down"), HasSubstr("At or above 7.0, 100 % (21 % to 100 %)"),
                                 HasSubstr("No threshold is suggested: it takes at least 10")));
}

}  // namespace
}  // namespace winnow
