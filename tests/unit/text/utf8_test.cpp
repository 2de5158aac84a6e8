#include "text/utf8.h"

#include <gtest/gtest.h>

namespace winnow::text {
namespace {

TEST(Utf8, RoundTripsCodePoints) {
    for (const char32_t c : {U'a', U'\u00E9', U'\u20AC', U'\U0001F600', U'\U0010FFFF'}) {
        std::string text;
        append_code_point(text, c);
        std::size_t position = 0;
        EXPECT_EQ(next_code_point(text, position), c);
        EXPECT_EQ(position, text.size());
    }
}

TEST(Utf8, RefusesWhatIsNotWellFormed) {
    for (const std::string_view bad : {"\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "\x80", "\xFF"})
        EXPECT_FALSE(is_valid_utf8(bad));
    EXPECT_TRUE(is_valid_utf8("\xEF\xBF\xBD ok"));
}

TEST(Utf8, IsCutAtCharacters) {
    EXPECT_EQ(truncated("a\u20AC", 2), "a");
    EXPECT_EQ(truncated("a\u20AC", 4), "a\u20AC");
}

TEST(Utf8, FoldsWhiteSpace) {
    EXPECT_EQ(folded_white_space(" \u00A0a \t\n\u3000b "), "a b");
}

TEST(Utf8, LowersLetters) {
    EXPECT_EQ(lower_case("\u00C4PFEL \u0394"), "\u00E4pfel \u03B4");
}

}  // namespace
}  // namespace winnow::text
