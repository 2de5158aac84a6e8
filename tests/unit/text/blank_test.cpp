#include "text/blank.h"

#include <gtest/gtest.h>

namespace winnow::text {
namespace {

TEST(Blank, IsWhatSaysNothing) {
    for (const auto* text : {"", " \n", "\t\r\n", "\f", "\v\x1C", "\x7F", "\u00A0\u2003", "\u0085"})
        EXPECT_TRUE(is_blank(text)) << text;
}

TEST(Blank, IsNothingThatSaysSomething) {
    for (const auto* text : {"a", " . ", "\u00E9", "\u4E2D", "\n\xFF"}) EXPECT_FALSE(is_blank(text)) << text;
}

}  // namespace
}  // namespace winnow::text
