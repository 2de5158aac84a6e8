#include "evaluate/agreement/agreement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace winnow {
namespace {

using Scores = std::vector<double>;

TEST(Agreement, OfEqualScoresIsPerfect) {
    const Scores a{1, 4, 7, 10};
    const auto one = agreement(a, a);
    EXPECT_DOUBLE_EQ(*one.spearman, 1);
    EXPECT_DOUBLE_EQ(*one.kappa, 1);
    EXPECT_DOUBLE_EQ(one.mean_error, 0);
    EXPECT_DOUBLE_EQ(one.constant_error, 3);
}

TEST(Agreement, OfReversedScoresIsTheOpposite) {
    const auto one = agreement(Scores{1, 2, 3, 4}, Scores{4, 3, 2, 1});
    EXPECT_DOUBLE_EQ(*one.spearman, -1);
    EXPECT_DOUBLE_EQ(*one.kappa, -1);
}

TEST(Agreement, SpearmanSharesTheRanksOfTies) {
    // By hand: ranks 1.5 1.5 3 4 and 1 2 3.5 3.5; correlation 4 / sqrt(4.5 * 4.5).
    EXPECT_NEAR(*agreement(Scores{2, 2, 5, 8}, Scores{1, 3, 6, 6}).spearman, 4.0 / 4.5, 1e-12);
}

TEST(Agreement, KappaIsThatOfCohenWithSquaredWeights) {
    // By hand: squared differences 0 + 1 + 1 + 0; by chance the sum over all pairs, 40, by the number of pages.
    const Scores a{1, 2, 3, 4};
    const Scores b{1, 3, 2, 4};
    EXPECT_NEAR(*agreement(a, b).kappa, 1 - 2.0 / 10.0, 1e-12);
}

TEST(Agreement, SeesThatAKinderJudgeOrdersWell) {
    const auto one = agreement(Scores{2, 4, 6}, Scores{4, 6, 8});
    EXPECT_DOUBLE_EQ(*one.spearman, 1);
    EXPECT_DOUBLE_EQ(one.bias, 2);
    EXPECT_DOUBLE_EQ(one.mean_error, 2);
    EXPECT_LT(*one.kappa, 1);
}

TEST(Agreement, SaysNothingWhereThereIsNothingToSay) {
    EXPECT_FALSE(agreement(Scores{5, 5, 5}, Scores{1, 2, 3}).spearman);
    EXPECT_FALSE(agreement(Scores{5, 5}, Scores{5, 5}).kappa);
    EXPECT_EQ(agreement(Scores{}, Scores{}).count, 0u);
}

ScoredPage page(double accuracy, double others) {
    ScoredPage result{.url = "https://example.org/", .scores = {{"technical_accuracy", accuracy}}};
    for (const auto* name : {"actionability", "evidence_based", "technical_depth", "bias_mitigation"})
        result.scores.emplace_back(name, others);
    return result;
}

TEST(AgreementReport, CountsTheThreshold) {
    const auto& rubric = default_rubric();
    const std::vector<PagePair> pairs{{page(7, 7), page(8, 8)},
                                      {page(7, 7), page(6, 6)},
                                      {page(2, 2), page(9, 9)},
                                      {page(2, 2), page(3, 3)},
                                      {page(1, 1), page(2, 2)}};
    const auto report = agreement_report(pairs, rubric);
    EXPECT_EQ(report.criteria.size(), 5u);
    EXPECT_EQ(report.overall.count, 5u);
    EXPECT_EQ(report.threshold.both_above, 1u);
    EXPECT_EQ(report.threshold.only_reference, 1u);
    EXPECT_EQ(report.threshold.only_judge, 1u);
    EXPECT_EQ(report.threshold.both_below, 2u);
    EXPECT_THAT(to_markdown(report, rubric), testing::HasSubstr("they agree for 3 of 5 pages"));
}

TEST(AgreementReport, LeavesOutWhatOneSideHasNot) {
    auto partial = page(5, 5);
    partial.scores.resize(1);
    const auto report = agreement_report({{partial, page(6, 6)}}, default_rubric());
    ASSERT_EQ(report.criteria.size(), 1u);
    EXPECT_EQ(report.criteria[0].first, "technical_accuracy");
    EXPECT_EQ(report.overall.count, 0u);
}

}  // namespace
}  // namespace winnow
