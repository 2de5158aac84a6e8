#include <algorithm>
#include <array>

#include "extract/ascii.h"
#include "extract/charset/charset.h"

namespace winnow::extract {

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
