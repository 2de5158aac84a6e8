#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iconv.h>
#include <memory>
#include <optional>
#include <uninorm.h>
#include <utility>

#include "extract/charset/charset.h"
#include "text/utf8.h"

namespace winnow::extract {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// Length of the well-formed sequence at `at`, or 0; then `skip` is how many bytes form the maximal ill-formed part.
std::size_t sequence(std::string_view text, std::size_t at, std::size_t& skip) {
    const auto byte = [&](std::size_t i) -> unsigned {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
    };
    const unsigned first = byte(0);
    skip = 1;
    if (first < 0x80) return 1;
    unsigned low = 0x80, high = 0xBF;
    std::size_t length = 0;
    if (first >= 0xC2 && first <= 0xDF)
        length = 2;
    else if (first >= 0xE0 && first <= 0xEF)
        length = 3;
    else if (first >= 0xF0 && first <= 0xF4)
        length = 4;
    else
        return 0;
    if (first == 0xE0) low = 0xA0;
    if (first == 0xED) high = 0x9F;
    if (first == 0xF0) low = 0x90;
    if (first == 0xF4) high = 0x8F;
    for (std::size_t i = 1; i < length; ++i) {
        const unsigned next = byte(i);
        if (next < low || next > high) {
            skip = i;
            return 0;
        }
        low = 0x80;
        high = 0xBF;
    }
    return length;
}

/// Whether normalisation keeps the symbol U+2000 to U+27FF with these bytes after 0xE2.
bool is_stable_symbol(unsigned second, unsigned third) {
    if (second == 0x80) return third >= 0x82;                                    // en quad, em quad
    if (second == 0x83) return third < 0x90;                                     // combining marks for symbols
    if (second == 0x84) return third != 0xA6 && third != 0xAA && third != 0xAB;  // ohm, kelvin, angstrom
    if (second == 0x8C) return third != 0xA9 && third != 0xAA;                   // angle brackets
    return second <= 0x9F;
}

/// Whether every character is one that neither decomposes nor composes, so that the text is in NFC as it stands. Says
/// no in doubt. Knows Latin, Greek, Cyrillic, symbols, kana, Han and emoji.
bool is_surely_nfc(std::string_view text) {
    for (std::size_t i = text::end_of_ascii(text, 0); i < text.size(); i = text::end_of_ascii(text, i)) {
        const auto first = static_cast<unsigned char>(text[i]);
        const unsigned second = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
        const unsigned third = i + 2 < text.size() ? static_cast<unsigned char>(text[i + 2]) : 0;
        const bool latin = first >= 0xC2 && first <= 0xCB;  // up to U+02FF; combining marks begin at U+0300
        const bool greek = (first == 0xCE && second != 0x87) || first == 0xCF;
        const bool cyrillic = first == 0xD0 || first == 0xD1;
        const bool symbol = first == 0xE2 && is_stable_symbol(second, third);
        const bool selector = first == 0xEF && second == 0xB8 && third <= 0x8F;
        const bool picture = first == 0xF0 && second == 0x9F;
        const bool sound_mark = second == 0x82 && (third == 0x99 || third == 0x9A);
        const bool tone_mark = second == 0x80 && third >= 0xAA;
        const bool kana = first == 0xE3 && second >= 0x80 && second <= 0x83 && !sound_mark && !tone_mark;
        const bool han = first >= 0xE4 && first <= 0xE9;
        if (latin || greek || cyrillic)
            i += 2;
        else if (symbol || selector || kana || han)
            i += 3;
        else if (picture)
            i += 4;
        else
            return false;
    }
    return true;
}

/// What iconv calls the encodings of the standard; the supersets that browsers really use.
std::string iconv_name(std::string_view charset) {
    if (charset == "shift_jis") return "CP932";
    if (charset == "euc-kr") return "CP949";
    if (charset == "big5") return "BIG5-HKSCS";
    if (charset == "euc-jp") return "EUC-JP-MS";
    if (charset == "macintosh") return "MACINTOSH";
    if (charset == "x-mac-cyrillic") return "MAC-CYRILLIC";
    if (charset == "windows-874") return "CP874";
    if (charset == "iso-2022-jp") return "ISO-2022-JP-3";  // the one with half-width katakana
    return std::string(charset);
}

/// What the standard's tables have where iconv's have holes: windows-125x and its like map the unused bytes to control
/// characters, GBK has the euro at 0x80.
std::string_view hole(std::string_view charset, unsigned char byte, std::array<char, 2>& control) {
    if (charset == "gb18030" && byte == 0x80) return "\xE2\x82\xAC";
    if (!charset.starts_with("windows-") || byte < 0x80 || byte > 0x9F) return kReplacement;
    control = {'\xC2', static_cast<char>(byte)};
    return {control.data(), control.size()};
}

/// Bytes of ASCII, others at U+F780 to U+F7FF.
std::string from_user_defined(std::string_view bytes) {
    std::string result;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text::append_code_point(result, byte < 0x80 ? byte : 0xF700u + byte);
    }
    return result;
}

