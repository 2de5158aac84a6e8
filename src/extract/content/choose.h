#pragma once

#include <vector>

#include "extract/content/features/features.h"

namespace winnow::extract {

/// For each block whether it belongs to the article. A page with any text yields some: when the model is sure of
/// nothing, what it holds most likely is taken.
std::vector<bool> choose(const Dom& dom, const Blocks& blocks, const PageEvidence& evidence);

}  // namespace winnow::extract
