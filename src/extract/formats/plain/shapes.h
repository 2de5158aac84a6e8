#pragma once

#include <cstddef>
#include <string_view>

#include "extract/formats/plain/lines.h"

namespace winnow::extract {

/// How many bytes the mark of a list item takes at the beginning of a line without indentation ("- ", "2. ", "(a) ",
/// "• "); 0 if there is none.
std::size_t item_mark(std::string_view line);
/// Whether the line begins with the number of a section ("4.1.  Scope"), as in tables of contents.
bool begins_section(std::string_view line);
/// The level of a heading that stands alone in its group, 0 for none: numbered ("2.1  Scope"), in capitals, underlined,
/// or outdented where the text is indented.
int heading_level(const LineGroup& group, const Measure& measure);
/// Whether the lines lose their sense when joined: tables, figures, program text.
bool is_preformatted(const LineGroup& group);

}  // namespace winnow::extract
