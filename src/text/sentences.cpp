#include "text/sentences.h"

#include <algorithm>
#include <array>
#include <string>

#include "text/utf8.h"

namespace winnow::text {
namespace {

using namespace std::string_view_literals;

// What ends with a full stop without ending a sentence; lower case, sorted.
constexpr std::array kAbbreviations{
    "al"sv,  "approx"sv, "ca"sv,   "cf"sv,  "co"sv,   "corp"sv, "dept"sv, "dr"sv,  "e.g"sv, "ed"sv,  "eg"sv,  "eq"sv,
    "est"sv, "etc"sv,    "fig"sv,  "i.e"sv, "ie"sv,   "inc"sv,  "jr"sv,   "ltd"sv, "mr"sv,  "mrs"sv, "ms"sv,  "no"sv,
    "nos"sv, "p"sv,      "ph.d"sv, "pp"sv,  "prof"sv, "sec"sv,  "sr"sv,   "st"sv,  "u.k"sv, "u.s"sv, "vol"sv, "vs"sv,
};
static_assert(std::ranges::is_sorted(kAbbreviations));

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

bool ends_always(char32_t c) {
    return c == '!' || c == '?' || c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0x0964 || c == 0x061F ||
           c == 0x06D4 || c == 0x2026;
}

/// Full stops after which no blank is expected.
bool is_wide(char32_t c) {
    return c == 0x3002 || c == 0xFF01 || c == 0xFF1F;
}

bool closes(char32_t c) {
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x201D || c == 0x2019 || c == 0xBB || c == 0x300D ||
           c == 0x300F || c == '.' || c == '!' || c == '?';
}

/// Whether the full stop at `stop` belongs to an abbreviation or an initial.
bool is_abbreviation(std::string_view text, std::size_t begin, std::size_t stop) {
    auto start = stop;
    constexpr std::size_t kLongest = 8;
    while (start > begin && stop - start < kLongest && !is_blank(text[start - 1]) && text[start - 1] != '(' &&
           text[start - 1] != '"')
        --start;
    const auto word = text.substr(start, stop - start);
    if (word.size() == 1 && word[0] >= 'A' && word[0] <= 'Z') return true;
    return std::ranges::binary_search(kAbbreviations, std::string_view(lower_case(word)));
}

/// Whether what follows a full stop can begin a sentence: not a small letter.
bool may_begin(std::string_view text, std::size_t position) {
    while (position < text.size() && is_blank(text[position])) ++position;
    return position >= text.size() || !(text[position] >= 'a' && text[position] <= 'z');
}

void add(std::string_view text, std::size_t begin, std::size_t end, std::vector<Sentence>& result) {
    while (begin < end && is_blank(text[begin])) ++begin;
    while (end > begin && is_blank(text[end - 1])) --end;
    if (end > begin) result.push_back({text.substr(begin, end - begin), begin});
}

/// Sentences of the line text[begin, end).
void add_line(std::string_view text, std::size_t begin, std::size_t end, std::vector<Sentence>& result) {
    const auto line = text.substr(0, end);
    auto start = begin;
    for (auto position = begin; position < end;) {
        const auto at = position;
        const auto c = next_code_point(line, position);
        if (c != '.' && !ends_always(c)) continue;
        while (position < end) {
            auto after = position;
            if (!closes(next_code_point(line, after))) break;
            position = after;
        }
        if (!is_wide(c) && position < end && !is_blank(line[position])) continue;  // 3.14, example.org
        if (c == '.' && (is_abbreviation(line, start, at) || !may_begin(line, position))) continue;
        add(line, start, position, result);
        start = position;
    }
    add(line, start, end, result);
}

}  // namespace

std::vector<Sentence> sentences(std::string_view text) {
    std::vector<Sentence> result;
    for (std::size_t begin = 0; begin < text.size();) {
        auto end = text.find('\n', begin);
        if (end == std::string_view::npos) end = text.size();
        add_line(text, begin, end, result);
        begin = end + 1;
    }
    return result;
}

}  // namespace winnow::text
