#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace winnow::extract {

/// A word where it stands, in points from the page's top left corner.
struct PdfWord {
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;
    double size = 0;  ///< of its font
    bool space_after = false;
    bool bold = false;
    std::string text;
};

struct PdfPage {
    double width = 0;
    double height = 0;
    std::vector<PdfWord> words;  ///< upright ones, in the order of the file
};

struct PdfContent {
    std::string title;
    std::string author;
    std::string subject;
    std::string keywords;
    std::int64_t created = 0;  ///< Unix seconds, 0 if unknown
    std::int64_t modified = 0;
    std::size_t page_count = 0;  ///< of the file; `pages` may be fewer
    std::vector<PdfPage> pages;
    bool is_complete = false;  ///< whether the reader came to its end
};

/// Understands what the program winnow-pdf writes. Its records, fields divided by tabs: "I name value" for a property
/// of the document, "N count" for the number of pages, "P width height" where a page begins, "B left top right bottom
/// size space-after bold rotation text" for a word, "D" at the end, "E kind message" when the file cannot be read,
/// which becomes the error. Lines that are none of these are passed over.
Result<PdfContent> read_content(std::string_view records);

/// Runs winnow-pdf on a PDF and gives what it wrote, with a limit of time and of output. Errors: unsupported (the
/// program is not installed), internal (it cannot be started).
Result<std::string> run_pdf_reader(std::string_view pdf);

}  // namespace winnow::extract
