#pragma once

#include <vector>

#include "core/document.h"
#include "extract/html/blocks.h"
#include "extract/metadata/sources/head.h"
#include "extract/metadata/sources/linked_data.h"

namespace winnow::extract {

/// Takes the heading at which the article begins for its title when the page says nothing better than its title
/// element, which on many sites is the same on every page. A heading of one word, such as "Overview", is put before it.
void refine_title(Document& document, const Head& head, const LinkedData& data, const std::vector<Block>& blocks,
                  const std::vector<bool>& chosen);

}  // namespace winnow::extract
