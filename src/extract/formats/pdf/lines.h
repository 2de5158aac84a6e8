#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "extract/formats/pdf/content.h"

namespace winnow::extract {

/// A line of one column.
struct PdfLine {
    std::string text;
    double left = 0;
    double right = 0;
    double top = 0;
    double bottom = 0;
    double size = 0;  ///< of most of its letters
    bool bold = false;
    std::size_t page = 0;
    std::size_t column = 0;  ///< counts up over the document wherever a new column or section begins
    double column_left = 0;
    double column_right = 0;
};

/// The lines of a page in reading order: columns are found by the white gaps between them, and lines that span columns
/// divide the page into sections, each read column by column. `column` is where the numbering of columns goes on.
std::vector<PdfLine> page_lines(const PdfPage& page, std::size_t page_number, std::size_t& column);

}  // namespace winnow::extract
