#include <array>
#include <cerrno>
#include <cstdlib>
#include <iconv.h>
#include <memory>
#include <uninorm.h>

#include "extract/charset/charset.h"

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

/// What iconv calls the encodings of the standard; the supersets that browsers really use.
std::string iconv_name(std::string_view charset) {
    if (charset == "shift_jis") return "CP932";
    if (charset == "euc-kr") return "CP949";
    if (charset == "big5") return "BIG5-HKSCS";
    if (charset == "euc-jp") return "EUC-JP-MS";
    if (charset == "macintosh") return "MACINTOSH";
    if (charset == "x-mac-cyrillic") return "MAC-CYRILLIC";
    if (charset == "windows-874") return "CP874";
    if (charset == "iso-2022-jp") return "ISO-2022-JP-2";
    return std::string(charset);
}

}  // namespace

bool is_utf8(std::string_view bytes) {
    std::size_t skip = 0;
    for (std::size_t i = 0; i < bytes.size();) {
        if (static_cast<unsigned char>(bytes[i]) < 0x80) {
            ++i;
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
    struct Close {
        void operator()(void* handle) const { iconv_close(handle); }
    };
    auto* handle = iconv_open("UTF-8", iconv_name(charset).c_str());
    if (handle == reinterpret_cast<iconv_t>(-1)) return repaired_utf8(bytes);
    const std::unique_ptr<void, Close> owner(handle);
    std::string result;
    auto* in = const_cast<char*>(bytes.data());
    auto in_left = bytes.size();
    std::array<char, 16 * 1024> out;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    while (in_left > 0) {
        auto* next = out.data();
        auto out_left = out.size();
        const auto status = iconv(handle, &in, &in_left, &next, &out_left);
        result.append(out.data(), out.size() - out_left);
        if (status != static_cast<std::size_t>(-1) || errno == E2BIG) continue;
        // windows-1252 maps the holes to control characters, as the standard's table does.
        result += kReplacement;
        ++in;
        --in_left;
    }
    return result.find('\0') == std::string::npos ? result : repaired_utf8(result);
}

std::string to_nfc(std::string text) {
    bool ascii = true;
    for (const char c : text) ascii = ascii && static_cast<unsigned char>(c) < 0x80;
    if (ascii || text.empty()) return text;
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    std::size_t length = 0;
    const std::unique_ptr<std::uint8_t, void (*)(void*)> normal(
        u8_normalize(UNINORM_NFC, bytes, text.size(), nullptr, &length), std::free);
    if (!normal) return text;
    return {reinterpret_cast<const char*>(normal.get()), length};
}

std::string without_invisible(std::string_view text, std::size_t& removed) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const auto rest = text.substr(i);
        if (byte == 0xC2 && rest.starts_with("\xC2\xAD")) {  // soft hyphen
            i += 2;
        } else if (byte == 0xE2 && rest.size() > 2 && static_cast<unsigned char>(rest[1]) == 0x80 &&
                   ((static_cast<unsigned char>(rest[2]) == 0x8B) ||  // zero width space
                    (static_cast<unsigned char>(rest[2]) >= 0x8E &&
                     static_cast<unsigned char>(rest[2]) <= 0x8F) ||  // LRM, RLM
                    (static_cast<unsigned char>(rest[2]) >= 0xAA && static_cast<unsigned char>(rest[2]) <= 0xAE))) {
            i += 3;
        } else if (byte == 0xE2 && rest.size() > 2 && static_cast<unsigned char>(rest[1]) == 0x81 &&
                   static_cast<unsigned char>(rest[2]) >= 0xA0 && static_cast<unsigned char>(rest[2]) <= 0xAF) {
            i += 3;  // word joiner, invisible operators, isolates
        } else if (rest.starts_with("\xEF\xBB\xBF")) {
            i += 3;
        } else if (byte == 0xF3 && rest.size() > 3 && static_cast<unsigned char>(rest[1]) == 0xA0 &&
                   (static_cast<unsigned char>(rest[2]) == 0x80 || static_cast<unsigned char>(rest[2]) == 0x81)) {
            i += 4;  // tag characters: ASCII that nobody sees
            ++removed;
        } else {
            result += text[i++];
        }
    }
    return result;
}

}  // namespace winnow::extract
