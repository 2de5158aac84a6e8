#include "core/url/host/punycode.h"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace winnow::url {
namespace {

// RFC 3492, section 5.
constexpr std::uint32_t kBase = 36;
constexpr std::uint32_t kLeastThreshold = 1;
constexpr std::uint32_t kMostThreshold = 26;
constexpr std::uint32_t kSkew = 38;
constexpr std::uint32_t kDamp = 700;
constexpr std::uint32_t kFirstBias = 72;
constexpr std::uint32_t kFirstCodePoint = 128;
constexpr std::uint32_t kMost = std::numeric_limits<std::uint32_t>::max();

/// Section 6.1: the bias for the next delta.
std::uint32_t adapted(std::uint32_t delta, std::uint32_t count, bool is_first) {
    delta = is_first ? delta / kDamp : delta / 2;
    delta += delta / count;
    std::uint32_t k = 0;
    for (; delta > (kBase - kLeastThreshold) * kMostThreshold / 2; k += kBase) delta /= kBase - kLeastThreshold;
    return k + (kBase - kLeastThreshold + 1) * delta / (delta + kSkew);
}

std::uint32_t threshold(std::uint32_t k, std::uint32_t bias) {
    if (k <= bias) return kLeastThreshold;
    return std::min(k - bias, kMostThreshold);
}

char digit(std::uint32_t value) {
    return static_cast<char>(value < 26 ? 'a' + value : '0' + (value - 26));
}

/// The value of a digit; kBase if it is none.
std::uint32_t digit_value(char c) {
    if (c >= 'a' && c <= 'z') return static_cast<std::uint32_t>(c - 'a');
    if (c >= 'A' && c <= 'Z') return static_cast<std::uint32_t>(c - 'A');
    if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0') + 26;
    return kBase;
}

void append_delta(std::string& text, std::uint32_t delta, std::uint32_t bias) {
    for (std::uint32_t k = kBase;; k += kBase) {
        const auto t = threshold(k, bias);
        if (delta < t) break;
        text += digit(t + (delta - t) % (kBase - t));
        delta = (delta - t) / (kBase - t);
    }
    text += digit(delta);
}

/// Reads one number of variable length and adds it to `sum`; false for a bad digit, a cut number or an overflow.
bool add_delta(std::string_view text, std::size_t& position, std::uint32_t bias, std::uint32_t& sum) {
    std::uint32_t weight = 1;
    for (std::uint32_t k = kBase;; k += kBase) {
        if (position >= text.size()) return false;
        const auto value = digit_value(text[position++]);
        if (value >= kBase || value > (kMost - sum) / weight) return false;
        sum += value * weight;
        const auto t = threshold(k, bias);
        if (value < t) return true;
        if (weight > kMost / (kBase - t)) return false;
        weight *= kBase - t;
    }
}

}  // namespace

std::optional<std::string> punycode_encoded(std::u32string_view label) {
    std::string text;
    for (const auto c : label)
        if (c < kFirstCodePoint) text += static_cast<char>(c);
    const auto basic = static_cast<std::uint32_t>(text.size());
    if (basic > 0) text += '-';

    std::uint32_t n = kFirstCodePoint;
    std::uint32_t delta = 0;
    std::uint32_t bias = kFirstBias;
    for (std::uint32_t handled = basic; handled < label.size(); ++n, ++delta) {
        std::uint32_t next = kMost;
        for (const auto c : label)
            if (c >= n) next = std::min(next, static_cast<std::uint32_t>(c));
        if (next - n > (kMost - delta) / (handled + 1)) return std::nullopt;
        delta += (next - n) * (handled + 1);
        n = next;
        for (const auto c : label) {
            if (c < n && ++delta == 0) return std::nullopt;
            if (c != n) continue;
            append_delta(text, delta, bias);
            bias = adapted(delta, handled + 1, handled == basic);
            delta = 0;
            ++handled;
        }
    }
    return text;
}

std::optional<std::u32string> punycode_decoded(std::string_view text) {
    if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) return std::nullopt;
    std::u32string label;
    std::size_t position = 0;
    if (const auto delimiter = text.rfind('-'); delimiter != std::string_view::npos) {
        label.assign(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(delimiter));
        position = delimiter + 1;
    }

    std::uint32_t n = kFirstCodePoint;
    std::uint32_t bias = kFirstBias;
    for (std::uint32_t i = 0; position < text.size(); ++i) {
        const auto before = i;
        if (!add_delta(text, position, bias, i)) return std::nullopt;
        const auto count = static_cast<std::uint32_t>(label.size()) + 1;
        bias = adapted(i - before, count, before == 0);
        if (i / count > 0x10ffff - n) return std::nullopt;
        n += i / count;
        i %= count;
        if (n >= 0xd800 && n < 0xe000) return std::nullopt;
        label.insert(i, 1, static_cast<char32_t>(n));
    }
    return label;
}

}  // namespace winnow::url
