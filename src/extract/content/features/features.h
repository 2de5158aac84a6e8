#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "extract/html/blocks.h"
#include "extract/html/dom.h"

namespace winnow::extract {

constexpr std::size_t kMostFeatures = 104;
using FeatureRow = std::array<float, kMostFeatures>;

/// What the page says of itself, as evidence of where the article is.
struct PageEvidence {
    std::string_view title;  ///< of the article: headline, og:title
    std::string_view description;
    std::string_view article_body;  ///< JSON-LD articleBody; empty if none
};

/// One row of numbers per block, by which the model tells article text from the rest; unused columns are 0.
struct Features {
    std::vector<FeatureRow> rows;
    std::vector<bool> asked;   ///< false for links in menus and footers: their rows are empty
    std::size_t headline = 0;  ///< the block with the headline; beyond the last when there is none
};

/// Linear in the page. tools/train-extraction reads the same rows.
Features features_of(const Dom& dom, const Blocks& blocks, const PageEvidence& evidence);

/// The names of the columns, in order.
std::span<const std::string_view> feature_names();

}  // namespace winnow::extract
