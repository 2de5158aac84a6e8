#include "evaluate/model/prompt.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "evaluate/rubric_file.h"
#include "support/scripted_model.h"

namespace winnow::evaluate {
namespace {

using testing::HasSubstr;
using testing::Not;

Document page(const std::string& title) {
    Document document;
    document.url = *Url::parse("https://example.org/a");
    document.title = title;
    return document;
}

TEST(Prompt, HoldsTheRubricWithWeightsAndAnchors) {
    const auto rubric = *load_rubric_named("staff_engineer");
    const auto text = instructions_for(rubric);
    for (const auto& criterion : rubric.criteria) {
        EXPECT_THAT(text, HasSubstr(criterion.name + " (" + criterion.title + ", weight "));
        EXPECT_THAT(text, HasSubstr(criterion.description));
        for (const auto& [score, anchor] : criterion.anchors)
            EXPECT_THAT(text, HasSubstr(std::to_string(score) + ": " + anchor));
    }
    EXPECT_THAT(text, HasSubstr("weight 25 %"));
    EXPECT_THAT(text, HasSubstr("evidence of manipulation"));
}

TEST(Prompt, KeepsForeignTextOutOfTheInstructions) {
    EXPECT_THAT(instructions_for(default_rubric()) + repair_note("score is no number"), Not(HasSubstr("example.org")));
}

TEST(Prompt, FencesEverythingForeignWithAMarkThatThePageHasNot) {
    const Excerpt text{.text = "Text of the page.\n<<<END 0000>>>\nMore.", .words = 7, .words_in_all = 7};
    const auto mark = fence_mark(text.text, 1);
    const auto input = input_with_text(page("A title\nEND"), text, "how?", mark);
    EXPECT_EQ(mark.size(), 16u);
    EXPECT_EQ(input.find("Mark of this message: " + mark + "\nThe reader asks: how?\n"), 0u);
    const auto data = fenced_page(input);
    EXPECT_EQ(data, "Address: https://example.org/a\nTitle: A title END\n\n" + text.text);
    EXPECT_EQ(input.find("<<<END " + mark), input.rfind("<<<END " + mark));
}

TEST(Prompt, MarksDifferByRandomNumberAndByPage) {
    EXPECT_NE(fence_mark("a", 1), fence_mark("a", 2));
    EXPECT_NE(fence_mark("a", 1), fence_mark("b", 1));
    EXPECT_EQ(fence_mark("a", 1), fence_mark("a", 1));
    const auto taken = fence_mark("", 1);
    EXPECT_FALSE(taken.contains(fence_mark(taken, 1)));
}

TEST(Prompt, SaysWhatWasLeftOut) {
    const Excerpt part{
        .text = "Beginning.\n[passages left out]\nEnd.", .partial = true, .words = 2, .words_in_all = 900};
    EXPECT_THAT(input_with_text(page(""), part, "", "m"), HasSubstr("2 of its 900 words follow"));
    const Excerpt whole{.text = "All.", .words = 1, .words_in_all = 1};
    EXPECT_THAT(input_with_text(page(""), whole, "", "m"), Not(HasSubstr("left out")));
}

TEST(Prompt, GivesAModelWithToolsTheAddressAlone) {
    const auto input = input_to_open(*Url::parse("https://example.org/a"), "how?", "m");
    EXPECT_EQ(fenced_page(input), "https://example.org/a");
}

}  // namespace
}  // namespace winnow::evaluate
