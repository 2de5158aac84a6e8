#pragma once

#include <array>
#include <cstdint>

namespace winnow::text {

/// What a character does to a word.
enum class CharacterClass : std::uint8_t {
    other,     ///< divides: punctuation, symbols, bytes that are no UTF-8
    white,     ///< white space
    letter,    ///< a letter or digit of a script that writes blanks between words
    unspaced,  ///< a letter of a script that does not: Han, Kana, Thai, Lao, Khmer, Myanmar
    mark,      ///< belongs to the character before it: accents, vowel signs, joiners, soft hyphens
};

/// Unicode's White_Space property.
constexpr bool is_white_space(char32_t c) {
    if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
    return c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
           c == 0x202f || c == 0x205f || c == 0x3000;
}

/// Whether a line ends here: line feed, carriage return, tabulator and feed of forms, NEL, U+2028, U+2029.
constexpr bool is_line_break(char32_t c) {
    return (c >= '\n' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/// The classes of ASCII, in the header because every byte of nearly every text passes here.
constexpr std::array<CharacterClass, 128> kAsciiClasses = [] {
    std::array<CharacterClass, 128> classes{};
    for (unsigned c = 0; c < 128; ++c) {
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
            classes[c] = CharacterClass::letter;
        else if (is_white_space(c))
            classes[c] = CharacterClass::white;
    }
    return classes;
}();

/// Precondition: code_point >= 0x80.
CharacterClass class_of_other_script(char32_t code_point);

inline CharacterClass class_of(char32_t code_point) {
    return code_point < 0x80 ? kAsciiClasses[code_point] : class_of_other_script(code_point);
}

/// Whether it is a letter in lower case, of a script that has two cases.
bool is_small_letter(char32_t code_point);

}  // namespace winnow::text
