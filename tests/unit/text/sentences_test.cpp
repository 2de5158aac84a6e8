#include "text/sentences.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace winnow::text {
namespace {

using testing::ElementsAre;

std::vector<std::string> texts(std::string_view text) {
    std::vector<std::string> result;
    for (const auto& sentence : sentences(text)) {
        EXPECT_EQ(text.substr(sentence.begin, sentence.text.size()), sentence.text);
        result.emplace_back(sentence.text);
    }
    return result;
}

TEST(Sentences, EndWithTheirMarks) {
    EXPECT_THAT(texts("It works. Does it? Yes! \"Good.\" End"),
                ElementsAre("It works.", "Does it?", "Yes!", "\"Good.\"", "End"));
}

TEST(Sentences, DoNotEndAtAbbreviationsInitialsAndNumbers) {
    EXPECT_THAT(texts("Dr. Smith et al. Measured 3.14 s, e.g. On v1.2.3 of example.org. J. Doe agrees."),
                ElementsAre("Dr. Smith et al. Measured 3.14 s, e.g. On v1.2.3 of example.org.", "J. Doe agrees."));
}

TEST(Sentences, EndWithTheLine) {
    EXPECT_THAT(texts("A heading\n\n  Text follows  \n"), ElementsAre("A heading", "Text follows"));
}

TEST(Sentences, KnowOtherScripts) {
    EXPECT_THAT(texts("\u4E00\u4E8C\u3002\u4E09\u56DB\u3002"), ElementsAre("\u4E00\u4E8C\u3002", "\u4E09\u56DB\u3002"));
}

TEST(Sentences, OfManyFullStopsAreFound) {
    EXPECT_LE(sentences(std::string(1'000'000, '.')).size(), 1u);
}

}  // namespace
}  // namespace winnow::text
