#include <cmath>
#include <numeric>
#include <thread>

#include <gtest/gtest.h>

#include "index/embed/built_in.h"
#include "index/embed/table.h"
#include "index/embedders.h"

namespace winnow {
namespace {

Vector vector_of(const std::string& text) {
    const std::vector<std::string> texts{text};
    return make_static_embedder()->embed(texts, TextRole::document, {})->front();
}

double cosine(const Vector& a, const Vector& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

TEST(StaticEmbedder, MakesUnitVectorsOfItsSize) {
    const auto embedder = make_static_embedder();
    EXPECT_EQ(embedder->dimensions(), 256u);
    const auto vector = vector_of("Running blameless incident reviews");
    EXPECT_EQ(vector.size(), embedder->dimensions());
    EXPECT_NEAR(cosine(vector, vector), 1, 1e-5);
}

TEST(StaticEmbedder, GivesZerosForATextWithoutAKnownWord) {
    for (const auto* text : {"", " \n", "\xF0\x9F\x9A\x80"}) EXPECT_EQ(vector_of(text), Vector(256)) << text;
}

TEST(StaticEmbedder, KeepsTheOrderOfTheTexts) {
    const std::vector<std::string> texts{"cats", "kubernetes clusters", "cats"};
    const auto vectors = make_static_embedder()->embed(texts, TextRole::question, {});
    ASSERT_EQ(vectors->size(), 3u);
    EXPECT_EQ((*vectors)[0], (*vectors)[2]);
    EXPECT_EQ((*vectors)[1], vector_of("kubernetes clusters"));
}

TEST(StaticEmbedder, PutsTextsOfOneSubjectNearEachOther) {
    const auto question = vector_of("letting people go");
    EXPECT_GT(cosine(question, vector_of("how to fire an employee")),
              cosine(question, vector_of("deploying services to kubernetes")));
    EXPECT_GT(cosine(vector_of("postmortem"), vector_of("incident review")),
              cosine(vector_of("postmortem"), vector_of("salary negotiation")));
}

TEST(StaticEmbedder, DoesNotCareForTheOrderOfWords) {
    EXPECT_EQ(vector_of("review the incident"), vector_of("the incident review"));
}

TEST(StaticEmbedder, TakesTextsOfAnyLength) {
    std::string text;
    for (int i = 0; i < 20'000; ++i) text += "incident review ";
    EXPECT_NEAR(cosine(vector_of(text), vector_of("incident review")), 1, 1e-4);
}

TEST(StaticEmbedder, IsTheSameFromSeveralThreads) {
    const auto embedder = make_static_embedder();
    const std::vector<std::string> texts{"growth of engineers", "naïve façade"};
    const auto expected = *embedder->embed(texts, TextRole::document, {});
    std::vector<std::vector<Vector>> found(4);
    {
        std::vector<std::jthread> threads;
        for (auto& vectors : found)
            threads.emplace_back([&] { vectors = *embedder->embed(texts, TextRole::document, {}); });
    }
    for (const auto& vectors : found) EXPECT_EQ(vectors, expected);
}

TEST(StaticEmbedder, StopsWhenItIsCalledOff) {
    std::stop_source stop;
    stop.request_stop();
    const std::vector<std::string> texts{"x"};
    const auto result = make_static_embedder()->embed(
        texts, TextRole::document, Deadline(std::chrono::steady_clock::time_point::max(), stop.get_token()));
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().kind(), ErrorKind::cancelled);
}

/// The component of one token as the bytes of the file say it, read without the table's code.
std::int32_t component(wordpiece::Token token, std::size_t place) {
    const auto bytes = built_in_table();
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const std::size_t rows = 64 + (wordpiece::kVocabulary * 2 + 63) / 64 * 64;
    const auto multiplier = at(64 + token * 2u) + 256 * at(65 + token * 2u);
    return multiplier * static_cast<std::int8_t>(bytes[rows + token * 256u + place]);
}

TEST(TokenTable, SumsWhatTheFileSaysForOddAndEvenNumbersOfTokens) {
    for (std::size_t count = 1; count <= 4; ++count) {
        std::vector<wordpiece::Token> tokens;
        for (std::size_t i = 0; i < count; ++i) tokens.push_back(static_cast<wordpiece::Token>(2'000 + 7 * i));
        std::vector<std::int32_t> sums(256);
        embed::TokenTable::instance().add(tokens, sums);
        for (std::size_t place = 0; place < sums.size(); ++place) {
            std::int32_t expected = 0;
            for (const auto token : tokens) expected += component(token, place);
            ASSERT_EQ(sums[place], expected) << count << " tokens, component " << place;
        }
    }
}

TEST(TokenTable, CannotOverflow) {
    for (std::size_t token = 0; token < wordpiece::kVocabulary; ++token) {
        const auto bytes = built_in_table();
        ASSERT_LT(static_cast<unsigned char>(bytes[65 + token * 2]), 16) << "a multiplier of 2^12 or more";
    }
}

}  // namespace
}  // namespace winnow
