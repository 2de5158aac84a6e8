#include "extract/content/model/model.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

namespace winnow::extract {
namespace {

/// One question of a tree: a value above the threshold rules out the leaves on its left, whose bits `keeps` lacks.
struct Split {
    float threshold;
    std::uint16_t tree;
    std::uint8_t keeps;
};

// kSplits, sorted by feature and threshold; kBegin, where each feature's splits begin, with one entry more at the end;
// kLeaves, kMostLeaves for each tree from left to right.
constexpr std::size_t kMostLeaves = 8;
#include "extract/content/model/model.inc"

constexpr std::size_t kTrees = kLeaves.size() / kMostLeaves;

float probability(float score) {
    return 1.0F / (1.0F + std::exp(-score));
}

/// Walks over features instead of trees: thresholds are sorted, so a value stops asking at the first one it does not
/// exceed. What is left in a tree's bits begins with its leaf.
/// Source: Lucchese et al., "QuickScorer: a fast algorithm to rank documents with additive ensembles of regression
/// trees" (2015).
float score(const FeatureRow& row) {
    std::array<std::uint8_t, kTrees> open{};
    open.fill(0xFF);
    auto* bits = open.data();
    const auto* split = kSplits.data();
    for (std::size_t feature = 0; feature + 1 < kBegin.size(); ++feature) {
        const auto* end = kSplits.data() + kBegin[feature + 1];
        const float value = row[feature];
        for (; split != end && value > split->threshold; ++split) bits[split->tree] &= split->keeps;
        split = end;
    }
    // Several sums, for one addition would have to wait for the other.
    static_assert(kTrees % 4 == 0);
    std::array<float, 4> sums{};
    const auto* leaves = kLeaves.data();
    for (std::size_t tree = 0; tree < kTrees; tree += sums.size())
        for (std::size_t i = 0; i < sums.size(); ++i, leaves += kMostLeaves)
            sums[i] += leaves[std::countr_zero(static_cast<unsigned>(bits[tree + i]))];
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

}  // namespace

std::vector<float> probabilities(const Features& features) {
    std::vector<float> result(features.rows.size(), 0.0F);
    for (std::size_t i = 0; i < result.size(); ++i)
        if (features.asked[i]) result[i] = probability(score(features.rows[i]));
    return result;
}

}  // namespace winnow::extract
