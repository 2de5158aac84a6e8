#include "extract/html/hints.h"

#include <gtest/gtest.h>

namespace winnow::extract {
namespace {

TEST(HintsOf, FindsWholeWordsBetweenSeparatorsAndAtCapitals) {
    EXPECT_EQ(hints_of("c-related__list"), static_cast<std::uint32_t>(hint_related));
    EXPECT_NE(hints_of("relatedPosts") & hint_related, 0u);
    EXPECT_NE(hints_of("article-comments") & hint_comment, 0u);
    EXPECT_EQ(hints_of("threads"), 0u);
}

TEST(HintsOf, TrustsLongBeginningsOfWordsGluedTogether) {
    EXPECT_NE(hints_of("relatedpoststitle") & hint_related, 0u);
    EXPECT_NE(hints_of("newsletterbox2") & hint_signup, 0u);
}

TEST(HintsOf, KnowsPairsOfWordsThatNameTheBodyOfAnArticle) {
    for (const char* name : {"entry-content", "articleBody", "post__content", "story_text", "articletext"})
        EXPECT_NE(hints_of(name) & hint_body, 0u) << name;
    EXPECT_EQ(hints_of("entry content") & hint_body, 0u);
    EXPECT_EQ(hints_of("article-header") & hint_body, 0u);
}

TEST(HintsOf, LooksAtABoundedPartOfEndlessNames) {
    EXPECT_EQ(hints_of(std::string(100'000, 'x') + " comments"), 0u);
}

}  // namespace
}  // namespace winnow::extract
