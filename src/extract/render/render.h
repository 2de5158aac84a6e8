#pragma once

#include <string>
#include <vector>

#include "core/document.h"
#include "extract/html/blocks.h"
#include "extract/html/dom.h"

namespace winnow::extract {

/// The chosen blocks as people read them.
struct Rendered {
    std::string text;
    std::string markdown;
    std::vector<Heading> headings;  ///< offsets into `text`
    std::vector<Link> links;        ///< absolute, in order, without repetition
};

/// Writes the chosen blocks twice: as lines of plain text, and in Markdown with headings, nested lists, tables, fenced
/// code, quotes, emphasis, links and images. `base` is what relative references are resolved against.
Rendered render(const Dom& dom, const std::vector<Block>& blocks, const std::vector<bool>& chosen, const Url& base);

}  // namespace winnow::extract
