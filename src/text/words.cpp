#include "text/words.h"

#include <algorithm>
#include <unictype.h>

#include "text/utf8.h"

namespace winnow::text {
namespace {

enum class Kind : std::uint8_t { gap, letter, unspaced };

bool in(char32_t c, char32_t first, char32_t last) {
    return c >= first && c <= last;
}

/// Scripts that are written without blanks between words: Thai, Lao, Myanmar, Khmer, Kana, Han.
bool is_unspaced(char32_t c) {
    return in(c, 0x0E00, 0x0EFF) || in(c, 0x1000, 0x109F) || in(c, 0x1780, 0x17FF) || in(c, 0x3040, 0x30FF) ||
           in(c, 0x31F0, 0x31FF) || in(c, 0x3400, 0x4DBF) || in(c, 0x4E00, 0x9FFF) || in(c, 0xF900, 0xFAFF) ||
           in(c, 0xFF66, 0xFF9F) || in(c, 0x20000, 0x3FFFF);
}

bool is_ascii_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_word(char32_t c) {
    constexpr std::uint32_t kMask = UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_N;
    return uc_is_general_category_withtable(c, kMask);
}

/// What the character at `position` is; `position` moves behind it.
Kind next_kind(std::string_view text, std::size_t& position) {
    if (static_cast<unsigned char>(text[position]) < 0x80)
        return is_ascii_word(text[position++]) ? Kind::letter : Kind::gap;
    const auto c = next_code_point(text, position);
    if (!is_word(c)) return Kind::gap;
    return is_unspaced(c) ? Kind::unspaced : Kind::letter;
}

bool is_word_at(std::string_view text, std::size_t position) {
    return position < text.size() && next_kind(text, position) != Kind::gap;
}

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
    return std::ranges::equal(text, lower,
                              [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
}

/// Where a word of letters that ends at `end` really ends: "c++", "c#", "node.js" go on.
std::size_t extended(std::string_view text, std::size_t begin, std::size_t end) {
    const auto rest = text.substr(end);
    if (end - begin == 1 && rest.starts_with("++") && !is_word_at(text, end + 2)) return end + 2;
    if (end - begin == 1 && rest.starts_with('#') && !is_word_at(text, end + 1)) return end + 1;
    if (equals_ignoring_case(rest.substr(0, 3), ".js") && !is_word_at(text, end + 3)) return end + 3;
    return end;
}

/// Where a word that begins at `begin` really begins: ".net" has its dot.
std::size_t preceded(std::string_view text, std::size_t begin, std::size_t end) {
    const bool dotted =
        begin > 0 && text[begin - 1] == '.' && equals_ignoring_case(text.substr(begin, end - begin), "net");
    if (!dotted) return begin;
    return begin == 1 || static_cast<unsigned char>(text[begin - 2]) <= ' ' || text[begin - 2] == '(' ? begin - 1
                                                                                                      : begin;
}

/// Overlapping pairs of the characters of a run without blanks; a single one is a word of its own.
void add_pairs(std::string_view text, std::size_t begin, std::size_t end, std::vector<Word>& words) {
    std::size_t first = begin;
    std::size_t second = begin;
    next_code_point(text, second);
    if (second >= end) words.push_back({text.substr(begin, end - begin), begin, end});
    while (second < end) {
        auto after = second;
        next_code_point(text, after);
        words.push_back({text.substr(first, after - first), first, after});
        first = second;
        second = after;
    }
}

/// The end of the run of characters of `kind` that begins before `position`.
std::size_t end_of_run(std::string_view text, std::size_t position, Kind kind) {
    while (position < text.size()) {
        auto after = position;
        if (next_kind(text, after) != kind) break;
        position = after;
    }
    return position;
}

}  // namespace

std::vector<Word> words(std::string_view text) {
    std::vector<Word> result;
    result.reserve(text.size() / 6);
    for (std::size_t position = 0; position < text.size();) {
        auto begin = position;
        const auto kind = next_kind(text, position);
        if (kind == Kind::gap) continue;
        position = end_of_run(text, position, kind);
        if (kind == Kind::unspaced) {
            add_pairs(text, begin, position, result);
            continue;
        }
        begin = preceded(text, begin, position);
        position = extended(text, begin, position);
        result.push_back({text.substr(begin, position - begin), begin, position});
    }
    return result;
}

std::size_t count_words(std::string_view text) {
    std::size_t count = 0;
    std::size_t unspaced = 0;
    bool inside = false;
    for (std::size_t position = 0; position < text.size();) {
        const auto byte = static_cast<unsigned char>(text[position]);
        if (byte < 0x80) {
            ++position;
            const bool blank = byte == ' ' || (byte >= '\t' && byte <= '\r');
            if (!blank && !inside) ++count;
            inside = !blank;
            continue;
        }
        const auto c = next_code_point(text, position);
        if (is_unspaced(c)) {
            ++unspaced;
            inside = false;
        } else if (uc_is_property_white_space(c)) {
            inside = false;
        } else if (!inside) {
            inside = true;
            ++count;
        }
    }
    return count + (unspaced + 1) / 2;
}

std::vector<std::string> terms(std::string_view text) {
    std::vector<std::string> result;
    for (const auto& word : words(text))
        if (!is_stop_word(lower_case(word.text))) result.push_back(stem(word.text));
    return result;
}

std::vector<std::string> question_terms(std::string_view question) {
    auto all = terms(question);
    if (all.empty())
        for (const auto& word : words(question)) all.push_back(stem(word.text));
    std::vector<std::string> distinct;
    for (auto& term : all)
        if (std::ranges::find(distinct, term) == distinct.end()) distinct.push_back(std::move(term));
    return distinct;
}

}  // namespace winnow::text
