#include "extract/charset/detect.h"

#include <algorithm>
#include <array>

#include "extract/charset/charset.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kSample = 64u << 10;
constexpr std::size_t kLeastPairs = 8;
constexpr std::size_t kLeastLetters = 24;

using Bytes = std::string_view;

unsigned byte_at(Bytes bytes, std::size_t i) {
    return static_cast<unsigned char>(bytes[i]);
}

/// A single byte at the end of ASCII is no cut-off character but a letter of another encoding.
bool is_utf8_but_for_its_end(Bytes bytes) {
    if (is_utf8(bytes)) return true;
    for (std::size_t cut = 1; cut < 4 && cut < bytes.size(); ++cut) {
        const auto whole = bytes.substr(0, bytes.size() - cut);
        if (byte_at(bytes, whole.size()) >= 0xC2 && is_utf8(whole))
            return std::ranges::any_of(whole, [](unsigned char c) { return c >= 0x80; });
    }
    return false;
}

/// Latin text in UTF-16 has a zero in every second byte.
std::string utf16(Bytes bytes) {
    bytes = bytes.substr(0, 1024);
    std::array<std::size_t, 2> zeros{};
    for (std::size_t i = 0; i < bytes.size(); ++i)
        if (bytes[i] == '\0') ++zeros[i % 2];
    const auto half = bytes.size() / 2;
    if (half < 8) return {};
    if (zeros[1] * 10 > half * 7 && zeros[0] * 10 < half) return "utf-16le";
    if (zeros[0] * 10 > half * 7 && zeros[1] * 10 < half) return "utf-16be";
    return {};
}

/// What the byte pairs of an East Asian text are, each encoding reading them its own way.
struct Pairs {
    std::size_t count = 0;
    std::size_t bad = 0;     // bytes that fit no pair
    std::size_t common = 0;  // pairs that are usual in the language: kana, Hangul, frequent Han
    bool plausible() const { return count >= kLeastPairs && bad * 20 <= count; }
};

template <typename IsLead, typename IsTrail, typename IsCommon>
Pairs read_pairs(Bytes bytes, IsLead is_lead, IsTrail is_trail, IsCommon is_common) {
    Pairs pairs;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto lead = byte_at(bytes, i);
        if (lead < 0x80) continue;
        if (i + 1 == bytes.size()) break;
        const auto trail = byte_at(bytes, i + 1);
        if (!is_lead(lead) || !is_trail(trail)) {
            ++pairs.bad;
            continue;
        }
        ++pairs.count;
        if (is_common(lead, trail)) ++pairs.common;
        ++i;
    }
    return pairs;
}

auto between(unsigned low, unsigned high) {
    return [low, high](unsigned byte) { return byte >= low && byte <= high; };
}

std::string east_asian(Bytes bytes) {
    if (bytes.find("\x1b$B") != Bytes::npos || bytes.find("\x1b$@") != Bytes::npos) return "iso-2022-jp";
    const auto high = between(0xA1, 0xFE);
    const auto japanese = read_pairs(
        bytes, [](unsigned b) { return b == 0x8E || b == 0x8F || (b >= 0xA1 && b <= 0xFE); }, high,
        [](unsigned lead, unsigned) { return lead == 0xA4 || lead == 0xA5; });
    const auto korean = read_pairs(
        bytes, between(0x81, 0xFD), [](unsigned b) { return b >= 0x41 && b != 0xFF; },
        [](unsigned lead, unsigned trail) { return lead >= 0xB0 && lead <= 0xC8 && trail >= 0xA1; });
    const auto shifted = read_pairs(
        bytes, [](unsigned b) { return (b >= 0x81 && b <= 0x9F) || (b >= 0xE0 && b <= 0xFC); },
        [](unsigned b) { return b >= 0x40 && b != 0x7F && b <= 0xFC; },
        [](unsigned lead, unsigned trail) { return (lead == 0x82 && trail >= 0x9F) || lead == 0x83; });
    const auto mainland = read_pairs(
        bytes, between(0x81, 0xFE), [](unsigned b) { return b >= 0x40 && b != 0x7F && b != 0xFF; },
        [](unsigned lead, unsigned trail) { return lead >= 0xB0 && lead <= 0xD7 && trail >= 0xA1; });
    // The first plane of Big5 holds the frequent characters, A4–C6; its trails below A1 are impossible in EUC.
    const auto island = read_pairs(
        bytes, between(0xA1, 0xF9), [](unsigned b) { return (b >= 0x40 && b <= 0x7E) || (b >= 0xA1 && b <= 0xFE); },
        [](unsigned lead, unsigned trail) { return lead >= 0xA4 && lead <= 0xC6 && trail < 0x7F; });
    if (shifted.plausible() && shifted.common * 4 >= shifted.count) return "shift_jis";
    if (japanese.plausible() && japanese.common * 5 >= japanese.count) return "euc-jp";
    if (korean.plausible() && korean.common * 10 >= korean.count * 7) return "euc-kr";
    if (island.plausible() && island.common * 5 >= island.count) return "big5";
    if (mainland.plausible() && mainland.common * 2 >= mainland.count) return "gb18030";
    return {};
}

