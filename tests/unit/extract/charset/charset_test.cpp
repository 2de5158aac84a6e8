#include "extract/charset/charset.h"

#include <gtest/gtest.h>

namespace winnow::extract {
namespace {

TEST(FindCharset, RanksMarkThenHeaderThenMeta) {
    EXPECT_EQ(find_charset("\xEF\xBB\xBFx", "text/html; charset=koi8-r").name, "utf-8");
    EXPECT_EQ(find_charset("<meta charset=utf-8>x", "text/html; charset=\"KOI8-R\"").name, "koi8-r");
    EXPECT_EQ(find_charset("<meta http-equiv=Content-Type content='text/html; charset=Shift_JIS'>", "text/html").name,
              "shift_jis");
    EXPECT_EQ(find_charset("<!-- <meta charset=koi8-r> --><meta charset=euc-kr>", "").name, "euc-kr");
}

TEST(FindCharset, TakesValidUtf8ForWhatItIs) {
    EXPECT_EQ(find_charset("<p>\xC3\xA9", "").name, "utf-8");
    EXPECT_EQ(find_charset("<p>\xE9t\xE9", "").name, "windows-1252");
}

TEST(CharsetName, KnowsTheLabelsOfTheStandard) {
    EXPECT_EQ(charset_name(" Latin1 "), "windows-1252");
    EXPECT_EQ(charset_name("gbk"), "gb18030");
    EXPECT_EQ(charset_name("nothing"), "");
}

TEST(ToUtf8, DecodesAndReplacesWhatIsNotValid) {
    EXPECT_EQ(to_utf8("\xE9t\xE9 \x80", "windows-1252"), "\u00E9t\u00E9 \u20AC");
    EXPECT_EQ(to_utf8("\x82\xA0", "shift_jis"), "\u3042");
    EXPECT_EQ(to_utf8("a\xFF"
                      "b\xE2\x82",
                      "utf-8"),
              "a\uFFFDb\uFFFD");
    EXPECT_EQ(to_utf8(std::string("a\0b", 3), "utf-8"), "a\uFFFDb");
}

TEST(IsUtf8, RefusesSurrogatesOverlongFormsAndTruncatedOnes) {
    EXPECT_TRUE(is_utf8("eight bytes and more of ASCII, then \u00E9\u20AC\U0001F600"));
    EXPECT_FALSE(is_utf8("\xED\xA0\x80"));
    EXPECT_FALSE(is_utf8("\xC0\xAF"));
    EXPECT_FALSE(is_utf8("12345678\xE2\x82"));
}

TEST(ToNfc, ComposesAndLeavesComposedTextsAlone) {
    EXPECT_EQ(to_nfc("e\u0301"), "\u00E9");
    EXPECT_EQ(to_nfc("\u1112\u1161\u11AB"), "\uD55C");
    EXPECT_EQ(to_nfc("\u212B"), "\u00C5");
    EXPECT_EQ(to_nfc("\u304B\u3099"), "\u304C");
    EXPECT_EQ(to_nfc("na\u00EFve \u2013 \u041C\u0438\u0440 \u4E16\u754C \u304C"),
              "na\u00EFve \u2013 \u041C\u0438\u0440 \u4E16\u754C \u304C");
}

TEST(WithoutInvisible, DropsWhatNobodySees) {
    std::size_t removed = 0;
    EXPECT_EQ(without_invisible("so\u00ADft a\u200Bb\u2060c\u202Ed\uFEFF", removed), "soft abcd");
    EXPECT_EQ(removed, 0u);
}

TEST(WithoutInvisible, CountsWhatCanCarryAHiddenText) {
    std::size_t removed = 0;
    EXPECT_EQ(without_invisible("a\U000E0068\U000E0069", removed), "a");
    EXPECT_EQ(removed, 2u);
    EXPECT_EQ(without_invisible("\U0001F600\uFE0F\uFE01\U000E0102", removed), "\U0001F600\uFE0F");
    EXPECT_EQ(removed, 4u);
}

TEST(WithoutInvisible, KeepsJoinersWhereTheyAreNeeded) {
    std::size_t removed = 0;
    EXPECT_EQ(without_invisible("\U0001F469\u200D\U0001F4BB", removed), "\U0001F469\u200D\U0001F4BB");
    EXPECT_EQ(without_invisible("\u0645\u06CC\u200C\u062E", removed), "\u0645\u06CC\u200C\u062E");
    EXPECT_EQ(without_invisible("a\u200D\u200Cb", removed), "ab");
}

}  // namespace
}  // namespace winnow::extract
