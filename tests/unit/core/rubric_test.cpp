#include "core/rubric.h"

#include <gtest/gtest.h>

#include "core/assessment.h"

namespace winnow {
namespace {

std::string fault(Rubric rubric) {
    const auto result = validate(rubric);
    return result ? "none" : result.error().message();
}

TEST(DefaultRubric, HasTheWeightsOfTheProduct) {
    const auto& rubric = default_rubric();
    EXPECT_EQ(fault(rubric), "none");
    EXPECT_DOUBLE_EQ(rubric.find("technical_accuracy")->weight, 0.30);
    EXPECT_DOUBLE_EQ(rubric.find("actionability")->weight, 0.30);
    EXPECT_DOUBLE_EQ(rubric.find("evidence_based")->weight, 0.20);
    EXPECT_DOUBLE_EQ(rubric.find("technical_depth")->weight, 0.10);
    EXPECT_DOUBLE_EQ(rubric.find("bias_mitigation")->weight, 0.10);
    EXPECT_DOUBLE_EQ(rubric.min_score, 7.0);
}

TEST(Validate, NamesWhatIsWrong) {
    Rubric rubric{.name = "mine", .description = "", .criteria = {{"a", "A", "", 0.5, {}}, {"b", "B", "", 0.4, {}}}};
    EXPECT_EQ(fault(rubric), "rubric 'mine': the weights add up to 0.90, not to 1");
    rubric.criteria[1].weight = -0.5;
    EXPECT_EQ(fault(rubric), "rubric 'mine': the weight of 'b' must be above 0");
    rubric.criteria[1] = {"a", "A", "", 0.5, {}};
    EXPECT_EQ(fault(rubric), "rubric 'mine': criterion 'a' appears twice");
    rubric.criteria[1] = {"Big Word", "A", "", 0.5, {}};
    EXPECT_EQ(fault(rubric), "rubric 'mine': criterion name 'Big Word' may hold lower-case letters, digits and _ only");
    rubric.criteria[1] = {"b", "B", "", 0.5, {{11, "too good"}}};
    EXPECT_EQ(fault(rubric), "rubric 'mine': an anchor of 'b' lies outside 1 to 10");
    rubric.criteria.clear();
    EXPECT_EQ(fault(rubric), "rubric 'mine': it has no criteria");
}

TEST(Fingerprint, ChangesWithAWeightButNotWithTheThreshold) {
    auto rubric = default_rubric();
    const auto before = fingerprint_text(rubric);
    rubric.min_score = 5;
    EXPECT_EQ(fingerprint_text(rubric), before);
    rubric.criteria[0].weight = 0.31;
    EXPECT_NE(fingerprint_text(rubric), before);
}

TEST(OverallScore, IsTheWeightedMean) {
    const std::vector<CriterionScore> scores{{"technical_accuracy", 10, "", {}},
                                             {"actionability", 5, "", {}},
                                             {"evidence_based", 5, "", {}},
                                             {"technical_depth", 1, "", {}},
                                             {"bias_mitigation", 1, "", {}}};
    EXPECT_DOUBLE_EQ(overall_score(scores, default_rubric()), 3.0 + 1.5 + 1.0 + 0.1 + 0.1);
}

TEST(UrlState, NamesReadBack) {
    for (const auto state : kUrlStates) EXPECT_EQ(*url_state_from(to_string(state)), state);
    EXPECT_FALSE(url_state_from("finished"));
}

}  // namespace
}  // namespace winnow