/// An alphabet in one byte per letter, by the bytes of its ten most frequent letters.
struct Alphabet {
    std::string_view name;
    std::string_view frequent;
    unsigned first;  // its small letters
    unsigned last;
};

std::string alphabetic(Bytes bytes) {
    static constexpr std::array kAlphabets{
        Alphabet{"windows-1251", "\xEE\xE5\xE0\xE8\xED\xF2\xF1\xF0\xE2\xEB", 0xE0, 0xFF},  // оеаинтсрвл
        Alphabet{"koi8-r", "\xCF\xC5\xC1\xC9\xCE\xD4\xD3\xD2\xD7\xCC", 0xC0, 0xDF},
        Alphabet{"iso-8859-5", "\xDE\xD5\xD0\xD8\xDD\xE2\xE1\xE0\xD2\xDB", 0xD0, 0xEF},
        Alphabet{"windows-1253", "\xE1\xEF\xE9\xE5\xF4\xED\xF3\xF2\xF1\xEA", 0xE0, 0xFE},  // αοιετνσςρκ
        Alphabet{"windows-1255", "\xE9\xE5\xE4\xEC\xE0\xF8\xFA\xE1\xEE\xF9", 0xE0, 0xFA},  // יוהלארתבמש
    };
    std::array<std::size_t, 256> counts{};
    std::size_t high = 0;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        ++counts[byte];
        if (byte >= 0xA0) ++high;
    }
    // Western text has an accent now and then; these have words of nothing else, even between tags.
    std::size_t neighbours = 0;
    for (std::size_t i = 1; i < bytes.size(); ++i)
        if (byte_at(bytes, i) >= 0xA0 && byte_at(bytes, i - 1) >= 0xA0) ++neighbours;
    if (high < kLeastLetters || neighbours * 2 < high) return {};
    const Alphabet* best = nullptr;
    std::size_t most = 0;
    for (const auto& alphabet : kAlphabets) {
        std::size_t frequent = 0;
        for (const char c : alphabet.frequent) frequent += counts[static_cast<unsigned char>(c)];
        std::size_t inside = 0;
        for (unsigned byte = alphabet.first; byte <= alphabet.last; ++byte) inside += counts[byte];
        if (inside * 10 < high * 7 || frequent <= most) continue;
        most = frequent;
        best = &alphabet;
    }
    return best != nullptr && most * 2 >= high ? std::string(best->name) : std::string();
}

}  // namespace

std::string detected_charset(Bytes bytes) {
    if (auto name = utf16(bytes); !name.empty()) return name;
    const auto sample = bytes.substr(0, kSample);
    if (sample.find('\x1b') == Bytes::npos && is_utf8_but_for_its_end(bytes)) return "utf-8";
    // Alphabets come first where bytes are letters of one: their pairs would pass for Chinese.
    if (auto name = alphabetic(sample); !name.empty()) return name;
    if (auto name = east_asian(sample); !name.empty()) return name;
    return is_utf8_but_for_its_end(bytes) ? "utf-8" : std::string();
}

}  // namespace winnow::extract
