#pragma once

#include <string>
#include <vector>

#include "extract/formats/pdf/lines.h"

namespace winnow::extract {

struct PdfBlock {
    enum class Kind { paragraph, heading, item, cells };
    Kind kind = Kind::paragraph;
    int level = 0;  ///< of a heading
    std::string text;
    double size = 0;
    std::size_t page = 0;
};

/// The size of most letters.
double body_size(const std::vector<PdfLine>& lines);

/// Joins lines to paragraphs, over columns and pages too, and words that were hyphenated at a line's end; headings are
/// told by size, weight, capitals and numbers.
std::vector<PdfBlock> blocks_of(const std::vector<PdfLine>& lines);

}  // namespace winnow::extract
