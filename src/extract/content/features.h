#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "extract/html/blocks.h"
#include "extract/html/dom.h"

namespace winnow::extract {

constexpr std::size_t kFeatures = 74;
using FeatureRow = std::array<float, kFeatures>;

/// What the page says of itself, as evidence of where the article is.
struct PageEvidence {
    std::string_view title;  ///< of the article: headline, og:title
    std::string_view description;
    std::string_view article_body;  ///< JSON-LD articleBody; empty if none
};

/// One row of numbers per block, by which the model tells article text from the rest. Linear in the page.
/// tools/train-extraction reads the same rows.
std::vector<FeatureRow> features_of(const Dom& dom, const std::vector<Block>& blocks, const PageEvidence& evidence);

}  // namespace winnow::extract
