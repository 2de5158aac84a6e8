#include "text/utf8.h"

#include <algorithm>
#include <unicase.h>

namespace winnow::text {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

std::uint8_t byte_at(std::string_view text, std::size_t position) {
    return static_cast<std::uint8_t>(text[position]);
}

bool is_continuation(std::uint8_t byte) {
    return (byte & 0xC0u) == 0x80u;
}

/// White_Space of the Unicode Character Database.
bool is_white_space(char32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/// A sequence of `length` bytes whose second byte lies in [low, high], or U+FFFD for its first byte alone.
char32_t sequence(std::string_view text, std::size_t& position, std::size_t length, std::uint8_t low,
                  std::uint8_t high) {
    const auto first = byte_at(text, position);
    const auto begin = position++;
    if (text.size() - begin < length) return kReplacement;
    const auto second = byte_at(text, begin + 1);
    if (second < low || second > high) return kReplacement;
    char32_t code_point = first & (0xFFu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        const auto byte = byte_at(text, begin + i);
        if (!is_continuation(byte)) return kReplacement;
        code_point = (code_point << 6) | (byte & 0x3Fu);
    }
    position = begin + length;
    return code_point;
}

}  // namespace

char32_t next_code_point(std::string_view text, std::size_t& position) {
    const auto first = byte_at(text, position);
    if (first < 0x80) {
        ++position;
        return first;
    }
    if (first >= 0xC2 && first <= 0xDF) return sequence(text, position, 2, 0x80, 0xBF);
    if (first == 0xE0) return sequence(text, position, 3, 0xA0, 0xBF);
    if (first == 0xED) return sequence(text, position, 3, 0x80, 0x9F);  // no surrogates
    if (first >= 0xE1 && first <= 0xEF) return sequence(text, position, 3, 0x80, 0xBF);
    if (first == 0xF0) return sequence(text, position, 4, 0x90, 0xBF);
    if (first >= 0xF1 && first <= 0xF3) return sequence(text, position, 4, 0x80, 0xBF);
    if (first == 0xF4) return sequence(text, position, 4, 0x80, 0x8F);
    ++position;
    return kReplacement;
}

void append_code_point(std::string& text, char32_t code_point) {
    if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF)) code_point = kReplacement;
    const auto put = [&](char32_t byte) { text += static_cast<char>(static_cast<std::uint8_t>(byte)); };
    if (code_point < 0x80) {
        put(code_point);
    } else if (code_point < 0x800) {
        put(0xC0u | (code_point >> 6));
        put(0x80u | (code_point & 0x3Fu));
    } else if (code_point < 0x10000) {
        put(0xE0u | (code_point >> 12));
        put(0x80u | ((code_point >> 6) & 0x3Fu));
        put(0x80u | (code_point & 0x3Fu));
    } else {
        put(0xF0u | (code_point >> 18));
        put(0x80u | ((code_point >> 12) & 0x3Fu));
        put(0x80u | ((code_point >> 6) & 0x3Fu));
        put(0x80u | (code_point & 0x3Fu));
    }
}

bool is_valid_utf8(std::string_view text) {
    for (std::size_t position = 0; position < text.size();) {
        if (byte_at(text, position) < 0x80) {
            ++position;
            continue;
        }
        const auto begin = position;
        // A U+FFFD that is written out has three bytes; one that stands for a fault has moved by one.
        if (next_code_point(text, position) == kReplacement && position == begin + 1) return false;
    }
    return true;
}

std::string_view truncated(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    while (bytes > 0 && is_continuation(byte_at(text, bytes))) --bytes;
    return text.substr(0, bytes);
}

std::string lower_case(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t position = 0; position < text.size();) {
        const char c = text[position];
        if (static_cast<unsigned char>(c) < 0x80) {
            result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            ++position;
        } else {
            append_code_point(result, uc_tolower(next_code_point(text, position)));
        }
    }
    return result;
}

std::string folded_white_space(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    bool gap = false;
    for (std::size_t position = 0; position < text.size();) {
        const auto begin = position;
        if (is_white_space(next_code_point(text, position))) {
            gap = true;
            continue;
        }
        if (gap && !result.empty()) result += ' ';
        gap = false;
        result += text.substr(begin, position - begin);
    }
    return result;
}

}  // namespace winnow::text
