#include "extract/charset/charset.h"
#include "text/utf8.h"

namespace winnow::extract {
namespace {

constexpr char32_t kJoiner = 0x200D;
constexpr char32_t kNonJoiner = 0x200C;
constexpr char32_t kBlackFlag = 0x1F3F4;  // flags of regions are written as tags behind it

bool is_tag(char32_t c) {
    return c >= 0xE0000 && c <= 0xE007F;
}

/// One of them chooses a shape of the character before; a row of them, or the many of the supplement behind what is not
/// Han, can only carry hidden bytes.
bool is_selector(char32_t c) {
    return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

bool is_han(char32_t c) {
    return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

bool is_never_seen(char32_t c) {
    switch (c) {
        case 0x00AD:  // soft hyphen
        case 0x034F:  // grapheme joiner
        case 0x061C:  // Arabic letter mark
        case 0x115F:  // fillers of Hangul
        case 0x1160:
        case 0x180E:
        case 0x200B:  // zero width space
        case 0x200E:  // directional marks
        case 0x200F:
        case 0x3164:
        case 0xFEFF:
        case 0xFFA0: return true;
        default: return (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || (c >= 0xFFF9 && c <= 0xFFFB);
    }
}

/// Joiners shape letters of scripts from Arabic on, and emoji; between Latin letters they only hide words.
bool needs_joiner(char32_t before, std::string_view rest) {
    std::size_t at = 0;
    return before >= 0x0600 && !rest.empty() && text::next_code_point(rest, at) >= 0x0600;
}

}  // namespace

std::string without_invisible(std::string_view text, std::size_t& removed) {
    std::string result;
    std::size_t copied = 0;  // what stands before it is in the result, or was removed
    char32_t before = 0;
    for (std::size_t i = 0; i < text.size();) {
        if (static_cast<unsigned char>(text[i]) < 0x80) {
            i = text::end_of_ascii(text, i);
            before = static_cast<unsigned char>(text[i - 1]);
            continue;
        }
        const auto begin = i;
        const auto c = text::next_beyond_ascii(text, i);
        const bool hides_bytes = is_tag(c) ? before != kBlackFlag
                                           : is_selector(c) && (is_selector(before) || (c > 0xFFFF && !is_han(before)));
        const bool joins = c == kJoiner || c == kNonJoiner;
        if (hides_bytes) ++removed;
        if (hides_bytes || is_tag(c) || is_never_seen(c) || (joins && !needs_joiner(before, text.substr(i)))) {
            result += text.substr(copied, begin - copied);
            copied = i;
        } else {
            before = c;
        }
    }
    if (copied == 0) return std::string(text);
    result += text.substr(copied);
    return result;
}

}  // namespace winnow::extract
