#include "text/shingles.h"

#include <cmath>
#include <random>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "text/utf8.h"
#include "text/words.h"

namespace winnow::text {
namespace {

std::string random_text(std::mt19937& random, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += "w" + std::to_string(random() % 5000) + " ";
    return text;
}

double exact(std::string_view a, std::string_view b) {
    const auto shingles = [](std::string_view text) {
        std::set<std::string> result;
        const auto found = words(text);
        for (std::size_t i = 0; i + kShingleWords <= found.size(); ++i)
            result.insert(lower_case(text.substr(found[i].begin, found[i + 2].end - found[i].begin)));
        return result;
    };
    const auto left = shingles(a);
    const auto right = shingles(b);
    std::size_t common = 0;
    for (const auto& shingle : left) common += right.count(shingle);
    return static_cast<double>(common) / static_cast<double>(left.size() + right.size() - common);
}

TEST(Signature, OfEqualWordsIsEqualWhateverTheCaseAndSigns) {
    EXPECT_EQ(signature("The quick, brown fox."), signature("the QUICK brown\nfox"));
    EXPECT_EQ(signature("ÄRGER im Büro heute"), signature("ärger im büro heute"));
    EXPECT_EQ(signature("a b c d").size(), kSignatureSize);
}

TEST(Signature, OfATextWithoutWordsIsEmptyAndResemblesNothing) {
    EXPECT_TRUE(signature(" ... ").empty());
    EXPECT_EQ(resemblance(signature(""), signature("")), 0);
    EXPECT_EQ(resemblance(signature("a b c"), signature("")), 0);
}

TEST(Signature, IsTheSameOnEveryPlatform) {
    const auto values = signature("to be or not to be that is the question");
    // Computed apart from this program, from the description of the hashes.
    EXPECT_EQ(values[20], 4261268919U);  // a class with a shingle of its own
    EXPECT_EQ(values[17], 4261268919U);  // one that borrows
    EXPECT_EQ(values[0], 779436587U);
}

TEST(Signature, TakesShortTexts) {
    EXPECT_EQ(resemblance(signature("Hello"), signature("hello!")), 1);
    EXPECT_LT(resemblance(signature("hello"), signature("goodbye")), 0.1);
    EXPECT_LT(resemblance(signature("a b c"), signature("c b a")), 0.1);
}

TEST(Resemblance, IsWithinTheExpectedErrorOfExactJaccard) {
    std::mt19937 random(5);
    double squares = 0;
    int count = 0;
    for (const std::size_t common : {0U, 50U, 100U, 200U, 400U, 800U, 2000U}) {
        for (int round = 0; round < 20; ++round) {
            const auto shared = random_text(random, common);
            const auto a = shared + random_text(random, 300);
            const auto b = shared + random_text(random, 300);
            const double error = resemblance(signature(a), signature(b)) - exact(a, b);
            EXPECT_LT(std::abs(error), 5.0 / 16);  // five times the standard error
            squares += error * error;
            ++count;
        }
    }
    EXPECT_LT(std::sqrt(squares / count), 1.0 / 16);
}

TEST(Resemblance, IsUnbiasedForTextsShorterThanTheSignature) {
    std::mt19937 random(9);
    double sum = 0;
    constexpr int kRounds = 400;
    for (int round = 0; round < kRounds; ++round) {
        const auto shared = random_text(random, 12);
        const auto a = shared + random_text(random, 8);
        const auto b = shared + random_text(random, 8);
        sum += resemblance(signature(a), signature(b)) - exact(a, b);
    }
    EXPECT_LT(std::abs(sum / kRounds), 0.03);
}

TEST(Signature, TakesAnyBytes) {
    std::mt19937 random(1);
    for (int round = 0; round < 500; ++round) {
        std::string bytes;
        for (int i = 0; i < 200; ++i) bytes += static_cast<char>(random() & 0xff);
        const auto values = signature(bytes);
        ASSERT_TRUE(values.empty() || values.size() == kSignatureSize);
        ASSERT_EQ(resemblance(values, values), values.empty() ? 0 : 1);
    }
    EXPECT_EQ(signature(std::string(3'000'000, 'x')).size(), kSignatureSize);
}

}  // namespace
}  // namespace winnow::text
