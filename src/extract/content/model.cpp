#include "extract/content/model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace winnow::extract {
namespace {

/// One question of a tree: feature ≤ threshold goes left. Below zero, the complement of a leaf's index.
struct Split {
    std::uint8_t feature;
    std::int16_t left;
    std::int16_t right;
    float threshold;
};

#include "extract/content/model.inc"

float probability(float score) {
    return 1.0F / (1.0F + std::exp(-score));
}

template <typename Row>
float sum_of_trees(const Row& row, std::span<const Split> splits, std::span<const std::int16_t> roots,
                   std::span<const float> leaves) {
    float sum = 0;
    for (std::int16_t at : roots) {
        while (at >= 0) {
            const auto& split = splits[static_cast<std::size_t>(at)];
            at = row[split.feature] <= split.threshold ? split.left : split.right;
        }
        sum += leaves[static_cast<std::size_t>(~at)];
    }
    return sum;
}

}  // namespace

std::vector<float> probabilities(std::span<const FeatureRow> rows) {
    std::vector<float> result;
    result.reserve(rows.size());
    for (const auto& row : rows) result.push_back(probability(sum_of_trees(row, kSplits, kRoots, kLeaves)));
    return result;
}

}  // namespace winnow::extract
