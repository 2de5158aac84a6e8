#include "text/utf8.h"

#include <random>
#include <string>

#include <gtest/gtest.h>

namespace winnow::text {
namespace {

std::string encoded(char32_t c) {
    std::string text;
    append_code_point(text, c);
    return text;
}

std::string random_bytes(std::mt19937& random, std::size_t size) {
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(random() & 0xff);
    return bytes;
}

TEST(NextCodePoint, ReadsBackEveryCharacterThatAppendWrites) {
    for (char32_t c = 0; c <= 0x10ffff; ++c) {
        if (c == 0xd800) c = 0xe000;  // surrogates are no characters
        const auto text = encoded(c);
        std::size_t position = 0;
        ASSERT_EQ(next_code_point(text, position), c);
        ASSERT_EQ(position, text.size());
        ASSERT_TRUE(is_valid_utf8(text));
    }
}

TEST(NextCodePoint, MovesByOneOverEachByteThatIsNotWellFormed) {
    for (const std::string_view bad :
         {"\x80", "\xff", "\xc0\xaf", "\xc1\xbf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf0\x80\x80\x80",
          "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xe2\x82", "\xc3"}) {
        EXPECT_FALSE(is_valid_utf8(bad));
        std::size_t position = 0;
        EXPECT_EQ(next_code_point(bad, position), U'\ufffd');
        EXPECT_EQ(position, 1U);
    }
}

TEST(AppendCodePoint, WritesTheReplacementForWhatIsNoCharacter) {
    EXPECT_EQ(encoded(0xd800), "\xef\xbf\xbd");
    EXPECT_EQ(encoded(0x110000), "\xef\xbf\xbd");
}

TEST(IsValidUtf8, AcceptsARealReplacementCharacterAndFindsABadByteBehindLongAscii) {
    EXPECT_TRUE(is_valid_utf8(""));
    EXPECT_TRUE(is_valid_utf8("a\xef\xbf\xbd"));
    EXPECT_TRUE(is_valid_utf8("Größe, 大きさ, размер, 😀"));
    EXPECT_FALSE(is_valid_utf8(std::string(1000, 'a') + "\xc3("));
}

TEST(Truncated, CutsAtCharactersAndLeavesShortTextAlone) {
    EXPECT_EQ(truncated("abc", 5), "abc");
    EXPECT_EQ(truncated("abc", 2), "ab");
    EXPECT_EQ(truncated("aé", 2), "a");
    EXPECT_EQ(truncated("a😀b", 4), "a");
    EXPECT_EQ(truncated("a😀b", 5), "a😀");
    EXPECT_EQ(truncated("😀", 0), "");
}

TEST(LowerCase, MapsOneToOneInEveryScript) {
    EXPECT_EQ(lower_case("HeLLo, World-42 [\\]"), "hello, world-42 [\\]");
    EXPECT_EQ(lower_case("ÄÖÜ ΣΑΣ ЖИЗНЬ Ａ"), "äöü σασ жизнь ａ");
    EXPECT_EQ(lower_case("straße"), "straße");
}

TEST(FoldedWhiteSpace, MakesOneBlankOfARunAndNoneAtTheEnds) {
    EXPECT_EQ(folded_white_space(" \t a\r\n\n b\u00a0\u3000c \u2028"), "a b c");
    EXPECT_EQ(folded_white_space(" \n "), "");
}

TEST(Utf8, GivesValidTextForAnyBytes) {
    std::mt19937 random(7);
    for (int round = 0; round < 2000; ++round) {
        const auto bytes = random_bytes(random, random() % 80);
        ASSERT_TRUE(is_valid_utf8(lower_case(bytes)));
        const auto cut = truncated(bytes, random() % 80);
        ASSERT_TRUE(bytes.starts_with(cut));
        std::size_t position = 0;
        std::size_t steps = 0;
        for (; position < bytes.size(); ++steps) next_code_point(bytes, position);
        ASSERT_LE(steps, bytes.size());
        ASSERT_EQ(position, bytes.size());
    }
}

TEST(Truncated, KeepsValidTextValidAtEveryLength) {
    const std::string text = "Größe, 大きさ, размер, 😀 and 👩‍💻.";
    for (std::size_t bytes = 0; bytes <= text.size(); ++bytes) {
        const auto cut = truncated(text, bytes);
        EXPECT_TRUE(is_valid_utf8(cut));
        EXPECT_GE(cut.size() + 3, bytes);
    }
}

}  // namespace
}  // namespace winnow::text
