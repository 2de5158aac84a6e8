#include "text/words/characters.h"

#include <algorithm>
#include <iterator>
#include <unictype.h>

namespace winnow::text {
namespace {

struct Range {
    char32_t first, last;
};

/// Blocks (Unicode 14, Blocks.txt) of scripts without blanks between words, in order. Digits and punctuation in them
/// are told apart by their category.
constexpr Range kUnspaced[] = {
    {0x0e00, 0x0eff},    // Thai, Lao
    {0x1000, 0x109f},    // Myanmar
    {0x1780, 0x17ff},    // Khmer
    {0x1950, 0x19df},    // Tai Le, New Tai Lue
    {0x1a20, 0x1aaf},    // Tai Tham
    {0x2e80, 0x2fdf},    // radicals
    {0x3005, 0x3007},    // iteration mark, closing mark, zero
    {0x3021, 0x3029},    // Hangzhou numerals
    {0x3031, 0x312f},    // Kana repeat marks, Hiragana, Katakana, Bopomofo
    {0x31a0, 0x31ff},    // Bopomofo extended, strokes, Katakana extensions
    {0x3400, 0x4dbf},    // Han extension A
    {0x4e00, 0x9fff},    // Han
    {0xa9e0, 0xa9ff},    // Myanmar extended B
    {0xaa60, 0xaadf},    // Myanmar extended A, Tai Viet
    {0xf900, 0xfaff},    // Han compatibility
    {0xff66, 0xff9f},    // half-width Katakana
    {0x1aff0, 0x1b16f},  // Kana supplements
    {0x20000, 0x3ffff},  // Han extensions B and later
};

bool is_unspaced(char32_t c) {
    if (c < kUnspaced[0].first) return false;
    const auto* range = std::upper_bound(std::begin(kUnspaced), std::end(kUnspaced), c,
                                         [](char32_t value, const Range& r) { return value < r.first; });
    return c <= std::prev(range)->last;
}

bool has_category(char32_t c, uint32_t mask) {
    return uc_is_general_category_withtable(c, mask);
}

}  // namespace

CharacterClass class_of_other_script(char32_t code_point) {
    // Ideographs first: they are the bulk of any text that has them.
    if (code_point >= 0x4e00 && code_point <= 0x9fff) return CharacterClass::unspaced;
    if (is_white_space(code_point)) return CharacterClass::white;
    if (has_category(code_point, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_Nl))
        return is_unspaced(code_point) ? CharacterClass::unspaced : CharacterClass::letter;
    if (has_category(code_point, UC_CATEGORY_MASK_N)) return CharacterClass::letter;
    if (has_category(code_point, UC_CATEGORY_MASK_M)) return CharacterClass::mark;
    // Zero-width joiners, the soft hyphen and the word joiner stand inside words; U+200B is where one may break.
    if (code_point == 0xad || code_point == 0x200c || code_point == 0x200d || code_point == 0x2060)
        return CharacterClass::mark;
    return CharacterClass::other;
}

bool is_small_letter(char32_t code_point) {
    return code_point < 0x80 ? code_point >= 'a' && code_point <= 'z' : uc_is_property_lowercase(code_point);
}

}  // namespace winnow::text