/// Converts with iconv; nothing if it does not know the encoding.
std::optional<std::string> converted(std::string_view bytes, std::string_view charset) {
    struct Close {
        void operator()(void* handle) const { iconv_close(handle); }
    };
    auto* handle = iconv_open("UTF-8", iconv_name(charset).c_str());
    if (handle == reinterpret_cast<iconv_t>(-1)) return std::nullopt;  // NOLINT(performance-no-int-to-ptr): POSIX
    const std::unique_ptr<void, Close> owner(handle);
    const std::size_t unit = charset.starts_with("utf-16") ? 2 : 1;
    std::string result;
    result.reserve(bytes.size());
    auto* in = const_cast<char*>(bytes.data());
    auto in_left = bytes.size();
    std::array<char, 16384> out;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled before it is read
    std::array<char, 2> control{};
    while (in_left > 0) {
        auto* next = out.data();
        auto out_left = out.size();
        const auto status = iconv(handle, &in, &in_left, &next, &out_left);
        const int problem = errno;
        result.append(out.data(), out.size() - out_left);
        if (status != static_cast<std::size_t>(-1) || problem == E2BIG) continue;
        if (problem == EINVAL) {  // cut off inside of a character
            result += kReplacement;
            break;
        }
        result += hole(charset, static_cast<unsigned char>(*in), control);
        const auto skipped = std::min(unit, in_left);
        in += skipped;
        in_left -= skipped;
    }
    // Some encodings hold back a character until they know that no accent follows.
    auto* next = out.data();
    auto out_left = out.size();
    iconv(handle, nullptr, nullptr, &next, &out_left);
    result.append(out.data(), out.size() - out_left);
    return result;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
    std::size_t skip = 0;
    for (std::size_t i = 0; i < bytes.size();) {
        if (static_cast<unsigned char>(bytes[i]) < 0x80) {
            i = text::end_of_ascii(bytes, i);
            continue;
        }
        const auto length = sequence(bytes, i, skip);
        if (length == 0) return false;
        i += length;
    }
    return true;
}

std::string repaired_utf8(std::string_view bytes) {
    std::string result;
    result.reserve(bytes.size());
    std::size_t skip = 0;
    for (std::size_t i = 0; i < bytes.size();) {
        const auto length = bytes[i] == '\0' ? 0 : sequence(bytes, i, skip);
        if (length == 0) {
            result += kReplacement;
            i += bytes[i] == '\0' ? 1 : skip;
        } else {
            result += bytes.substr(i, length);
            i += length;
        }
    }
    return result;
}

std::string to_utf8(std::string_view bytes, std::string_view charset) {
    if (charset == "utf-8") {
        if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
        if (is_utf8(bytes) && bytes.find('\0') == std::string_view::npos) return std::string(bytes);
        return repaired_utf8(bytes);
    }
    if ((charset == "utf-16le" && bytes.starts_with("\xFF\xFE")) ||
        (charset == "utf-16be" && bytes.starts_with("\xFE\xFF")))
        bytes.remove_prefix(2);
    if (charset == "x-user-defined") return repaired_utf8(from_user_defined(bytes));
    auto result = converted(bytes, charset);
    if (!result) return repaired_utf8(bytes);
    // iconv lets through what is no character: surrogates out of some tables, NUL.
    return is_utf8(*result) && result->find('\0') == std::string::npos ? std::move(*result) : repaired_utf8(*result);
}

std::string to_nfc(std::string text) {
    if (is_surely_nfc(text)) return text;
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    std::size_t length = 0;
    const std::unique_ptr<std::uint8_t, void (*)(void*)> normal(
        u8_normalize(UNINORM_NFC, bytes, text.size(), nullptr, &length), std::free);
    if (!normal) return text;
    return {reinterpret_cast<const char*>(normal.get()), length};
}

}  // namespace winnow::extract
