#include <algorithm>
#include <array>
#include <cstdint>

#include "core/url/host/address.h"

namespace winnow::url {
namespace {

constexpr std::uint64_t kTooLarge = std::uint64_t{1} << 32;

int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return 16;
}

/// The value of one part, at most kTooLarge; nothing if it is no number.
std::optional<std::uint64_t> number(std::string_view part) {
    if (part.empty()) return std::nullopt;
    int radix = 10;
    if (part.starts_with("0x") || part.starts_with("0X")) {
        radix = 16;
        part.remove_prefix(2);
    } else if (part.size() > 1 && part[0] == '0') {
        radix = 8;
        part.remove_prefix(1);
    }
    std::uint64_t value = 0;
    for (const char c : part) {
        const int digit = digit_value(c);
        if (digit >= radix) return std::nullopt;
        value = std::min(value * static_cast<std::uint64_t>(radix) + static_cast<std::uint64_t>(digit), kTooLarge);
    }
    return value;
}

std::string_view without_last_dot(std::string_view domain) {
    if (domain.ends_with('.')) domain.remove_suffix(1);
    return domain;
}

}  // namespace

bool ends_in_number(std::string_view domain) {
    domain = without_last_dot(domain);
    const auto label = domain.substr(domain.rfind('.') + 1);  // npos + 1 is 0
    if (label.empty() || label[0] < '0' || label[0] > '9') return false;
    return std::ranges::all_of(label, [](char c) { return c >= '0' && c <= '9'; }) || number(label).has_value();
}

std::optional<std::string> ipv4_serialised(std::string_view text) {
    text = without_last_dot(text);
    std::array<std::uint64_t, 4> parts{};
    std::size_t count = 0;
    for (std::size_t begin = 0; begin <= text.size(); ++count) {
        if (count == parts.size()) return std::nullopt;
        const auto end = std::min(text.find('.', begin), text.size());
        const auto value = number(text.substr(begin, end - begin));
        if (!value) return std::nullopt;
        parts[count] = *value;
        begin = end + 1;
    }
    // The last part fills all the bytes that the ones before it leave.
    if (parts[count - 1] >= std::uint64_t{1} << (8 * (5 - count))) return std::nullopt;
    std::uint64_t address = parts[count - 1];
    for (std::size_t i = 0; i + 1 < count; ++i) {
        if (parts[i] > 255) return std::nullopt;
        address |= parts[i] << (8 * (3 - i));
    }
    std::string result;
    for (int shift = 24; shift >= 0; shift -= 8)
        result += std::to_string((address >> shift) & 255) + (shift > 0 ? "." : "");
    return result;
}

}  // namespace winnow::url
