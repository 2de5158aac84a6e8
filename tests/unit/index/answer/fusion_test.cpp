#include "index/answer/fusion.h"

#include <cmath>

#include <gmock/gmock.h>

namespace winnow {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> keys(const std::vector<Fused>& fused) {
    std::vector<std::string> result;
    for (const auto& entry : fused) result.push_back(entry.key);
    return result;
}

/// A list of keys whose scores fall from 10 by one.
std::vector<Ranked> list(const std::vector<std::string>& names) {
    std::vector<Ranked> ranked;
    for (const auto& name : names) ranked.push_back({name, 10.0 - static_cast<double>(ranked.size())});
    return ranked;
}

constexpr FusionOptions kByRank{.kind = Fusion::reciprocal_rank};

TEST(Fusion, AddsReciprocalRanks) {
    const auto fused = fuse(list({"a", "b"}), list({"b", "c"}), {}, kByRank);
    EXPECT_THAT(keys(fused), ElementsAre("b", "a", "c"));
    EXPECT_DOUBLE_EQ(fused[0].score, 1 / (kRankConstant + 2) + 1 / (kRankConstant + 1));
    EXPECT_DOUBLE_EQ(fused[1].score, 1 / (kRankConstant + 1));
    EXPECT_EQ(fused[1].lexical, 10);
    EXPECT_FALSE(fused[1].semantic.has_value());
}

TEST(Fusion, SharesAPlaceAmongEqualScores) {
    const std::vector<Ranked> equal{{"a", 5}, {"b", 5}, {"c", 1}};
    const auto fused = fuse(equal, list({"z"}), {}, kByRank);
    EXPECT_EQ(fused[0].score, fused[1].score);
    EXPECT_DOUBLE_EQ(fused[3].score, 1 / (kRankConstant + 3));
}

TEST(Fusion, MeansTheSquaresOfSharesOfTheBest) {
    const std::vector<Ranked> lexical{{"a", 8}, {"b", 4}};
    const std::vector<Ranked> semantic{{"b", 0.8}, {"a", 0.2}};
    const auto half = fuse(lexical, semantic, {}, {});
    EXPECT_THAT(keys(half), ElementsAre("b", "a"));
    EXPECT_DOUBLE_EQ(half[0].score, std::sqrt(0.5 * 0.25 + 0.5 * 1.0));
    EXPECT_THAT(keys(fuse(lexical, semantic, {}, {.semantic_weight = 0})), ElementsAre("a", "b"));
    EXPECT_DOUBLE_EQ(fuse(lexical, std::vector<Ranked>{{"a", 0.3}}, {}, {})[0].score, 1);
}

TEST(Fusion, PrefersTheFrontOfOneListToTheMiddleOfBoth) {
    const std::vector<Ranked> lexical{{"said", 10}, {"middling", 5}};
    const std::vector<Ranked> semantic{{"meant", 0.8}, {"near", 0.64}, {"middling", 0.4}};
    EXPECT_THAT(keys(fuse(lexical, semantic, {}, {})), ElementsAre("meant", "said", "near", "middling"));
    EXPECT_EQ(keys(fuse(lexical, semantic, {}, kByRank))[0], "middling");
}

TEST(Fusion, CountsAMeaningThatIsOppositeForNothing) {
    const std::vector<Ranked> semantic{{"a", 0.5}, {"b", -0.9}};
    EXPECT_THAT(keys(fuse(list({"c", "b"}), semantic, {}, {})), ElementsAre("a", "c", "b"));
}

TEST(Fusion, LooksDeeperThanTheAnswerIsLong) {
    EXPECT_EQ(fused_depth({.limit = 10}), 100u);
    EXPECT_EQ(fused_depth({.limit = 100}), 300u);
}

TEST(Fusion, LeavesASingleListAsItIs) {
    const auto fused = fuse({}, list({"a", "b"}), {}, {});
    EXPECT_THAT(keys(fused), ElementsAre("a", "b"));
    EXPECT_EQ(fused[0].score, 10);
    EXPECT_THAT(keys(fuse(list({"x"}), {}, {"x"}, {})), ElementsAre("x"));
    EXPECT_THAT(fuse({}, {}, {}, {}), IsEmpty());
}

TEST(Fusion, KeepsThePlacesOfDocumentsThatSayARareWord) {
    const auto lexical = list({"rare", "b", "also", "d"});
    const auto semantic = list({"b", "d", "e", "f"});
    ASSERT_NE(keys(fuse(lexical, semantic, {}, {}))[0], "rare");
    const auto fused = fuse(lexical, semantic, {"rare", "also"}, {});
    EXPECT_EQ(keys(fused)[0], "rare");
    EXPECT_EQ(keys(fused)[2], "also");
    EXPECT_TRUE(std::ranges::is_sorted(fused, std::ranges::greater{}, &Fused::score));
}

TEST(Fusion, SetsWhatKeepsItsPlaceApartFromWhatHadIt) {
    const std::vector<Ranked> semantic{{"b", 0.9}, {"c", 0.9}};
    const auto fused = fuse(list({"rare", "b", "c"}), semantic, {"rare"}, kByRank);
    EXPECT_THAT(keys(fused), ElementsAre("rare", "b", "c"));
    EXPECT_GT(fused[0].score, fused[1].score) << "equal scores go by URL, and the place would be lost again";
}

TEST(Fusion, KeepsPlacesInAListThatWasFusedElsewhere) {
    std::vector<Fused> fused{{.key = "a", .score = 0.3}, {.key = "b", .score = 0.2}, {.key = "c", .score = 0.1}};
    keep_places(fused, list({"b", "far"}), {"b", "far"});
    EXPECT_THAT(keys(fused), ElementsAre("b", "far", "a", "c"));
    EXPECT_TRUE(std::ranges::is_sorted(fused, std::ranges::greater{}, &Fused::score));
    std::vector<Fused> nothing;
    keep_places(nothing, list({"only"}), {"only"});
    EXPECT_THAT(keys(nothing), ElementsAre("only"));
}

TEST(Fusion, LiftsNoRareDocumentAboveItsPlaceInTheLexicalList) {
    const auto fused = fuse(list({"a", "b", "c", "late"}), list({"a", "b", "c"}), {"late"}, {});
    EXPECT_THAT(keys(fused), ElementsAre("a", "b", "c", "late"));
}

}  // namespace
}  // namespace winnow
