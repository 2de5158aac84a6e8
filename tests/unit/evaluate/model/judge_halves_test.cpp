#include <gmock/gmock.h>

#include "judge_fixture.h"

namespace winnow {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// What no signal speaks for is checked by halves.

class Halved : public ModelJudge {
protected:
    void SetUp() override {
        halves = true;
        article.title = "A page";
        article.text.clear();
        for (int i = 0; i < 12; ++i)
            article.text += "Some words on nothing in particular, as number " + std::to_string(i) + " of many.\n";
        article.markdown = article.text;
    }
    static std::string of_page(double score) { return answer(score, "Some words on nothing in particular"); }
};

TEST_F(Halved, AScoreThatOneHalfAloneBearsIsLowered) {
    script.reply(of_page(10)).reply(of_page(10)).reply(of_page(4));
    const auto result = judge(article);
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_DOUBLE_EQ(result->overall, 5);
    EXPECT_THAT(result->flags, ElementsAre("not_borne_out_by_parts"));
    EXPECT_THAT(result->scores[0].explanation, HasSubstr("Before the check by halves: 10.0."));
    EXPECT_EQ(result->usage.input_tokens, 300);
    ASSERT_EQ(script.requests.size(), 3u);
    EXPECT_THAT(script.requests[1].input, testing::AllOf(HasSubstr("number 0 "), Not(HasSubstr("number 11 "))));
    EXPECT_THAT(script.requests[2].input, testing::AllOf(HasSubstr("number 11 "), Not(HasSubstr("number 0 "))));
    EXPECT_THAT(script.requests[1].input, Not(HasSubstr("A page")));
}

TEST_F(Halved, UnevenHalvesGiveAPointAboveTheWeaker) {
    script.reply(of_page(9)).reply(of_page(6)).reply(of_page(9));
    EXPECT_DOUBLE_EQ(judge(article)->overall, 7);
}

TEST_F(Halved, AScoreThatNeitherHalfBearsIsLowered) {
    script.reply(of_page(10)).reply(of_page(5));
    EXPECT_DOUBLE_EQ(judge(article)->overall, 6.5);
}

TEST_F(Halved, AScoreThatBothHalvesBearStays) {
    script.reply(of_page(9)).reply(of_page(8)).reply(of_page(9));
    const auto result = judge(article);
    EXPECT_DOUBLE_EQ(result->overall, 9);
    EXPECT_THAT(result->flags, testing::IsEmpty());
}

TEST_F(Halved, AScoreThatRecommendsNothingIsNotChecked) {
    script.reply(of_page(6.5));
    EXPECT_DOUBLE_EQ(judge(article)->overall, 6.5);
    EXPECT_EQ(script.requests.size(), 1u);
}

TEST_F(Halved, AHalfThatCannotBeQuotedIsWorthItsSignals) {
    script.reply(of_page(10)).reply(of_page(10)).reply("nonsense");
    const auto result = judge(article);
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_LT(result->overall, 6);
}

TEST_F(Halved, AFailureToAskIsAFailure) {
    script.reply(of_page(10)).fail_with(ErrorKind::unavailable, "down");
    EXPECT_EQ(judge(article).error().kind(), ErrorKind::unavailable);
    EXPECT_EQ(evaluator->take_lost_usage().input_tokens, 100);
}

}  // namespace
}  // namespace winnow
