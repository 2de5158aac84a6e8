#include "text/sentences.h"

#include <random>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "text/utf8.h"

namespace winnow::text {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> list(std::string_view text) {
    std::vector<std::string> result;
    for (const auto& sentence : sentences(text)) result.emplace_back(sentence.text);
    return result;
}

TEST(Sentences, EndAtStopsWithABlankBehindThem) {
    EXPECT_THAT(list("It works. Does it? Yes! Well... Maybe."),
                ElementsAre("It works.", "Does it?", "Yes!", "Well...", "Maybe."));
    EXPECT_THAT(list("all in lower case. like this one? yes. so"),
                ElementsAre("all in lower case.", "like this one?", "yes.", "so"));
    EXPECT_THAT(list(""), IsEmpty());
    EXPECT_THAT(list(" \n\t\n "), IsEmpty());
}

TEST(Sentences, EndAtLineBreaks) {
    EXPECT_THAT(list("A heading\n\n  The text.\r\nMore \u2028 and more"),
                ElementsAre("A heading", "The text.", "More", "and more"));
}

TEST(Sentences, DoNotEndAtAbbreviations) {
    EXPECT_THAT(list("Ask Dr. Smith, e.g. by mail. See Fig. 3, i.e. the last."),
                ElementsAre("Ask Dr. Smith, e.g. by mail.", "See Fig. 3, i.e. the last."));
    EXPECT_THAT(list("Tables, chairs, etc. are here. We sell tables, etc. The rest is gone."),
                ElementsAre("Tables, chairs, etc. are here.", "We sell tables, etc.", "The rest is gone."));
    EXPECT_THAT(list("Acme Inc. Europe grew. It is Acme Inc. They grew."),
                ElementsAre("Acme Inc. Europe grew.", "It is Acme Inc.", "They grew."));
    EXPECT_THAT(list("The answer is no. We left."), ElementsAre("The answer is no.", "We left."));
}

TEST(Sentences, DoNotEndAtAbbreviationsBeforeACapital) {
    EXPECT_THAT(list("Smith et al. Measured 3.14 s, e.g. On v1.2.3. So"),
                ElementsAre("Smith et al. Measured 3.14 s, e.g. On v1.2.3.", "So"));
}

TEST(Sentences, DoNotEndAtInitials) {
    EXPECT_THAT(list("By J. R. R. Tolkien. By Donald E. Knuth."),
                ElementsAre("By J. R. R. Tolkien.", "By Donald E. Knuth."));
    EXPECT_THAT(list("The U.S. Navy has it. It is written in C. The rest is not."),
                ElementsAre("The U.S. Navy has it.", "It is written in C.", "The rest is not."));
    EXPECT_THAT(list("Un café. Bon."), ElementsAre("Un café.", "Bon."));
}

TEST(Sentences, DoNotEndInNumbersVersionsAndNames) {
    EXPECT_THAT(list("Pi is 3.14 or so. Use 1.2.3 of node.js at example.org/a.b now."),
                ElementsAre("Pi is 3.14 or so.", "Use 1.2.3 of node.js at example.org/a.b now."));
    EXPECT_THAT(list("1. Open it. 2. Close it."), ElementsAre("1. Open it.", "2. Close it."));
    EXPECT_THAT(list("That was in 1999. We left."), ElementsAre("That was in 1999.", "We left."));
}

TEST(Sentences, TakeTheirQuotationMarksWithThem) {
    EXPECT_THAT(list("“Why?” he asked. \"Because.\" She left. (It is so.) End"),
                ElementsAre("“Why?” he asked.", "\"Because.\"", "She left.", "(It is so.)", "End"));
}

TEST(Sentences, KnowTheStopsOfOtherScripts) {
    EXPECT_THAT(list("今日は。元気ですか？「はい。」では"),
                ElementsAre("今日は。", "元気ですか？", "「はい。」", "では"));
    EXPECT_THAT(list("यह है। वह है॥ अंत"), ElementsAre("यह है।", "वह है॥", "अंत"));
    EXPECT_THAT(list("هل هذا؟ نعم."), ElementsAre("هل هذا؟", "نعم."));
    EXPECT_THAT(list("Это так. Да."), ElementsAre("Это так.", "Да."));
}

TEST(Sentences, CoverEveryVisibleCharacterOfAnyBytes) {
    std::mt19937 random(3);
    const std::vector<std::string> pieces = {"a", "B", ". ", "?",      "\"", "Dr",       "etc",  "。",
                                             "é", "1", "\n", "\u00a0", " ",  "\xe2\x80", "\xff", "("};
    for (int round = 0; round < 3000; ++round) {
        std::string text;
        for (int i = 0; i < 40; ++i)
            text += random() % 5 == 0 ? std::string(1, static_cast<char>(random() & 0xff))
                                      : pieces[random() % pieces.size()];
        std::string joined;
        std::size_t end = 0;
        for (const auto& sentence : sentences(text)) {
            ASSERT_GE(sentence.begin, end);
            ASSERT_EQ(sentence.text, std::string_view(text).substr(sentence.begin, sentence.text.size()));
            ASSERT_EQ(folded_white_space(sentence.text).empty(), false);
            ASSERT_EQ(folded_white_space(text.substr(end, sentence.begin - end)), "");
            end = sentence.begin + sentence.text.size();
            joined += sentence.text;
        }
        ASSERT_EQ(folded_white_space(text.substr(end)), "");
    }
}

TEST(Sentences, OfALongTextAreFoundInOnePass) {
    const std::size_t size = 400'000;
    for (const std::string_view piece : {".", ". ", "a", " ", "a. ", ".\"", "J. ", "\u00a0", "a.b", "。"}) {
        std::string text;
        while (text.size() < size) text += piece;
        EXPECT_LE(sentences(text).size(), size);
    }
    EXPECT_EQ(sentences("a." + std::string(size, ' ') + "b").size(), 2U);
}

}  // namespace
}  // namespace winnow::text
