#include <algorithm>
#include <array>

#include "extract/ascii.h"
#include "extract/charset/charset.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kPrescanBytes = 4096;  // the standard says 1024; pages with long comments before the meta exist

/// What follows "charset=" in a header or a meta content, without quotes.
std::string_view charset_parameter(std::string_view text) {
    const auto low = lower_ascii(text);
    std::size_t at = 0;
    while ((at = low.find("charset", at)) != std::string::npos) {
        at += 7;
        while (at < text.size() && is_space(text[at])) ++at;
        if (at >= text.size() || text[at] != '=') continue;
        ++at;
        while (at < text.size() && is_space(text[at])) ++at;
        if (at >= text.size()) return {};
        if (text[at] == '"' || text[at] == '\'') {
            const auto end = text.find(text[at], at + 1);
            return end == std::string_view::npos ? std::string_view() : text.substr(at + 1, end - at - 1);
        }
        const auto end = text.find_first_of(" \t\r\n;\"'>/", at);
        return text.substr(at, end == std::string_view::npos ? end : end - at);
    }
    return {};
}

/// The declaration in a meta element near the beginning. UTF-16 there can only be wrong: it was read as ASCII.
std::string meta_charset(std::string_view bytes) {
    const auto head = bytes.substr(0, kPrescanBytes);
    const auto low = lower_ascii(head);
    std::size_t at = 0;
    while (at < low.size()) {
        const auto meta = low.find("<meta", at);
        const auto comment = low.find("<!--", at);
        if (comment != std::string::npos && comment < meta) {
            const auto end = low.find("-->", comment + 2);
            if (end == std::string::npos) return {};
            at = end + 3;
            continue;
        }
        if (meta == std::string::npos) return {};
        const auto end = low.find('>', meta);
        const auto element = head.substr(meta, end == std::string::npos ? end : end - meta);
        auto name = charset_name(charset_parameter(element));
        if (name == "utf-16le" || name == "utf-16be") name = "utf-8";
        if (name == "x-user-defined") name = "windows-1252";
        if (!name.empty()) return name;
        at = meta + 5;
    }
    // XML declarations of XHTML pages.
    if (low.starts_with("<?xml")) {
        const auto end = low.find("?>");
        const auto declaration = head.substr(0, end == std::string::npos ? 0 : end);
        const auto equals = lower_ascii(declaration).find("encoding");
        if (equals != std::string::npos) {
            const auto quote = declaration.find_first_of("\"'", equals);
            if (quote != std::string_view::npos) {
                const auto close = declaration.find(declaration[quote], quote + 1);
                if (close != std::string_view::npos)
                    return charset_name(declaration.substr(quote + 1, close - quote - 1));
            }
        }
    }
    return {};
}

/// Counts how well the bytes fit a double-byte encoding: pairs that are letters there, and pairs that are impossible.
struct Fit {
    std::size_t good = 0;
    std::size_t bad = 0;
    double share() const {
        return good + bad == 0 ? 0 : static_cast<double>(good) / static_cast<double>(good + bad * 8);
    }
};

template <typename IsLead, typename IsTrail>
Fit fit_pairs(std::string_view bytes, IsLead is_lead, IsTrail is_trail) {
    Fit fit;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto lead = static_cast<unsigned char>(bytes[i]);
        if (lead < 0x80) continue;
        if (is_lead(lead) && i + 1 < bytes.size() && is_trail(static_cast<unsigned char>(bytes[i + 1]))) {
            ++fit.good;
            ++i;
        } else {
            ++fit.bad;
        }
    }
    return fit;
}

std::string guess(std::string_view bytes) {
    bytes = bytes.substr(0, 64 * 1024);
    if (bytes.find("\x1b$") != std::string_view::npos || bytes.find("\x1b(J") != std::string_view::npos)
        return "iso-2022-jp";
    const auto in = [](unsigned low, unsigned high) {
        return [=](unsigned char byte) { return byte >= low && byte <= high; };
    };
    // Hangul of EUC-KR lies in B0–C8, kana of EUC-JP in A4–A5, of Shift_JIS in 82–83, common Chinese in B0–D7.
    const auto korean = fit_pairs(bytes, in(0xA1, 0xFD), in(0xA1, 0xFE));
    std::size_t hangul = 0, kana = 0, kana_sjis = 0, pairs = 0;
    for (std::size_t i = 0; i + 1 < bytes.size(); ++i) {
        const auto a = static_cast<unsigned char>(bytes[i]);
        const auto b = static_cast<unsigned char>(bytes[i + 1]);
        if (a < 0x80) continue;
        ++pairs;
        if (a >= 0xB0 && a <= 0xC8 && b >= 0xA1) ++hangul;
        if ((a == 0xA4 || a == 0xA5) && b >= 0xA1) ++kana;
        if ((a == 0x82 && b >= 0x9F) || (a == 0x83 && b >= 0x40)) ++kana_sjis;
        ++i;
    }
    if (pairs < 8) return "windows-1252";
    if (kana_sjis * 4 > pairs) return "shift_jis";
    if (korean.share() > 0.9) {
        if (kana * 5 > pairs) return "euc-jp";
        if (hangul * 10 > pairs * 8) return "euc-kr";
        return "gb18030";
    }
    // Cyrillic of windows-1251: nearly all bytes above 0xC0.
    const auto high = std::ranges::count_if(bytes, [](unsigned char c) { return c >= 0x80; });
    const auto letters = std::ranges::count_if(bytes, [](unsigned char c) { return c >= 0xC0; });
    if (high > 200 && letters * 100 > high * 95 && high * 3 > static_cast<std::ptrdiff_t>(bytes.size()) / 2)
        return "windows-1251";
    return "windows-1252";
}

}  // namespace

