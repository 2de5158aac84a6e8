#pragma once

#include <span>
#include <vector>

#include "extract/content/features/features.h"

namespace winnow::extract {

/// For each row, in document order, the probability that the block belongs to the article. The model is an ensemble of
/// small decision trees that tools/train-extraction learns and writes as content/model/model.inc.
std::vector<float> probabilities(std::span<const FeatureRow> rows);

}  // namespace winnow::extract
