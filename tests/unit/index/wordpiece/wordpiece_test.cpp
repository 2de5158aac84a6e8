#include "index/wordpiece/wordpiece.h"

#include <fstream>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "index/wordpiece/vocabulary.h"
#include "json/value.h"
#include "support/source_folder.h"

namespace winnow::wordpiece {
namespace {

std::vector<Token> tokens_of(std::string_view text) {
    std::vector<Token> tokens;
    tokenize(text, tokens);
    return tokens;
}

std::vector<std::string> pieces_of(std::string_view text) {
    std::vector<std::string> pieces;
    for (const auto token : tokens_of(text)) pieces.emplace_back(Vocabulary::instance().text(token));
    return pieces;
}

using Pieces = std::vector<std::string>;

TEST(WordPiece, EqualsTheReferenceOnTextsOfManyScripts) {
    std::ifstream file(source_folder() / "tests/data/wordpiece/cases.jsonl");
    int cases = 0;
    for (std::string line; std::getline(file, line); ++cases) {
        const auto value = json::parse(line);
        ASSERT_TRUE(value.has_value()) << line;
        std::vector<Token> expected;
        for (const auto& token : (*value)["tokens"].items()) expected.push_back(static_cast<Token>(token.as_int()));
        EXPECT_EQ(tokens_of((*value)["text"].as_string()), expected) << line;
    }
    EXPECT_EQ(cases, 500);
}

TEST(WordPiece, CutsWordsIntoTheLongestKnownPieces) {
    EXPECT_EQ(pieces_of("Kubernetes pods"), (Pieces{"ku", "##ber", "##net", "##es", "pods"}));
}

TEST(WordPiece, DividesAtPunctuationOfAsciiThatUnicodeCallsASymbol) {
    EXPECT_EQ(pieces_of("c++ $5"), (Pieces{"c", "+", "+", "$", "5"}));
}

TEST(WordPiece, StripsAccentsWhetherComposedOrNot) {
    EXPECT_EQ(pieces_of("café"), Pieces{"cafe"});
    EXPECT_EQ(pieces_of("cafe\xCC\x81"), Pieces{"cafe"});
}

TEST(WordPiece, JoinsWhatAControlCharacterDivides) {
    EXPECT_EQ(pieces_of("soft\xC2\xADware"), Pieces{"software"});
    EXPECT_EQ(pieces_of(std::string("soft\0ware", 9)), Pieces{"software"});
}

TEST(WordPiece, CallsAWordUnknownThatIsTooLongOrHasAnUnknownCharacter) {
    EXPECT_EQ(tokens_of(std::string(101, 'a')), std::vector<Token>{kUnknown});
    EXPECT_GT(tokens_of(std::string(100, 'a')).size(), 1u);
    EXPECT_EQ(pieces_of("\xF0\x9F\x9A\x80 go"), (Pieces{"[UNK]", "go"}));
}

TEST(WordPiece, DropsBytesThatAreNoUtf8) {
    EXPECT_EQ(pieces_of("soft\xFF\xFEware"), Pieces{"software"});
    EXPECT_EQ(pieces_of("\xE2\x82"), Pieces{});
}

TEST(WordPiece, HasNoTokensForNothing) {
    EXPECT_EQ(tokens_of(""), std::vector<Token>{});
    EXPECT_EQ(tokens_of(" \n\t\r \xE2\x80\x8B"), std::vector<Token>{});
    EXPECT_EQ(count(""), 0u);
}

TEST(WordPiece, AppendsToWhatIsThere) {
    std::vector<Token> tokens{7};
    tokenize("the", tokens);
    EXPECT_EQ(tokens.size(), 2u);
    EXPECT_EQ(tokens.front(), 7);
}

TEST(WordPiece, CountsOverWordsAddUp) {
    const std::string_view text = "Blameless, über-long postmortems; 文字 and more.";
    EXPECT_EQ(count(text), tokens_of(text).size());
    EXPECT_EQ(count("Blameless, ") + count(text.substr(11)), count(text));
}

TEST(WordPiece, IsTheSameFromSeveralThreads) {
    const std::string text = "Evaluating naïve engineers since 1999: 評価";
    const auto expected = tokens_of(text);
    std::vector<std::vector<Token>> found(4);
    {
        std::vector<std::jthread> threads;
        for (auto& tokens : found) threads.emplace_back([&] { tokenize(text, tokens); });
    }
    for (const auto& tokens : found) EXPECT_EQ(tokens, expected);
}

}  // namespace
}  // namespace winnow::wordpiece
