#pragma once

#include <string>
#include <string_view>

namespace winnow::extract {

// Letters of ASCII, whatever the locale, without a call: pages are read byte by byte many times.

constexpr bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
constexpr bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
constexpr bool is_letter(char c) {
    return is_upper(c) || is_lower(c);
}
constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
/// A byte of a character beyond ASCII.
constexpr bool is_beyond_ascii(char c) {
    return static_cast<unsigned char>(c) >= 0x80;
}
/// White space of HTML.
constexpr bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}
constexpr char to_lower(char c) {
    return is_upper(c) ? static_cast<char>(c + ('a' - 'A')) : c;
}
constexpr char to_upper(char c) {
    return is_lower(c) ? static_cast<char>(c - ('a' - 'A')) : c;
}
/// The text with the letters of ASCII in lower case.
inline std::string lower_ascii(std::string_view text) {
    std::string result(text);
    for (auto& c : result) c = to_lower(c);
    return result;
}

}  // namespace winnow::extract
