#include "extract/content/model.h"

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
#include "extract/content/model.inc"

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
    for (std::size_t feature = 0; feature + 1 < kBegin.size(); ++feature)
        for (std::size_t i = kBegin[feature]; i < kBegin[feature + 1] && row[feature] > kSplits[i].threshold; ++i)
            open[kSplits[i].tree] &= kSplits[i].keeps;
    float sum = 0;
    for (std::size_t tree = 0; tree < kTrees; ++tree)
        sum += kLeaves[tree * kMostLeaves + static_cast<std::size_t>(std::countr_zero(open[tree]))];
    return sum;
}

}  // namespace

std::vector<float> probabilities(std::span<const FeatureRow> rows) {
    std::vector<float> result;
    result.reserve(rows.size());
    for (const auto& row : rows) result.push_back(probability(score(row)));
    return result;
}

}  // namespace winnow::extract
