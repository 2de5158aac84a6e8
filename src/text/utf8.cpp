#include "text/utf8.h"

#include <array>
#include <bit>
#include <cstring>
#include <unicase.h>

#include "text/words/characters.h"

namespace winnow::text {
namespace {

constexpr char32_t kReplacement = 0xfffd;

unsigned char byte_at(std::string_view text, std::size_t position) {
    return static_cast<unsigned char>(text[position]);
}

/// How a lead byte goes on: the number of bytes behind it and the range of the first of them, which is where RFC 3629
/// shuts out overlong forms, surrogates and what lies beyond U+10FFFF.
struct Lead {
    unsigned following = 0;
    unsigned char low = 0x80;
    unsigned char high = 0xbf;
};

Lead lead_of(unsigned char byte) {
    if (byte < 0xc2 || byte > 0xf4) return {};
    if (byte < 0xe0) return {.following = 1};
    if (byte < 0xf0) {
        if (byte == 0xe0) return {.following = 2, .low = 0xa0};
        if (byte == 0xed) return {.following = 2, .high = 0x9f};
        return {.following = 2};
    }
    if (byte == 0xf0) return {.following = 3, .low = 0x90};
    if (byte == 0xf4) return {.following = 3, .high = 0x8f};
    return {.following = 3};
}

char lower_ascii(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

}  // namespace

std::size_t end_of_ascii(std::string_view text, std::size_t position) {
    constexpr std::uint64_t kHighBits = 0x8080808080808080u;
    const auto high_bits = [&]<std::size_t N>(std::array<std::uint64_t, N> words) {
        std::memcpy(words.data(), text.data() + position, sizeof words);
        std::uint64_t any = 0;
        for (const auto word : words) any |= word;
        return any & kHighBits;
    };
    while (position + 32 <= text.size() && high_bits(std::array<std::uint64_t, 4>{}) == 0) position += 32;
    for (; position + 8 <= text.size(); position += 8)
        if (const auto found = high_bits(std::array<std::uint64_t, 1>{}); found != 0) {
            if constexpr (std::endian::native == std::endian::little)
                return position + static_cast<std::size_t>(std::countr_zero(found)) / 8;
            break;
        }
    while (position < text.size() && byte_at(text, position) < 0x80) ++position;
    return position;
}

char32_t next_beyond_ascii(std::string_view text, std::size_t& position) {
    const auto first = byte_at(text, position++);
    const auto lead = lead_of(first);
    if (lead.following == 0 || text.size() - position < lead.following) return kReplacement;
    const auto second = byte_at(text, position);
    if (second < lead.low || second > lead.high) return kReplacement;
    auto code_point = static_cast<char32_t>(((first & (0x3fu >> lead.following)) << 6) | (second & 0x3fu));
    for (unsigned i = 1; i < lead.following; ++i) {
        const auto next = byte_at(text, position + i);
        if ((next & 0xc0) != 0x80) return kReplacement;
        code_point = (code_point << 6) | (next & 0x3fu);
    }
    position += lead.following;
    return code_point;
}

void append_code_point(std::string& text, char32_t code_point) {
    if (code_point > 0x10ffff || (code_point >= 0xd800 && code_point < 0xe000)) code_point = kReplacement;
    const auto put = [&](char32_t byte) { text += static_cast<char>(byte); };
    if (code_point < 0x80) return put(code_point);
    if (code_point < 0x800) {
        put(0xc0 | (code_point >> 6));
    } else {
        if (code_point < 0x10000) {
            put(0xe0 | (code_point >> 12));
        } else {
            put(0xf0 | (code_point >> 18));
            put(0x80 | ((code_point >> 12) & 0x3f));
        }
        put(0x80 | ((code_point >> 6) & 0x3f));
    }
    put(0x80 | (code_point & 0x3f));
}

std::size_t count_code_points(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t position = 0; position < text.size(); ++count) next_code_point(text, position);
    return count;
}

bool is_valid_utf8(std::string_view text) {
    for (auto position = end_of_ascii(text, 0); position < text.size(); position = end_of_ascii(text, position)) {
        const auto begin = position;
        // A real U+FFFD takes three bytes, one that stands for a bad byte takes one.
        if (next_code_point(text, position) == kReplacement && position == begin + 1) return false;
    }
    return true;
}

std::string_view truncated(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    // At most three bytes back: a run of continuation bytes longer than that is no character.
    for (std::size_t back = 0; back <= 3 && back <= bytes; ++back)
        if ((byte_at(text, bytes - back) & 0xc0) != 0x80) return text.substr(0, bytes - back);
    return text.substr(0, bytes);
}

std::string lower_case(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t position = 0; position < text.size();) {
        const auto end = end_of_ascii(text, position);
        for (; position < end; ++position) result += lower_ascii(text[position]);
        if (position < text.size()) append_code_point(result, uc_tolower(next_code_point(text, position)));
    }
    return result;
}

std::string folded_white_space(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    bool blank = false;
    for (std::size_t position = 0; position < text.size();) {
        const auto begin = position;
        if (is_white_space(next_code_point(text, position))) {
            blank = !result.empty();
            continue;
        }
        if (blank) result += ' ';
        blank = false;
        result.append(text, begin, position - begin);
    }
    return result;
}

}  // namespace winnow::text
