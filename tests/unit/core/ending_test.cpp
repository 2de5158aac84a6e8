#include "core/report/ending.h"

#include <gtest/gtest.h>

namespace winnow {
namespace {

Evaluated judged(UrlState state) {
    Evaluated item{.candidate = {.url = *Url::parse("https://a.org/"), .title = "as the feed says", .source = "feed"},
                   .state = state,
                   .fingerprint = "0123456789abcdef",
                   .lost = {.input_tokens = 5, .output_tokens = 1, .cost_usd = 0.5}};
    item.document = Document{.title = "as the page says"};
    item.assessment = Assessment{.overall = 7.5, .usage = {.input_tokens = 10, .output_tokens = 2, .cost_usd = 1}};
    item.features.terms = {{1, 2, 3}};
    item.features.signature = {4, 5};
    return item;
}

TEST(Ending, KeepsWhatRankingAndTheReportNeed) {
    const auto ending = ending_of(judged(UrlState::judged));
    EXPECT_EQ(ending.url.href(), "https://a.org/");
    EXPECT_EQ(ending.title, "as the page says");
    EXPECT_EQ(ending.source, "feed");
    EXPECT_EQ(ending.state, UrlState::judged);
    EXPECT_EQ(ending.overall, 7.5);
    EXPECT_EQ(ending.fingerprint, "0123456789abcdef");
    EXPECT_EQ(ending.features.terms, (std::vector<TermMatch>{{1, 2, 3}}));
    EXPECT_EQ(ending.features.signature, (std::vector<std::uint32_t>{4, 5}));
    EXPECT_FALSE(ending.novelty);
}

TEST(Ending, PaysForAJudgementOfThisRunAndForALostOneButNotForACachedOne) {
    EXPECT_EQ(ending_of(judged(UrlState::judged)).usage, (Usage{15, 3, 1.5}));
    EXPECT_EQ(ending_of(judged(UrlState::cached)).usage, (Usage{5, 1, 0.5}));
}

TEST(Ending, OfAFailureHasNoScoreAndTheTitleOfItsSource) {
    const auto ending = ending_of({.candidate = {.url = *Url::parse("https://a.org/"), .title = "as the feed says"},
                                   .state = UrlState::failed,
                                   .reason = "did not answer",
                                   .error = Error(ErrorKind::timed_out, "did not answer")});
    EXPECT_FALSE(ending.overall);
    EXPECT_EQ(ending.title, "as the feed says");
    EXPECT_EQ(ending.error, ErrorKind::timed_out);
    EXPECT_EQ(ending.reason, "did not answer");
}

}  // namespace
}  // namespace winnow
