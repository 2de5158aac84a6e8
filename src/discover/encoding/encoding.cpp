#include "discover/encoding/encoding.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

#include "discover/encoding/convert.h"
#include "markup/entities.h"
#include "markup/tokens.h"
#include "text/utf8.h"

namespace winnow::markup {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::size_t kMaxDeclaration = 512;  // of "<?xml … ?>"

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

struct Signature {
    std::string_view bytes;
    std::string_view encoding;
    bool is_mark;  // a byte order mark, which is no part of the text
};

using namespace std::string_view_literals;
constexpr Signature kSignatures[] = {
    {"\xFF\xFE\0\0"sv, "utf-32le", true}, {"\0\0\xFE\xFF"sv, "utf-32be", true}, {"\xEF\xBB\xBF"sv, "utf-8", true},
    {"\xFF\xFE"sv, "utf-16le", true},     {"\xFE\xFF"sv, "utf-16be", true},     {"<\0\0\0"sv, "utf-32le", false},
    {"\0\0\0<"sv, "utf-32be", false},     {"<\0?\0"sv, "utf-16le", false},      {"\0<\0?"sv, "utf-16be", false},
    {"<\0!\0"sv, "utf-16le", false},      {"\0<\0!"sv, "utf-16be", false},      {"<\0r\0"sv, "utf-16le", false},
    {"\0<\0r"sv, "utf-16be", false},      {"<\0f\0"sv, "utf-16le", false},      {"\0<\0f"sv, "utf-16be", false}};

/// Names that mean "whatever the byte order mark says".
bool is_family_name(std::string_view name) {
    constexpr auto kNames = std::to_array<std::string_view>({"u16", "utf-16", "utf16", "utf_16", "u32", "utf-32",
                                                             "utf32", "utf_32", "iso-10646-ucs-2", "iso-10646-ucs-4",
                                                             "ucs-2", "ucs-4", "csucs4", "csunicode"});
    return std::ranges::find(kNames, name) != kNames.end();
}

/// The value behind "name=" without quotation marks.
std::string value_of(std::string_view text, std::string_view name) {
    auto at = text.find(name);
    if (at == std::string_view::npos) return {};
    auto rest = trimmed(text.substr(at + name.size()));
    if (!rest.starts_with('=')) return {};
    rest = trimmed(rest.substr(1));
    const bool quoted = rest.starts_with('"') || rest.starts_with('\'');
    const auto mark = quoted ? rest.front() : ';';
    if (quoted) rest.remove_prefix(1);
    return std::string(trimmed(rest.substr(0, rest.find(mark))));
}

std::string declared_encoding(std::string_view text) {
    text = trimmed(text.substr(0, kMaxDeclaration));
    if (!text.starts_with("<?xml")) return {};
    const auto declaration = lower(text.substr(0, text.find("?>")));
    return value_of(declaration, "encoding");
}

bool is_ascii(std::string_view bytes) {
    return std::ranges::all_of(bytes, [](unsigned char c) { return c < 0x80; });
}

/// UTF-8 with each byte that does not belong replaced.
Converted repaired(std::string_view bytes) {
    Converted result;
    result.text.reserve(bytes.size());
    for (std::size_t at = 0; at < bytes.size();) {
        const auto begin = at;
        const auto code = text::next_code_point(bytes, at);
        const bool fault = code == 0xFFFD && bytes.substr(begin, 3) != kReplacement;
        result.faults += fault ? 1 : 0;
        result.text += fault ? kReplacement : bytes.substr(begin, at - begin);
    }
    return result;
}

/// Control characters 128 to 159 come from windows-1252 that was taken for ISO 8859-1.
std::string without_c1(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = at;
        const auto code = text::next_code_point(text, at);
        if (code >= 128 && code < 160) {
            text::append_code_point(result, markup::without_c1(code));
        } else {
            result += text.substr(begin, at - begin);
        }
    }
    return result;
}

std::string without_controls(std::string text) {
    bool c1 = false;
    for (std::size_t at = text.find('\xC2'); at != std::string::npos && !c1; at = text.find('\xC2', at + 1))
        c1 = at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0;
    if (c1) text = without_c1(text);
    std::erase_if(text, [](unsigned char c) { return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F; });
    return text;
}

/// What the header and the document say, most binding first.
std::vector<std::string> proposals(std::string_view bytes, std::string_view content_type) {
    std::vector<std::string> result;
    auto in_document = declared_encoding(bytes);
    if (is_family_name(in_document)) in_document = "utf-8";  // 16 bits a character, but its own name was readable
    const auto in_header = lower(value_of(lower(content_type), "charset"));
    if (!in_header.empty()) result.push_back(in_header);
    const bool is_text = media_type(content_type).starts_with("text/") && media_type(content_type) != "text/html";
    if (is_text && in_header.empty()) result.emplace_back("us-ascii");
    if (!in_document.empty()) result.push_back(in_document);
    result.emplace_back("utf-8");
    return result;
}

Unicode without_declaration(std::string_view bytes, std::string_view content_type) {
    for (const auto& encoding : proposals(bytes, content_type)) {
        const bool ascii = encoding == "us-ascii" || encoding == "ascii";
        if (ascii && !is_ascii(bytes)) continue;
        if (ascii || ((encoding == "utf-8" || encoding == "utf8") && text::is_valid_utf8(bytes)))
            return {std::string(bytes), encoding == "utf8" ? "utf-8" : encoding};
        if (encoding == "utf-8" || encoding == "utf8") continue;
        auto converted = convert(bytes, encoding);
        if (converted && converted->faults == 0) return {std::move(converted->text), encoding};
    }
    // UTF-8 with some faults stays UTF-8; where faults outnumber what fits, it never was.
    auto utf8 = repaired(bytes);
    const auto high = static_cast<std::size_t>(std::ranges::count_if(bytes, [](unsigned char c) { return c >= 0x80; }));
    if (utf8.faults * 3 < high) return {std::move(utf8.text), "utf-8"};
    if (const auto guess = guessed_encoding(bytes); !guess.empty())
        return {convert(bytes, guess).value_or(std::move(utf8)).text, guess};
    return {convert(bytes, "windows-1252").value_or(std::move(utf8)).text, "windows-1252"};
}

}  // namespace

std::string media_type(std::string_view content_type) {
    return lower(trimmed(content_type.substr(0, content_type.find(';'))));
}

Unicode to_unicode(std::string_view bytes, std::string_view content_type) {
    for (const auto& signature : kSignatures) {
        if (!bytes.starts_with(signature.bytes)) continue;
        const auto rest = bytes.substr(signature.is_mark ? signature.bytes.size() : 0);
        if (signature.encoding == "utf-8") return {without_controls(repaired(rest).text), "utf-8"};
        if (auto converted = convert(rest, std::string(signature.encoding)))
            return {without_controls(std::move(converted->text)), std::string(signature.encoding)};
    }
    auto result = without_declaration(bytes, content_type);
    result.text = without_controls(std::move(result.text));
    return result;
}

}  // namespace winnow::markup
