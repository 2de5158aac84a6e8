#include "markup/entities.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>

#include "markup/tokens.h"
#include "text/utf8.h"

namespace winnow::markup {
namespace {

struct Name {
    std::string_view name;
    std::string_view value;
};

constexpr Name kNames[] = {
#include "markup/entity_names.inc"
};
constexpr std::size_t kLongestName = 40;  // the longest has 31 characters

/// What the references 128 to 159 mean; 0 where windows-1252 has nothing.
constexpr std::array<std::uint16_t, 32> kWindows1252{0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                     0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                     0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                     0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

std::string_view named(std::string_view name) {
    const auto* found = std::ranges::lower_bound(kNames, name, {}, &Name::name);
    return found != std::end(kNames) && found->name == name ? found->value : std::string_view();
}

int digit_value(char c, int base) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isdigit(byte)) return c - '0';
    return base == 16 && std::isxdigit(byte) ? std::tolower(byte) - 'a' + 10 : -1;
}

/// Appends what "#8217" or "#x2019" stands for; false if it is no number. A character that XML forbids becomes nothing.
bool append_number(std::string& result, std::string_view digits) {
    const int base = !digits.empty() && (digits.front() == 'x' || digits.front() == 'X') ? 16 : 10;
    if (base == 16) digits.remove_prefix(1);
    if (digits.empty()) return false;
    std::uint32_t code = 0;
    for (const char c : digits) {
        const int value = digit_value(c, base);
        if (value < 0) return false;
        code = std::min<std::uint32_t>(code * static_cast<std::uint32_t>(base) + static_cast<std::uint32_t>(value),
                                       0x110000);
    }
    code = without_c1(code);
    if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) code = 0xFFFD;
    if (code < 32 && code != '\t' && code != '\n' && code != '\r') return true;
    text::append_code_point(result, static_cast<char32_t>(code));
    return true;
}

bool append_reference(std::string& result, std::string_view name, DeclaredEntities* declared) {
    if (name.starts_with('#')) return append_number(result, name.substr(1));
    auto value = declared == nullptr ? std::string_view() : declared->expand(name);
    if (value.empty()) value = named(name);
    result += value;
    return !value.empty();
}

}  // namespace

char32_t without_c1(char32_t code) {
    return code >= 128 && code < 160 && kWindows1252[code - 128] != 0 ? kWindows1252[code - 128] : code;
}

std::string decoded(std::string_view text, DeclaredEntities* declared) {
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const auto ampersand = std::min(text.find('&'), text.size());
        result += text.substr(0, ampersand);
        text.remove_prefix(ampersand);
        if (text.empty()) break;
        const auto end = text.substr(0, kLongestName).find(';');
        if (end != std::string_view::npos && append_reference(result, text.substr(1, end - 1), declared)) {
            text.remove_prefix(end + 1);
        } else {
            result += '&';
            text.remove_prefix(1);
        }
    }
    return result;
}

std::string escaped(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (const char c : text) {
        if (c == '&') {
            result += "&amp;";
        } else if (c == '<') {
            result += "&lt;";
        } else if (c == '>') {
            result += "&gt;";
        } else if (c == '"') {
            result += "&quot;";
        } else {
            result += c;
        }
    }
    return result;
}

void DeclaredEntities::read(std::string_view declaration) {
    constexpr std::string_view kOpen = "<!ENTITY";
    while (values_.size() < kMaxEntities) {
        const auto begin = declaration.find(kOpen);
        if (begin == std::string_view::npos) return;
        declaration.remove_prefix(begin + kOpen.size());
        auto rest = declaration;
        while (!rest.empty() && is_space(rest.front())) rest.remove_prefix(1);
        const auto* const space = std::ranges::find_if(rest, is_space);
        const auto name = rest.substr(0, static_cast<std::size_t>(space - rest.begin()));
        rest = trimmed(rest.substr(name.size()));
        if (name == "%" || rest.empty() || (rest.front() != '"' && rest.front() != '\'')) continue;
        const auto close = rest.find(rest.front(), 1);
        if (close == std::string_view::npos) continue;
        const auto written = rest.substr(1, close - 1);
        if (written.size() > kMaxValueBytes || written.find_first_of("<%") != std::string_view::npos) continue;
        auto value = decoded(written);  // resolves character references, which are harmless
        if (value.find_first_of("&<") == std::string::npos) values_.emplace_back(name, std::move(value));
    }
}

std::string_view DeclaredEntities::expand(std::string_view name) {
    const auto found = std::ranges::find(values_, name, &std::pair<std::string, std::string>::first);
    if (found == values_.end() || expanded_bytes_ + found->second.size() > kMaxExpandedBytes) return {};
    expanded_bytes_ += found->second.size();
    return found->second;
}

}  // namespace winnow::markup
