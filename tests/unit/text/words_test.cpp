#include "text/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace winnow::text {
namespace {

using testing::ElementsAre;

std::vector<std::string> word_texts(std::string_view text) {
    std::vector<std::string> result;
    for (const auto& word : words(text)) result.emplace_back(word.text);
    return result;
}

TEST(Words, AreRunsOfLettersAndDigits) {
    EXPECT_THAT(word_texts("One-on-ones, 2nd edition (v1.2)."),
                ElementsAre("One", "on", "ones", "2nd", "edition", "v1", "2"));
}

TEST(Words, KeepNamesOfLanguagesWhole) {
    EXPECT_THAT(word_texts("C++ and C#, .NET or Node.js; c+ is not"),
                ElementsAre("C++", "and", "C#", ".NET", "or", "Node.js", "c", "is", "not"));
}

TEST(Words, OfScriptsWithoutBlanksAreOverlappingPairs) {
    EXPECT_THAT(word_texts("\u6280\u672F\u6587 ok \u6587"),
                ElementsAre("\u6280\u672F", "\u672F\u6587", "ok", "\u6587"));
}

TEST(Words, NameTheirBytes) {
    const std::string text = "\u00DCber  alles: na\u00EFve";
    for (const auto& word : words(text)) EXPECT_EQ(text.substr(word.begin, word.end - word.begin), word.text);
    EXPECT_THAT(word_texts(text), ElementsAre("\u00DCber", "alles", "na\u00EFve"));
}

TEST(Words, SurviveAnyBytes) {
    std::string bytes;
    std::uint32_t state = 1;
    for (int i = 0; i < 20'000; ++i) bytes += static_cast<char>((state = state * 1664525u + 1013904223u) >> 24);
    std::size_t last = 0;
    for (const auto& word : words(bytes)) {
        ASSERT_LT(word.begin, word.end);
        ASSERT_LE(word.end, bytes.size());
        ASSERT_GE(word.end, last);
        last = word.end;
    }
}

TEST(CountWords, CountsAsPeopleDo) {
    EXPECT_EQ(count_words("  the quick\nbrown-fox, jumps "), 4u);
    EXPECT_EQ(count_words(""), 0u);
    EXPECT_EQ(count_words("\u6280\u672F\u6587\u6863"), 2u);
}

TEST(Stem, BringsFormsTogether) {
    EXPECT_EQ(stem("Frameworks"), stem("framework"));
    EXPECT_EQ(stem("evaluation"), stem("evaluations"));
    EXPECT_EQ(stem("Caf\u00E9"), "cafe");
    EXPECT_EQ(stem("c++"), "c++");
}

TEST(Stem, LeavesLongRunsAlone) {
    EXPECT_EQ(stem(std::string(500, 'x')), std::string(500, 'x'));
}

TEST(QuestionTerms, AreDistinctAndWithoutStopWords) {
    EXPECT_THAT(question_terms("How do engineers grow? Growing engineers"), ElementsAre("engin", "grow"));
}

TEST(QuestionTerms, KeepStopWordsIfThereIsNothingElse) {
    EXPECT_THAT(question_terms("to be or not to be"), ElementsAre("to", "be", "or", "not"));
}

}  // namespace
}  // namespace winnow::text
