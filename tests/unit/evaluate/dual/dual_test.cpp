#include "evaluate/dual.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../documents.h"
#include "evaluate/local.h"
#include "evaluate/model.h"
#include "evaluate/rubric_file.h"
#include "support/scripted_model.h"

namespace winnow {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

const std::string kQuote = "Check the number of keys before you start";

std::vector<Rubric> both() {
    return {*load_rubric_named("engineering_manager"), *load_rubric_named("staff_engineer")};
}

std::string answer(const Rubric& rubric, double score) {
    return json::dump(answer_for(rubric, score, kQuote));
}

TEST(DualPerspective, CombinesTheRubricsWithEqualShares) {
    const auto rubric = combined_rubric(both());
    ASSERT_TRUE(rubric);
    EXPECT_EQ(rubric->criteria.size(), 10u);
    EXPECT_DOUBLE_EQ(rubric->find("leadership_frameworks")->weight, 0.125);
    EXPECT_DOUBLE_EQ(rubric->min_score, 7);
    EXPECT_TRUE(validate(*rubric));
}

TEST(DualPerspective, RefusesRubricsThatShareACriterion) {
    EXPECT_EQ(combined_rubric({default_rubric(), default_rubric()}).error().kind(), ErrorKind::invalid_config);
    EXPECT_EQ(combined_rubric({default_rubric()}).error().kind(), ErrorKind::invalid_config);
}

TEST(DualPerspective, KeepsTheScoresApartAndCombinesThem) {
    const auto rubrics = both();
    ModelScript script;
    script.reply(answer(rubrics[0], 8)).reply(answer(rubrics[1], 5));
    const auto judge =
        make_dual_evaluator(make_model_evaluator(scripted_model(script), {.check_by_halves = false}), rubrics);
    const auto result = judge->evaluate(evaluate_test::good_article(), "", *combined_rubric(rubrics), Deadline());
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_DOUBLE_EQ(result->overall, 6.5);
    EXPECT_EQ(result->scores.size(), 10u);
    ASSERT_EQ(result->perspectives.size(), 2u);
    EXPECT_EQ(result->perspectives[0].name, "engineering_manager");
    EXPECT_DOUBLE_EQ(result->perspectives[0].overall, 8);
    EXPECT_DOUBLE_EQ(result->perspectives[1].overall, 5);
    EXPECT_THAT(result->perspectives[1].criteria, Contains("systems_thinking"));
    EXPECT_THAT(result->insights, Contains(HasSubstr("disagree by 3.0 points")));
    EXPECT_THAT(result->flags, Contains("perspectives_disagree"));
    EXPECT_EQ(result->evaluator, "dual_perspective");
    EXPECT_EQ(judge->take_exchanges().size(), 2u) << "one a perspective";
    EXPECT_THAT(judge->take_exchanges(), testing::IsEmpty());
    EXPECT_EQ(result->usage.input_tokens, 200);
    EXPECT_THAT(result->model, HasSubstr("standard, scripted-1"));
}

TEST(DualPerspective, NotesNoDisagreementBelowTwoPoints) {
    const auto rubrics = both();
    ModelScript script;
    script.reply(answer(rubrics[0], 6.9)).reply(answer(rubrics[1], 5));
    const auto judge =
        make_dual_evaluator(make_model_evaluator(scripted_model(script), {.check_by_halves = false}), rubrics);
    const auto result = judge->evaluate(evaluate_test::good_article(), "", *combined_rubric(rubrics), Deadline());
    ASSERT_TRUE(result);
    EXPECT_THAT(result->flags, Not(Contains("perspectives_disagree")));
    EXPECT_THAT(result->insights, Contains(HasSubstr("agree within 1.9 points")));
}

TEST(DualPerspective, LosesNoCostWhenTheSecondViewFails) {
    const auto rubrics = both();
    ModelScript script;
    script.reply(answer(rubrics[0], 8)).reply("nonsense");
    const auto judge =
        make_dual_evaluator(make_model_evaluator(scripted_model(script), {.check_by_halves = false}), rubrics);
    const auto result = judge->evaluate(evaluate_test::good_article(), "", *combined_rubric(rubrics), Deadline());
    EXPECT_EQ(result.error().kind(), ErrorKind::malformed);
    EXPECT_THAT(result.error().message(), HasSubstr("as staff engineer"));
    EXPECT_EQ(judge->take_lost_usage().input_tokens, 300);
    EXPECT_EQ(judge->take_lost_usage(), Usage{});
}

TEST(DualPerspective, WorksWithTheLocalJudge) {
    const auto rubrics = both();
    const auto judge = make_dual_evaluator(make_local_evaluator(), rubrics);
    EXPECT_FALSE(judge->is_metered());
    const auto rubric = *combined_rubric(rubrics);
    const auto result = judge->evaluate(evaluate_test::good_article(), "cache", rubric, Deadline());
    ASSERT_TRUE(result);
    EXPECT_EQ(result->scores.size(), 10u);
    EXPECT_NEAR(result->overall, (result->perspectives[0].overall + result->perspectives[1].overall) / 2, 1e-9);
    EXPECT_NEAR(result->overall, overall_score(result->scores, rubric), 1e-9);
}

TEST(DualPerspective, RefusesAnotherRubric) {
    const auto judge = make_dual_evaluator(make_local_evaluator(), both());
    EXPECT_EQ(judge->evaluate(evaluate_test::good_article(), "", default_rubric(), Deadline()).error().kind(),
              ErrorKind::invalid_argument);
}

TEST(DualPerspective, RemembersUnderJudgeAndRubrics) {
    auto changed = both();
    changed[0].criteria[0].description += " More.";
    EXPECT_NE(make_dual_evaluator(make_local_evaluator(), both())->model(),
              make_dual_evaluator(make_local_evaluator(), changed)->model());
}

}  // namespace
}  // namespace winnow
