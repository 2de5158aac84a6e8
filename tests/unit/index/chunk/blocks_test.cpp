#include "index/chunk/blocks.h"

#include <string>

#include <gtest/gtest.h>

namespace winnow::chunk {
namespace {

/// The parts of the text that were found.
std::vector<std::string> found(const std::string& text, const std::string& markdown) {
    std::vector<std::string> parts;
    for (const auto& range : whole_blocks(text, markdown))
        parts.push_back(text.substr(range.begin, range.end - range.begin));
    return parts;
}

using Parts = std::vector<std::string>;

TEST(WholeBlocks, FindsCodeWithTheLinesThatHaveNoLetters) {
    const std::string code = "{\n  call(x);\n}\n);";
    EXPECT_EQ(found("Before.\n" + code + "\nAfter.", "Before.\n\n```cpp\n" + code + "\n```\n\nAfter."), Parts{code});
    EXPECT_EQ(found(code, "~~~~\n" + code + "\n~~~~"), Parts{code});
}

TEST(WholeBlocks, FindsTablesWhoseCellsAreLines) {
    EXPECT_EQ(found("Intro\nLevel\nScope\nJunior\na task\nEnd",
                    "Intro\n\n| Level | Scope |\n|---|---|\n| Junior | [a task](https://a.org/(x)) |\n\nEnd"),
              Parts{"Level\nScope\nJunior\na task"});
}

TEST(WholeBlocks, FindsSeveralInOrderAndEachOnce) {
    EXPECT_EQ(found("x = 1\nthen\nx = 1\nend", "```\nx = 1\n```\nthen\n```\nx = 1\n```\nend"),
              (Parts{"x = 1", "x = 1"}));
}

TEST(WholeBlocks, LeavesOutWhatTheTextDoesNotHaveAsWholeLines) {
    EXPECT_EQ(found("Some prose about x = 1 here.", "```\nx = 1\n```"), Parts{});
    EXPECT_EQ(found("Prose.", "```\ngone\n```"), Parts{});
    EXPECT_EQ(found("", "```\nx\n```"), Parts{});
    EXPECT_EQ(found("x", ""), Parts{});
    EXPECT_EQ(found("x", "```\n```"), Parts{});
}

TEST(WholeBlocks, FindsQuotedAndUnfinishedCode) {
    EXPECT_EQ(found("quoted();\nnext", "> ```\n> quoted();\n> ```\n\nnext"), Parts{"quoted();"});
    EXPECT_EQ(found("a\nb();", "a\n\n```\nb();"), Parts{"b();"});
}

TEST(WholeBlocks, IsQuickForTextsThatNearlyRepeatThemselves) {
    const std::string lines(60'000, 'a');
    std::string text;
    for (const char c : lines) (text += c) += '\n';
    std::string markdown;
    for (int i = 0; i < 500; ++i) markdown += "```\n" + std::string(1'000, 'a') + "b\n```\n";
    EXPECT_EQ(found(text, markdown), Parts{});
}

}  // namespace
}  // namespace winnow::chunk
