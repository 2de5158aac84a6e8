#include "index/answer/snippet.h"

#include <gtest/gtest.h>

#include "text/words.h"

namespace winnow {
namespace {

std::string whole(const std::vector<SnippetPart>& parts) {
    std::string text;
    for (const auto& part : parts) text += part.is_hit ? "[" + part.text + "]" : part.text;
    return text;
}

TEST(Snippet, MarksWordsByTheirStems) {
    EXPECT_EQ(whole(snippet("We reviewed\n the reviews.", text::question_terms("review"), 100)),
              "We [reviewed] the [reviews].");
}

TEST(Snippet, ShowsTheStretchThatSaysMost) {
    const auto text = std::string(300, 'x') + " cache " + std::string(300, 'y') + " cache invalidation is hard " +
                      std::string(300, 'z');
    const auto shown = whole(snippet(text, text::question_terms("cache invalidation"), 80));
    EXPECT_NE(shown.find("[cache] [invalidation] is hard"), std::string::npos) << shown;
    EXPECT_TRUE(shown.starts_with("…"));
    EXPECT_TRUE(shown.ends_with("…"));
}

TEST(Snippet, BeginsWithTheTextIfNothingWasAskedFor) {
    EXPECT_EQ(whole(snippet("One two three", {}, 100)), "One two three");
    EXPECT_TRUE(snippet("", {}, 100).empty());
}

TEST(Snippet, EndsAfterAWholeWord) {
    EXPECT_EQ(whole(snippet("Ladders name expectations of engineers", text::question_terms("ladder"), 30)),
              "[Ladders] name expectations of…");
    EXPECT_EQ(whole(snippet("Ladders name expectations", text::question_terms("ladder"), 12)), "[Ladders] name…");
    EXPECT_EQ(whole(snippet(std::string(40, 'x'), {}, 10)), std::string(10, 'x') + "…");
}

TEST(Snippet, CutsBetweenCharacters) {
    for (std::size_t bytes = 1; bytes < 40; ++bytes) {
        const auto shown = whole(snippet("naïve café 漢字 naïve", text::question_terms("café"), bytes));
        EXPECT_EQ(shown.find("\xEF\xBF\xBD"), std::string::npos);
    }
}

}  // namespace
}  // namespace winnow
