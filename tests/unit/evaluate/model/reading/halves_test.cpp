#include "evaluate/model/reading/halves.h"

#include <gtest/gtest.h>

#include "text/utf8.h"

namespace winnow::evaluate {
namespace {

using Halves = std::pair<std::string_view, std::string_view>;

TEST(Halves, AreCutAtTheLineNearestToTheMiddle) {
    EXPECT_EQ(halves_of("one two\nthree four\nfive six\nseven eight\n"),
              Halves("one two\nthree four\n", "five six\nseven eight\n"));
}

TEST(Halves, AreCutAtASentenceWhereALineIsTooLong) {
    EXPECT_EQ(halves_of("a\nIt was the first of them. It was the second of them, too. It was the last.\n"),
              Halves("a\nIt was the first of them. ", "It was the second of them, too. It was the last.\n"));
}

TEST(Halves, AreCutAtACharacterWhereThereIsNothingElse) {
    std::string text;
    for (int i = 0; i < 101; ++i) text += "é";
    const auto [first, second] = halves_of(text);
    EXPECT_EQ(std::string(first) + std::string(second), text);
    EXPECT_TRUE(text::is_valid_utf8(first));
    EXPECT_NEAR(static_cast<double>(first.size()), 101, 1);
}

TEST(Halves, OfNothingAreNothing) {
    EXPECT_EQ(halves_of(""), Halves("", ""));
    EXPECT_EQ(halves_of("a").first.size() + halves_of("a").second.size(), 1U);
}

}  // namespace
}  // namespace winnow::evaluate
