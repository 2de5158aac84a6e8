#include "rank/duplicates.h"

#include <numeric>
#include <random>

#include <gtest/gtest.h>

#include "text/shingles.h"

namespace winnow::rank {
namespace {

/// Signatures that agree in a given share of their values with the one they are made of.
class Signatures {
public:
    std::vector<std::uint32_t> fresh() {
        std::vector<std::uint32_t> values(text::kSignatureSize);
        for (auto& value : values) value = static_cast<std::uint32_t>(random_());
        return values;
    }
    std::vector<std::uint32_t> near(std::vector<std::uint32_t> values, std::size_t different) {
        for (std::size_t i = 0; i < different; ++i)
            values[(i * 37 + 5) % values.size()] = static_cast<std::uint32_t>(random_());
        return values;
    }

private:
    std::mt19937 random_{42};
};

std::vector<Group> groups_of(const std::vector<std::vector<std::uint32_t>>& all, double threshold) {
    const std::vector<Signature> signatures(all.begin(), all.end());
    std::vector<std::size_t> order(all.size());
    std::iota(order.begin(), order.end(), 0U);
    return group_near_duplicates(signatures, order, threshold);
}

TEST(Duplicates, WhoComesFirstLeadsAndTheClosestComesFirst) {
    Signatures make;
    const auto first = make.fresh();
    const auto groups = groups_of({first, make.near(first, 12), make.fresh(), make.near(first, 4)}, 0.7);
    ASSERT_EQ(groups.size(), 2U);
    EXPECT_EQ(groups[0].leader, 0U);
    EXPECT_EQ(groups[0].similar, (std::vector<std::size_t>{3, 1}));
    EXPECT_GT(groups[0].resemblance[0], groups[0].resemblance[1]);
    EXPECT_EQ(groups[1].leader, 2U);
    EXPECT_TRUE(groups[1].similar.empty());
}

TEST(Duplicates, EveryMemberIsNearItsLeaderSoThereAreNoChains) {
    Signatures make;
    std::vector<std::vector<std::uint32_t>> chain{make.fresh()};
    for (int i = 0; i < 10; ++i) {
        auto next = chain.back();
        for (std::size_t k = 0; k < 10; ++k) next[(static_cast<std::size_t>(i) * 10 + k) % next.size()] += 1;
        chain.push_back(next);
    }
    for (const auto& group : groups_of(chain, 0.7))
        for (const auto resemblance : group.resemblance) EXPECT_GE(resemblance, 0.7);
}

TEST(Duplicates, AnEmptySignatureResemblesNothingNotEvenAnotherEmptyOne) {
    EXPECT_EQ(groups_of({{}, {}, {}}, 0.7).size(), 3U);
    EXPECT_EQ(groups_of({{}, {}}, 0.0).size(), 2U);
}

TEST(Duplicates, AtTheThresholdTwoCountAsOne) {
    Signatures make;
    const auto first = make.fresh();
    const std::vector<std::vector<std::uint32_t>> pair{first, first};
    EXPECT_EQ(groups_of(pair, 1.0).size(), 1U);
}

TEST(Duplicates, ALargeSetFindsThemByBandsToo) {
    Signatures make;
    std::vector<std::vector<std::uint32_t>> all;
    for (std::size_t i = 0; i < kExactDocuments + 200; ++i) all.push_back(make.fresh());
    const std::size_t originals = all.size();
    for (std::size_t i = 0; i < 100; ++i) all.push_back(make.near(all[i * 13], 10));
    const auto groups = groups_of(all, 0.7);
    EXPECT_LE(groups.size(), originals + 1) << "of 100 near-duplicates at most one may be missed";
    std::size_t members = 0;
    for (const auto& group : groups) members += 1 + group.similar.size();
    EXPECT_EQ(members, all.size());
}

TEST(Duplicates, ThousandsOfCopiesMakeOneGroup) {
    Signatures make;
    const std::vector<std::vector<std::uint32_t>> all(kExactDocuments * 2, make.fresh());
    const auto groups = groups_of(all, 0.7);
    ASSERT_EQ(groups.size(), 1U);
    EXPECT_EQ(groups[0].similar.size(), all.size() - 1);
}

}  // namespace
}  // namespace winnow::rank
