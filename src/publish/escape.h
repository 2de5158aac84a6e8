#pragma once

#include <string>
#include <string_view>

namespace winnow {

/// For text and attribute values of HTML and XML; control characters that XML forbids become U+FFFD.
std::string escape_markup(std::string_view text);
/// For running text of Markdown: characters that could begin a link, HTML, emphasis or a heading get a backslash; one
/// line.
std::string escape_markdown(std::string_view text);
/// One cell of CSV (RFC 4180), safe from being taken for a formula.
std::string csv_cell(std::string_view text);
/// "7.4": one decimal.
std::string one_decimal(double value);
/// "technical_accuracy" → "Technical accuracy".
std::string readable(std::string_view identifier);
/// At most `bytes` bytes, cut at a blank and a character boundary, with an ellipsis.
std::string shortened(std::string_view text, std::size_t bytes);
/// The date with its precision: "2024", "May 2024", "5 May 2024".
std::string date_text(int year, unsigned month, unsigned day, int precision);

}  // namespace winnow
