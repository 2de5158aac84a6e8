#pragma once

#include <cstddef>
#include <string_view>

namespace winnow::url {

/// How many bytes the well-formed UTF-8 character at `position` has; 0 if there is none (RFC 3629).
constexpr std::size_t character_size(std::string_view text, std::size_t position) {
    const auto byte = [&](std::size_t i) -> unsigned {
        return position + i < text.size() ? static_cast<unsigned char>(text[position + i]) : 0U;
    };
    const auto follows = [&](std::size_t i) { return (byte(i) & 0xc0U) == 0x80U; };
    const auto first = byte(0);
    const auto second = byte(1);
    if (first < 0x80) return position < text.size() ? 1 : 0;
    if (first < 0xc2 || first > 0xf4 || !follows(1)) return 0;
    if (first < 0xe0) return 2;
    if (!follows(2) || (first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f)) return 0;
    if (first < 0xf0) return 3;
    if (!follows(3) || (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f)) return 0;
    return 4;
}

}  // namespace winnow::url
