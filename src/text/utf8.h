#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace winnow::text {

/// The code point that begins at `position`, which moves behind it. U+FFFD for a byte that is not well-formed UTF-8
/// (RFC 3629); the position then moves by one. Precondition: position < text.size().
char32_t next_beyond_ascii(std::string_view text, std::size_t& position);
inline char32_t next_code_point(std::string_view text, std::size_t& position) {
    const auto first = static_cast<unsigned char>(text[position]);
    if (first >= 0x80) return next_beyond_ascii(text, position);
    ++position;
    return first;
}
/// Where the run of ASCII that begins at `position` ends; many bytes at a time, for most text is ASCII.
std::size_t end_of_ascii(std::string_view text, std::size_t position);
void append_code_point(std::string& text, char32_t code_point);

/// How many code points there are; a byte that is not well-formed UTF-8 is one.
std::size_t count_code_points(std::string_view text);
/// Whether the bytes are well-formed UTF-8.
bool is_valid_utf8(std::string_view text);
/// At most `bytes` of the text, cut at a character boundary.
std::string_view truncated(std::string_view text, std::size_t bytes);

/// Lower case by the Unicode default mapping (simple, one to one), for comparing, not for showing.
std::string lower_case(std::string_view text);
/// Runs of white space (Unicode's, line breaks included) become one blank; none at either end.
std::string folded_white_space(std::string_view text);

}  // namespace winnow::text
