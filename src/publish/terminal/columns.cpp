#include "publish/terminal/columns.h"

#include <algorithm>
#include <array>

#include "text/utf8.h"

namespace winnow {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};

// From Unicode's EastAsianWidth (W and F) and emoji presentation, neighbours joined where nothing else is assigned.
constexpr std::array kWide{
    Range{0x1100, 0x115F},   Range{0x231A, 0x231B},   Range{0x23E9, 0x23EC},   Range{0x2614, 0x2615},
    Range{0x2648, 0x2653},   Range{0x26A1, 0x26A1},   Range{0x2705, 0x2705},   Range{0x274C, 0x274C},
    Range{0x2753, 0x2757},   Range{0x2795, 0x2797},   Range{0x2B1B, 0x2B1C},   Range{0x2B50, 0x2B55},
    Range{0x2E80, 0x303E},   Range{0x3041, 0x33FF},   Range{0x3400, 0x4DBF},   Range{0x4E00, 0x9FFF},
    Range{0xA000, 0xA4CF},   Range{0xA960, 0xA97F},   Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},
    Range{0xFE30, 0xFE6F},   Range{0xFF00, 0xFF60},   Range{0xFFE0, 0xFFE6},   Range{0x16FE0, 0x18AFF},
    Range{0x1B000, 0x1B2FF}, Range{0x1F18E, 0x1F19A}, Range{0x1F200, 0x1F2FF}, Range{0x1F300, 0x1F64F},
    Range{0x1F680, 0x1F6FF}, Range{0x1F7E0, 0x1F7EB}, Range{0x1F900, 0x1FAFF}, Range{0x20000, 0x3FFFD},
};

// Combining marks of the scripts met most, joiners, variation selectors.
constexpr std::array kNarrowest{
    Range{0x0300, 0x036F}, Range{0x0483, 0x0489},   Range{0x0591, 0x05BD},   Range{0x0610, 0x061A},
    Range{0x064B, 0x065F}, Range{0x06D6, 0x06DC},   Range{0x0900, 0x0902},   Range{0x093C, 0x093C},
    Range{0x0941, 0x0948}, Range{0x094D, 0x094D},   Range{0x0E31, 0x0E31},   Range{0x0E34, 0x0E3A},
    Range{0x0E47, 0x0E4E}, Range{0x1AB0, 0x1AFF},   Range{0x1DC0, 0x1DFF},   Range{0x200B, 0x200F},
    Range{0x2060, 0x2064}, Range{0x20D0, 0x20FF},   Range{0x302A, 0x302D},   Range{0xFE00, 0xFE0F},
    Range{0xFE20, 0xFE2F}, Range{0x1F3FB, 0x1F3FF}, Range{0xE0100, 0xE01EF},
};

template <std::size_t N>
bool is_in(const std::array<Range, N>& ranges, char32_t c) {
    const auto next = std::ranges::upper_bound(ranges, c, {}, &Range::first);
    return next != ranges.begin() && c <= std::prev(next)->last;
}

std::size_t columns_of(char32_t c) {
    if (c < 0x300) return 1;
    if (is_in(kNarrowest, c)) return 0;
    return is_in(kWide, c) ? 2 : 1;
}

/// How many bytes of the text fill at most so many columns.
std::size_t bytes_in(std::string_view text, std::size_t columns) {
    std::size_t used = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = at;
        used += columns_of(text::next_code_point(text, at));
        if (used > columns) return begin;
    }
    return text.size();
}

}  // namespace

std::size_t columns_of(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size();) count += columns_of(text::next_code_point(text, at));
    return count;
}

std::string fitted(std::string_view text, std::size_t columns) {
    if (bytes_in(text, columns) == text.size()) return std::string(text);
    auto cut = text.substr(0, bytes_in(text, columns > 0 ? columns - 1 : 0));
    while (cut.ends_with(' ')) cut.remove_suffix(1);
    return std::string(cut) + "\u2026";
}

std::vector<std::string> folded(std::string_view text, std::size_t columns) {
    columns = std::max<std::size_t>(columns, 2);
    std::vector<std::string> lines;
    std::string line;
    std::size_t used = 0;
    while (!text.empty()) {
        auto word = text.substr(0, text.find(' '));
        const auto width = columns_of(word);
        if (used > 0 && used + 1 + width > columns) {
            lines.push_back(std::move(line));
            line.clear();
            used = 0;
        }
        if (used == 0 && width > columns) word = word.substr(0, bytes_in(word, columns));
        line += (used > 0 ? " " : "") + std::string(word);
        used += (used > 0 ? 1 : 0) + columns_of(word);
        text.remove_prefix(word.size());
        if (text.starts_with(' ')) {
            text.remove_prefix(1);
        } else if (!text.empty()) {  // a word was cut: what is left begins the next line
            lines.push_back(std::move(line));
            line.clear();
            used = 0;
        }
    }
    if (!line.empty()) lines.push_back(std::move(line));
    return lines;
}

}  // namespace winnow
