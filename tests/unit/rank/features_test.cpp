#include "rank/features.h"

#include <gtest/gtest.h>

#include "unit/rank/items.h"

namespace winnow::rank {
namespace {

using rank_test::document;

TEST(Features, CountTermsByFieldInTheOrderOfTheQuestion) {
    auto page = document("https://a.org/x", "Deploying Kubernetes", "We deploy to Kubernetes. Kubernetes deploys.");
    page.headings = {{2, "Why Kubernetes", 0}};
    const auto features = count_features(page, "deploying services to kubernetes");
    ASSERT_EQ(features.terms.size(), 3U);
    EXPECT_EQ(features.terms[0].in_title, 1U);
    EXPECT_EQ(features.terms[0].in_headings, 0U);
    EXPECT_EQ(features.terms[0].in_body, 2U);
    EXPECT_EQ(features.terms[1].in_body, 0U);
    EXPECT_EQ(features.terms[2].in_title, 1U);
    EXPECT_EQ(features.terms[2].in_headings, 1U);
    EXPECT_EQ(features.terms[2].in_body, 2U);
}

TEST(Features, LengthsCountTermsWithoutStopWords) {
    auto page = document("https://a.org/", "The cost of a cache", "It is the cache that costs us memory");
    page.headings = {{2, "On the memory", 0}};
    const auto features = count_features(page, "cache");
    EXPECT_EQ(features.title_terms, 2U);
    EXPECT_EQ(features.heading_terms, 1U);
    EXPECT_GE(features.body_terms, 3U);
    EXPECT_FALSE(features.signature.empty());
}

TEST(Features, TheLastSegmentOfTheUrlAddsWhatTheTitleLacks) {
    const auto features =
        count_features(document("https://a.org/docs/ic2_data-engineer.html", "Career data", ""), "data engineer");
    EXPECT_EQ(features.terms[0].in_title, 1U) << "in title and URL, counted once";
    EXPECT_EQ(features.terms[1].in_title, 1U) << "in the URL alone";
}

TEST(Features, AFoldersIndexAndAnEncodedSegmentAddNothing) {
    EXPECT_EQ(count_features(document("https://a.org/data/index.html", "", ""), "index data").title_terms, 0U);
    EXPECT_EQ(count_features(document("https://a.org/d%C3%A4ta", "", ""), "ta").title_terms, 0U);
}

TEST(Features, AdjacentTermsInTheOrderOfTheQuestionMatchAsPhrase) {
    EXPECT_EQ(
        count_features(document("https://a.org/", "", "code review of the code reviews"), "code review").phrase_matches,
        2U);
    EXPECT_EQ(
        count_features(document("https://a.org/", "", "review code. A code in review."), "code review").phrase_matches,
        1U)
        << "stop words between do not count, the order does";
    EXPECT_EQ(count_features(document("https://a.org/", "", "code code code"), "code").phrase_matches, 0U);
}

TEST(Features, AnEmptyDocumentHasNoSignatureAndNoCounts) {
    const auto features = count_features(document("https://a.org/", "", ""), "anything");
    EXPECT_TRUE(features.signature.empty());
    ASSERT_EQ(features.terms.size(), 1U);
    EXPECT_EQ(features.terms[0].in_body, 0U);
}

TEST(Features, AQuestionForOneOnOneMeetingsIsNotOneForMeetings) {
    const auto features =
        count_features(document("https://a.org/", "One-on-Ones", "Meet one on one."), "one on one meetings");
    ASSERT_EQ(features.terms.size(), 2U);
    EXPECT_EQ(features.terms[0].in_title, 2U);
    EXPECT_EQ(features.terms[0].in_body, 2U);
    EXPECT_EQ(features.terms[1].in_body, 1U);
}

TEST(Features, AnEmptyQuestionHasNoTerms) {
    EXPECT_TRUE(count_features(document("https://a.org/", "Title", "text"), "").terms.empty());
}

TEST(Features, AHugeQuestionAndThousandsOfHeadingsAreCutOff) {
    auto page = document("https://a.org/", "", "");
    for (int i = 0; i < 20'000; ++i) page.headings.push_back({2, "heading number " + std::to_string(i), 0});
    const auto features = count_features(page, rank_test::filler(5'000));
    EXPECT_LE(features.terms.size(), 64U);
    EXPECT_LT(features.heading_terms, 2'100U);
}

}  // namespace
}  // namespace winnow::rank