Charset find_charset(std::string_view bytes, std::string_view content_type) {
    if (bytes.starts_with("\xEF\xBB\xBF")) return {"utf-8", CharsetSource::bom};
    if (bytes.starts_with("\xFE\xFF")) return {"utf-16be", CharsetSource::bom};
    if (bytes.starts_with("\xFF\xFE")) return {"utf-16le", CharsetSource::bom};
    const auto declared = charset_name(charset_parameter(content_type));
    if (!declared.empty()) return {declared, CharsetSource::header};
    if (auto name = meta_charset(bytes); !name.empty()) {
        // A page that says utf-8 and is not was nearly always cut off or glued together: it stays utf-8.
        return {name, CharsetSource::meta};
    }
    if (is_utf8(bytes)) return {"utf-8", CharsetSource::detected};
    auto name = guess(bytes);
    return {name, name == "windows-1252" ? CharsetSource::fallback : CharsetSource::detected};
}

std::string charset_name(std::string_view label) {
    struct Names {
        std::string_view name;
        std::string_view labels;  // divided by blanks; from the Encoding Standard
    };
    static constexpr std::array kNames{
        Names{"utf-8", "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8"},
        Names{"ibm866", "866 cp866 csibm866 ibm866"},
        Names{"iso-8859-2",
              "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2"},
        Names{"iso-8859-3", "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 l3 latin3"},
        Names{"iso-8859-4", "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 l4 latin4"},
        Names{"iso-8859-5", "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5"},
        Names{"iso-8859-6",
              "arabic asmo-708 csisolatinarabic ecma-114 iso-8859-6 iso-ir-127 iso8859-6 iso88596 iso_8859-6"},
        Names{"iso-8859-7",
              "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 iso_8859-7 "
              "sun_eu_greek"},
        Names{
            "iso-8859-8",
            "csisolatinhebrew hebrew iso-8859-8 iso-8859-8-i iso-ir-138 iso8859-8 iso88598 iso_8859-8 visual logical"},
        Names{"iso-8859-10", "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 l6 latin6"},
        Names{"iso-8859-13", "iso-8859-13 iso8859-13 iso885913"},
        Names{"iso-8859-14", "iso-8859-14 iso8859-14 iso885914"},
        Names{"iso-8859-15", "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9"},
        Names{"iso-8859-16", "iso-8859-16"},
        Names{"koi8-r", "cskoi8r koi koi8 koi8-r koi8_r"},
        Names{"koi8-u", "koi8-ru koi8-u"},
        Names{"macintosh", "csmacintosh mac macintosh x-mac-roman"},
        Names{"windows-874", "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874"},
        Names{"windows-1250", "cp1250 windows-1250 x-cp1250"},
        Names{"windows-1251", "cp1251 windows-1251 x-cp1251"},
        Names{
            "windows-1252",
            "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 "
            "iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252"},
        Names{"windows-1253", "cp1253 windows-1253 x-cp1253"},
        Names{"windows-1254",
              "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 l5 latin5 windows-1254 x-cp1254"},
        Names{"windows-1255", "cp1255 windows-1255 x-cp1255"},
        Names{"windows-1256", "cp1256 windows-1256 x-cp1256"},
        Names{"windows-1257", "cp1257 windows-1257 x-cp1257"},
        Names{"windows-1258", "cp1258 windows-1258 x-cp1258"},
        Names{"x-mac-cyrillic", "x-mac-cyrillic x-mac-ukrainian"},
        Names{"gb18030", "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk gb18030"},
        Names{"big5", "big5 big5-hkscs cn-big5 csbig5 x-x-big5"},
        Names{"euc-jp", "cseucpkdfmtjapanese euc-jp x-euc-jp"},
        Names{"iso-2022-jp", "csiso2022jp iso-2022-jp"},
        Names{"shift_jis", "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis"},
        Names{"euc-kr",
              "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 "
              "windows-949"},
        Names{"utf-16be", "unicodefffe utf-16be"},
        Names{"utf-16le", "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le"},
        Names{"x-user-defined", "x-user-defined"},
    };
    auto low = lower_ascii(label);
    const auto begin = low.find_first_not_of(" \t\r\n\f");
    if (begin == std::string::npos) return {};
    low = low.substr(begin, low.find_last_not_of(" \t\r\n\f") - begin + 1);
    if (low.find(' ') != std::string::npos) return {};
    for (const auto& names : kNames) {
        auto rest = names.labels;
        while (!rest.empty()) {
            const auto end = std::min(rest.find(' '), rest.size());
            if (rest.substr(0, end) == low) return std::string(names.name);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    return {};
}

}  // namespace winnow::extract
