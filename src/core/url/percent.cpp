#include "core/url/percent.h"

#include <array>

#include "core/url/utf8.h"

namespace winnow::url {
namespace {

constexpr unsigned bit(EncodeSet set) {
    return static_cast<unsigned>(set);
}

/// For every byte the sets that escape it. The query's is that of special schemes, which adds the apostrophe.
constexpr std::array<unsigned char, 256> kSets = [] {
    std::array<unsigned char, 256> sets{};
    const auto both = static_cast<unsigned char>(bit(EncodeSet::path) | bit(EncodeSet::query));
    for (unsigned c = 0; c < 256; ++c)
        if (c < 0x20 || c > 0x7e) sets[c] = both;
    for (const char c : std::string_view(" \"#<>")) sets[static_cast<unsigned char>(c)] = both;
    for (const char c : std::string_view("?^`{}"))
        sets[static_cast<unsigned char>(c)] = static_cast<unsigned char>(bit(EncodeSet::path));
    sets['\''] = static_cast<unsigned char>(bit(EncodeSet::query));
    return sets;
}();

void append_escape(unsigned char byte, std::string& target) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    const char escape[] = {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    target.append(escape, 3);
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

void append_encoded(std::string_view text, EncodeSet set, std::string& target) {
    std::size_t begin = 0;  // of what can be copied as it is
    std::size_t position = 0;
    while (position < text.size()) {
        const auto byte = static_cast<unsigned char>(text[position]);
        if ((kSets[byte] & bit(set)) == 0) {
            ++position;
            continue;
        }
        target.append(text, begin, position - begin);
        const auto size = character_size(text, position);
        if (size == 0) target += "%EF%BF%BD";
        for (std::size_t i = 0; i < size; ++i) append_escape(static_cast<unsigned char>(text[position + i]), target);
        position += size == 0 ? 1 : size;
        begin = position;
    }
    target.append(text, begin);
}

std::string percent_decoded(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
            bytes += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        } else {
            bytes += text[i];
        }
    }
    return bytes;
}

}  // namespace winnow::url
