#include "discover/encoding/convert.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <iconv.h>
#include <utility>

namespace winnow::markup {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// What iconv calls it: as browsers do, the wider set for a name that is used for it.
std::string iconv_name(const std::string& encoding) {
    constexpr auto kNames = std::to_array<std::pair<std::string_view, std::string_view>>({
        {"iso-8859-1", "windows-1252"},
        {"iso8859-1", "windows-1252"},
        {"latin1", "windows-1252"},
        {"latin-1", "windows-1252"},
        {"gb2312", "gb18030"},
        {"gbk", "gb18030"},
        {"shift_jis", "cp932"},
        {"shift-jis", "cp932"},
        {"x-sjis", "cp932"},
        {"sjis", "cp932"},
        {"windows-31j", "cp932"},
        {"ks_c_5601-1987", "cp949"},
        {"euc-kr", "cp949"},
        {"big5", "big5-hkscs"},
        {"iso-8859-9", "windows-1254"},
        {"x-cp1251", "windows-1251"},
        {"macintosh", "macintosh"},
        {"x-mac-roman", "macintosh"},
        {"iso-8859-8-i", "iso-8859-8"},
        {"unicode-1-1-utf-8", "utf-8"},
        {"tis-620", "cp874"},
    });
    const auto* found = std::ranges::find(kNames, encoding, &std::pair<std::string_view, std::string_view>::first);
    return found == kNames.end() ? encoding : std::string(found->second);
}

}  // namespace

std::optional<Converted> convert(std::string_view bytes, const std::string& encoding) {
    if (encoding.empty() || encoding.size() > 40 || encoding.find_first_of("/,") != std::string::npos)
        return std::nullopt;
    auto* handle = iconv_open("UTF-8", iconv_name(encoding).c_str());
    // NOLINTNEXTLINE(performance-no-int-to-ptr): the value that POSIX defines for a failure
    if (handle == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
    Converted result;
    auto* in = const_cast<char*>(bytes.data());
    auto left = bytes.size();
    std::array<char, 16'384> out{};
    while (left > 0) {
        auto* next = out.data();
        auto room = out.size();
        const auto status = iconv(handle, &in, &left, &next, &room);
        result.text.append(out.data(), out.size() - room);
        if (status != static_cast<std::size_t>(-1) || errno == E2BIG) continue;
        result.text += kReplacement;
        ++result.faults;
        ++in;
        --left;
    }
    iconv_close(handle);
    return result;
}

}  // namespace winnow::markup
