#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "extract/content/features.h"

namespace winnow::extract {

/// Adds to each row what a first opinion holds of its surroundings: neighbours, siblings, the elements around, the
/// section under a heading. `likely` is one probability per block. The columns follow those of features_of().
void add_context(std::vector<FeatureRow>& rows, const Dom& dom, const std::vector<Block>& blocks,
                 std::span<const float> likely);

/// The names of the added columns, in order.
std::span<const std::string_view> context_names();

}  // namespace winnow::extract
