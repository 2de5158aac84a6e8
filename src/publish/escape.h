#pragma once

#include <string>
#include <string_view>

#include "core/url.h"

namespace winnow {

/// Foreign text that cannot act on what shows it: well-formed UTF-8 (else U+FFFD), without control characters (line
/// breaks and tabs stay), and without the marks that reverse the direction of writing (U+202A to E, U+2066 to 9), which
/// make a text read as something else. Every function below begins with this.
std::string clean_text(std::string_view text);
/// The same on one line: runs of white space become one blank, none at either end.
std::string clean_line(std::string_view text);
/// For text and attribute values of HTML and XML 1.0.
std::string escape_markup(std::string_view text);
/// For running text of Markdown (CommonMark and GitHub's extensions), on one line: nothing in it begins a link, a
/// mention, HTML, emphasis, mathematics, a heading, a list or a table's cell.
std::string escape_markdown(std::string_view text);
/// The words as a link of Markdown whose address cannot end it early; the address again if there are no words, and the
/// words alone if there is no address.
std::string markdown_link(std::string_view words, const Url& url);
/// One cell of CSV (RFC 4180), safe from being taken for a formula.
std::string csv_cell(std::string_view text);

}  // namespace winnow
