#include "discover/encoding/encoding.h"

#include <gtest/gtest.h>

namespace winnow::markup {
namespace {

TEST(Encoding, FollowsTheHeaderThenTheDeclaration) {
    const std::string latin = "<?xml version='1.0' encoding='iso-8859-1'?><a>\xE9</a>";
    EXPECT_EQ(to_unicode(latin, "application/xml").encoding, "iso-8859-1");
    EXPECT_EQ(to_unicode(latin, "application/xml; charset=windows-1251").encoding, "windows-1251");
    EXPECT_EQ(to_unicode(latin, "text/xml").encoding, "iso-8859-1");  // not US-ASCII, as text/xml would mean
    EXPECT_TRUE(to_unicode(latin, "").text.contains("é"));
}

TEST(Encoding, AMarkAtTheBeginningBeatsAll) {
    EXPECT_EQ(to_unicode("\xEF\xBB\xBFü", "text/xml; charset=iso-8859-1").text, "ü");
    EXPECT_EQ(to_unicode(std::string_view("\xFF\xFE<\0a\0", 6), "").text, "<a");
}

TEST(Encoding, WrongDeclarationsDoNotLoseText) {
    EXPECT_EQ(to_unicode("<?xml encoding='utf-8'?>caf\xE9 na\xEFve", "").text, "<?xml encoding='utf-8'?>café naïve");
    EXPECT_EQ(to_unicode("<?xml encoding='nonsense'?>ü", "").text, "<?xml encoding='nonsense'?>ü");
    EXPECT_EQ(to_unicode("ü ö ä ß é è\xFF", "").text, "ü ö ä ß é è\uFFFD");  // UTF-8 with one fault stays UTF-8
}

TEST(Encoding, ControlCharactersGo) {
    EXPECT_EQ(to_unicode(std::string_view("a\0b\x01\x0B\tc\n", 8), "").text, "ab\tc\n");
}

}  // namespace
}  // namespace winnow::markup
