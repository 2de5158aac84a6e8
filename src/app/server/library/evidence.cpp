#include "app/server/library/evidence.h"

#include <algorithm>

#include "text/utf8.h"

namespace winnow::site {
namespace {

constexpr std::string_view kBlank = " \t\r\n";

bool continues_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

/// Where the stretch before `end` begins: at a word, or at the beginning.
std::size_t begin_of(std::string_view text, std::size_t end, std::size_t bytes) {
    if (end <= bytes) return 0;
    const auto blank = text.find_first_of(kBlank, end - bytes);
    if (blank < end) return blank + 1;
    auto begin = end - bytes;
    while (begin < end && continues_character(text[begin])) ++begin;
    return begin;
}

std::size_t end_of(std::string_view text, std::size_t begin, std::size_t bytes) {
    if (text.size() - begin <= bytes) return text.size();
    const auto blank = text.find_last_of(kBlank, begin + bytes);
    if (blank != std::string_view::npos && blank > begin) return blank;
    return begin + text::truncated(text.substr(begin), bytes).size();
}

}  // namespace

std::optional<QuoteInContext> in_context(std::string_view text, const Quote& quote, std::size_t bytes) {
    const auto size = quote.text.size();
    if (size == 0 || quote.offset > text.size() || size > text.size() - quote.offset) return std::nullopt;
    const auto found = text.substr(quote.offset, size);
    // White space is folded in a quote; passages do not hold what stands between them.
    if (text::folded_white_space(found) != text::folded_white_space(quote.text)) return std::nullopt;
    const auto end = quote.offset + size;
    const auto first = begin_of(text, quote.offset, bytes);
    const auto last = end_of(text, end, bytes);
    return QuoteInContext{.before = (first > 0 ? "…" : "") + std::string(text.substr(first, quote.offset - first)),
                          .quote = std::string(found),
                          .after = std::string(text.substr(end, last - end)) + (last < text.size() ? "…" : "")};
}

std::string text_of_passages(const std::vector<Passage>& passages) {
    std::string text;
    for (const auto& passage : passages) {
        const auto end = passage.offset + passage.text.size();
        if (end > text.size()) text.resize(end, '\n');
        std::ranges::copy(passage.text, text.begin() + static_cast<std::ptrdiff_t>(passage.offset));
    }
    return text;
}

}  // namespace winnow::site
