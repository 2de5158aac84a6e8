#include "evaluate/model/reading/excerpt.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "text/utf8.h"

namespace winnow::evaluate {
namespace {

/// `count` paragraphs, numbered, of which `about` speaks of the circuit breaker.
std::string long_text(int count, int about) {
    std::string text;
    for (int i = 0; i < count; ++i) {
        text += "Paragraph " + std::to_string(i) + " ";
        for (int word = 0; word < 60; ++word) text += i == about ? "circuit breaker " : "about other things ";
        text += "\n";
    }
    return text;
}

TEST(Excerpt, KeepsATextThatFits) {
    const auto result = excerpt("A short text about caches.", "caches", 1'000);
    EXPECT_EQ(result.text, "A short text about caches.");
    EXPECT_FALSE(result.partial);
    EXPECT_EQ(result.words, 5u);
}

TEST(Excerpt, KeepsBeginningEndAndWhatTouchesTheQuestion) {
    const auto text = long_text(100, 57);
    const auto result = excerpt(text, "how does a circuit breaker work?", 4'000);
    EXPECT_TRUE(result.partial);
    EXPECT_THAT(result.text, testing::StartsWith("Paragraph 0 "));
    EXPECT_THAT(result.text, testing::HasSubstr("Paragraph 57 circuit breaker"));
    EXPECT_THAT(result.text, testing::HasSubstr("Paragraph 99 "));
    EXPECT_THAT(result.text, testing::HasSubstr(std::string(kLeftOut)));
    EXPECT_LE(estimated_tokens(result.text), 4'100u);
    EXPECT_LT(result.words, result.words_in_all);
}

TEST(Excerpt, PrefersTheRareWord) {
    auto text = long_text(100, -1);
    text.insert(text.find("Paragraph 70 "), "Idempotency " + std::string(700, 'x') + "\n");
    const auto result = excerpt(text, "idempotency of other things", 3'000);
    EXPECT_THAT(result.text, testing::HasSubstr("Idempotency"));
}

TEST(Excerpt, CutsAnEndlessLineAtCharacters) {
    std::string text;
    for (int i = 0; i < 20'000; ++i) text += "語";
    const auto result = excerpt(text, "", 2'000);
    EXPECT_TRUE(result.partial);
    EXPECT_TRUE(text::is_valid_utf8(result.text));
    EXPECT_LE(estimated_tokens(result.text), 2'100u);
    EXPECT_GT(estimated_tokens(result.text), 1'000u);
}

TEST(Excerpt, CountsOtherScriptsByCharacter) {
    EXPECT_EQ(estimated_tokens("abcdefgh"), 2u);
    EXPECT_EQ(estimated_tokens("語語語"), 3u);
    EXPECT_EQ(estimated_tokens(""), 0u);
}

}  // namespace
}  // namespace winnow::evaluate
