#pragma once

#include <vector>

#include "extract/formats/pdf/content.h"
#include "extract/formats/pdf/lines.h"

namespace winnow::extract {

/// Takes out the lines that frame pages: page numbers, and what stands at the top or bottom of many pages with no
/// difference but in its numbers. Tables of contents go too: their lines lead with dots to a page.
void drop_furniture(const PdfContent& content, std::vector<PdfLine>& lines);

}  // namespace winnow::extract
