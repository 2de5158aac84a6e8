#pragma once

#include <vector>

#include "extract/content/features/features.h"

namespace winnow::extract {

/// For each block the probability that it belongs to the article; 0 for those not worth asking about. The model is an
/// ensemble of small decision trees that tools/train-extraction learns and writes as content/model/model.inc.
std::vector<float> probabilities(const Features& features);

}  // namespace winnow::extract
