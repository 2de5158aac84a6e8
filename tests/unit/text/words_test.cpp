#include "text/words.h"

#include <random>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "text/utf8.h"

namespace winnow::text {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> list(std::string_view text) {
    std::vector<std::string> result;
    for (const auto& word : words(text)) result.emplace_back(word.text);
    return result;
}

TEST(Words, AreRunsOfLettersAndDigits) {
    EXPECT_THAT(list("Hello, world: 42 times (at least)!"),
                ElementsAre("Hello", "world", "42", "times", "at", "least"));
    EXPECT_THAT(list(" \n\t .,;"), IsEmpty());
    EXPECT_THAT(list("Größe naïve e\u0301te\u0301 жизнь हिन्दी שלום"),
                ElementsAre("Größe", "naïve", "e\u0301te\u0301", "жизнь", "हिन्दी", "שלום"));
}

TEST(Words, MayBeginWithADigit) {
    EXPECT_THAT(list("One-on-ones, 2nd edition (v1.2)."),
                ElementsAre("One", "on", "ones", "2nd", "edition", "v1", "2"));
}

TEST(Words, AreDividedBySignsBetweenLetters) {
    EXPECT_THAT(
        list("don't state-of-the-art a.b.c snake_case 3.14 it’s"),
        ElementsAre("don", "t", "state", "of", "the", "art", "a", "b", "c", "snake", "case", "3", "14", "it", "s"));
}

TEST(Words, KeepTechnicalNamesWhole) {
    EXPECT_THAT(list("C++, C# and .NET or Node.js; g++!"),
                ElementsAre("C++", "C#", "and", ".NET", "or", "Node.js", "g++"));
    EXPECT_THAT(list("c+ c++20 c++/cli F#. ASP.NET vue.js?"),
                ElementsAre("c", "c++", "20", "c++", "cli", "F#", "ASP.NET", "vue.js"));
    EXPECT_THAT(list("(.net) c++."), ElementsAre(".net", "c++"));
}

TEST(Words, LeaveOperatorsAnchorsAndHostNamesDivided) {
    EXPECT_THAT(
        list("i++ c+++ issue#12 c#section example.net node.json a..net .network"),
        ElementsAre("i", "c", "issue", "12", "c", "section", "example", "net", "node", "json", "a", "net", "network"));
}

TEST(Words, OfScriptsWithoutBlanksAreOverlappingPairs) {
    EXPECT_THAT(list("東京都、大"), ElementsAre("東京", "京都", "大"));
    EXPECT_THAT(list("使用Python編程"), ElementsAre("使用", "Python", "編程"));
    EXPECT_THAT(list("ที่นี่"), ElementsAre("ที่นี่"));                       // two letters with their marks
    EXPECT_THAT(list("한국어 문서"), ElementsAre("한국어", "문서"));  // Korean has blanks
    EXPECT_THAT(list("カタカナ"), ElementsAre("カタ", "タカ", "カナ"));
}

TEST(Words, TellWhereTheyStand) {
    const std::string text = "É vero, c++!";
    for (const auto& word : words(text)) EXPECT_EQ(text.substr(word.begin, word.end - word.begin), word.text);
    EXPECT_EQ(words(text)[1].begin, 3U);
}

TEST(Words, StayInsideAnyBytesAndGoForward) {
    std::mt19937 random(11);
    const std::vector<std::string> pieces = {"a", "c++",    "#",    ".net",     ".js", "+", "東",
                                             "ที่", "\u0301", "\xff", "\xe2\x82", " ",   "é", "\u200d"};
    for (int round = 0; round < 3000; ++round) {
        std::string text;
        for (int i = 0; i < 30; ++i)
            text += random() % 4 == 0 ? std::string(1, static_cast<char>(random() & 0xff))
                                      : pieces[random() % pieces.size()];
        std::size_t begin = 0;
        for (const auto& word : words(text)) {
            ASSERT_GE(word.begin, begin);
            ASSERT_GT(word.end, word.begin);
            ASSERT_LE(word.end, text.size());
            ASSERT_TRUE(is_valid_utf8(word.text));
            begin = word.begin + 1;
        }
        ASSERT_EQ(terms(text), terms(std::string(text)));
        count_words(text);
    }
}

TEST(CountWords, CountsAsAPersonWould) {
    EXPECT_EQ(count_words(""), 0U);
    EXPECT_EQ(count_words("don't panic, it's state-of-the-art"), 4U);
    EXPECT_EQ(count_words("a - b"), 2U);
    EXPECT_EQ(count_words("東京都庁"), 2U);
    EXPECT_EQ(count_words("東京都"), 2U);
    EXPECT_EQ(count_words("使用Python編程 well"), 4U);
    EXPECT_EQ(count_words("one\u00a0two\nthree"), 3U);
}

TEST(IsStopWord, KnowsWordsWithoutATopic) {
    for (const auto* word : {"the", "of", "how", "what", "yourselves", "don", "a"})
        EXPECT_TRUE(is_stop_word(word)) << word;
    for (const auto* word : {"kernel", "go", "c", "", "The", "throughoutly"}) EXPECT_FALSE(is_stop_word(word)) << word;
}

TEST(Stem, BringsFormsOfAWordTogether) {
    EXPECT_EQ(stem("Databases"), stem("database"));
    EXPECT_EQ(stem("running"), "run");
    EXPECT_EQ(stem("Generalizations"), stem("generalization"));
    EXPECT_EQ(stem(""), "");
}

TEST(Stem, DropsAccentsAndOddForms) {
    EXPECT_EQ(stem("Café"), stem("cafe"));
    EXPECT_EQ(stem("cafe\u0301"), stem("cafe"));
    EXPECT_EQ(stem("Straße"), stem("strasse"));
    EXPECT_EQ(stem("Søren"), stem("soren"));
    EXPECT_EQ(stem("ﬁles"), stem("files"));
    EXPECT_EQ(stem("ＪＡＶＡ"), "java");
    EXPECT_EQ(stem("data\u00adbase"), stem("database"));
}

TEST(Stem, LeavesOtherScriptsAndTechnicalNamesAlone) {
    EXPECT_EQ(stem("C++"), "c++");
    EXPECT_EQ(stem("Node.js"), "node.js");
    EXPECT_EQ(stem("हिन्दी"), "हिन्दी");
    EXPECT_EQ(stem("東京"), "東京");
    EXPECT_EQ(stem("한국어"), "한국어");
    EXPECT_EQ(stem("ガイド"), "ガイド");
}

TEST(Stem, TakesAnyBytesAndAnyLength) {
    EXPECT_EQ(stem(std::string(100000, 'A')), std::string(100000, 'a'));
    EXPECT_TRUE(
        is_valid_utf8(stem("\xff\xfe"
                           "abc\xc3")));
}

TEST(Stem, IsTheSameInEveryThreadAndWhateverCameBefore) {
    const auto stems_of = [] {
        std::vector<std::string> result;
        for (int i = 0; i < 20000; ++i)
            result.push_back(stem("running" + std::to_string(i % 5000)) + stem("Databases"));
        return result;
    };
    std::vector<std::string> other;
    std::thread thread([&] { other = stems_of(); });
    const auto own = stems_of();
    thread.join();
    EXPECT_EQ(own, other);
}

TEST(Terms, AreStemsInOrderWithoutStopWords) {
    EXPECT_THAT(terms("How the Linux kernels are scheduling the kernels"),
                ElementsAre("linux", "kernel", "schedul", "kernel"));
    EXPECT_THAT(terms("the of and"), IsEmpty());
}

TEST(QuestionTerms, AreDistinctAndKeepStopWordsOnlyIfThereIsNothingElse) {
    EXPECT_THAT(question_terms("How do I write a database in C++, and which databases are written in C++?"),
                ElementsAre("write", "databas", "c++", "written"));
    EXPECT_THAT(question_terms("to be or not to be"), ElementsAre("to", "be", "or", "not"));
    EXPECT_THAT(question_terms(" ?! "), IsEmpty());
}

TEST(Words, OfALongTextAreFoundInOnePass) {
    // Each of these made a quadratic reader take minutes.
    const std::size_t size = 400'000;
    EXPECT_EQ(words(std::string(size, 'a')).size(), 1U);
    EXPECT_EQ(words(std::string(size, '.')).size(), 0U);
    std::string marks = "東";
    for (std::size_t i = 0; i < size / 2; ++i) marks += "\u0301";
    EXPECT_EQ(words(marks + "東").size(), 1U);
    std::string questions;
    for (std::size_t i = 0; i < size / 8; ++i) questions += "w" + std::to_string(i) + " ";
    EXPECT_EQ(question_terms(questions).size(), size / 8);
}

}  // namespace
}  // namespace winnow::text
