#include "extract/metadata/names.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include "extract/ascii.h"
#include "extract/metadata/dates.h"
#include "text/utf8.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kLongestName = 60;
constexpr std::size_t kMostNames = 20;

std::string_view trimmed(std::string_view text, std::string_view what = " \t\r\n,;:|.-\u00B7") {
    const auto begin = text.find_first_not_of(what);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(what) - begin + 1);
}

struct Entity {
    std::string_view name;
    std::string_view text;
};

constexpr Entity kEntities[] = {
    {"amp", "&"},         {"quot", "\""},       {"apos", "'"},        {"lt", "<"},          {"gt", ">"},
    {"nbsp", " "},        {"ndash", "\u2013"},  {"mdash", "\u2014"},  {"lsquo", "\u2018"},  {"rsquo", "\u2019"},
    {"ldquo", "\u201C"},  {"rdquo", "\u201D"},  {"hellip", "\u2026"}, {"eacute", "\u00E9"}, {"egrave", "\u00E8"},
    {"agrave", "\u00E0"}, {"aacute", "\u00E1"}, {"iacute", "\u00ED"}, {"oacute", "\u00F3"}, {"uacute", "\u00FA"},
    {"ntilde", "\u00F1"}, {"ccedil", "\u00E7"}, {"auml", "\u00E4"},   {"ouml", "\u00F6"},   {"uuml", "\u00FC"},
    {"szlig", "\u00DF"},  {"copy", "\u00A9"},   {"reg", "\u00AE"},
};

/// Appends what "&name;" stands for; false if it is no entity that we know.
bool append_entity(std::string& out, std::string_view name) {
    if (name.starts_with('#')) {
        name.remove_prefix(1);
        const bool hex = name.starts_with('x') || name.starts_with('X');
        if (hex) name.remove_prefix(1);
        std::uint32_t code = 0;
        const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), code, hex ? 16 : 10);
        if (error != std::errc() || end != name.data() + name.size()) return false;
        if (code < 0x20 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return false;
        text::append_code_point(out, code);
        return true;
    }
    for (const auto& entity : kEntities)
        if (entity.name == name) return out += entity.text, true;
    return false;
}

/// What stands before a name: "By", "Posted by", "Von".
std::string_view without_preface(std::string_view text) {
    static constexpr std::array<std::string_view, 19> kPrefaces{
        "written by ", "posted by ", "published by ", "reported by ", "story by ", "article by ", "author:",
        "authors:",    "author ",    "by:",           "by ",          "von ",      "por ",        "par ",
        "di ",         "de ",        "autor:",        "text:",        "tekst:"};
    for (bool again = true; again;) {
        again = false;
        const auto low = lower_ascii(text.substr(0, 20));
        for (const auto preface : kPrefaces)
            if (low.starts_with(preface)) {
                text = trimmed(text.substr(preface.size()));
                again = true;
                break;
            }
    }
    return text;
}

bool is_name(std::string_view text) {
    static constexpr std::array<std::string_view, 18> kNoNames{
        "admin", "administrator", "staff", "editor", "editorial staff", "guest", "author", "unknown", "anonymous",
        "user",  "webmaster",     "root",  "null",   "undefined",       "none",  "follow", "share",   "read more"};
    if (text.size() < 2 || text.size() > kLongestName) return false;
    const auto low = lower_ascii(text);
    if (std::ranges::find(kNoNames, low) != kNoNames.end()) return false;
    if (low.find("http") != std::string::npos || low.find('@') != std::string::npos) return false;
    if (low.find("www.") != std::string::npos || parse_date(text)) return false;
    const auto digits = std::ranges::count_if(low, is_digit);
    const auto blanks = std::ranges::count(low, ' ');
    return digits <= (blanks > 0 ? 0 : 2) && blanks <= 6;
}

/// Whether the piece after a comma is what the person is, not a further person.
bool is_role(std::string_view text) {
    const auto low = lower_ascii(text);
    for (const std::string_view word :
         {"staff", "writer", "editor", "reporter", "correspondent", "contributor", "columnist", "associated press",
          "journalist", "phd", "ph.d", "m.d", "jr", "senior", "producer", "special to", "news", "times", "bureau"})
        if (low.find(word) != std::string::npos) return true;
    return false;
}

}  // namespace

std::string clean_text(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (text[i] == '&') {
            const auto end = text.substr(i, 12).find(';');
            if (end != std::string_view::npos && append_entity(result, text.substr(i + 1, end - 1))) {
                i += end;
                continue;
            }
        }
        if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) == 0xA0) {
            if (!result.empty() && result.back() != ' ') result += ' ';
            ++i;
        } else if (byte <= 0x20 || byte == 0x7F) {
            if (!result.empty() && result.back() != ' ') result += ' ';
        } else {
            result += text[i];
        }
    }
    while (result.ends_with(' ')) result.pop_back();
    return result;
}

std::vector<std::string> names_in(std::string_view byline) {
    auto text = clean_text(byline.substr(0, 400));
    for (const std::string_view joiner : {" and ", " & ", " und ", " y ", " et ", " | ", " / ", " with ", ";"})
        for (std::size_t at = 0; (at = text.find(joiner, at)) != std::string::npos;)
            text.replace(at, joiner.size(), ",");
    std::vector<std::string> names;
    std::string_view rest = text;
    while (!rest.empty() && names.size() < kMostNames) {
        const auto end = std::min(rest.find(','), rest.size());
        const auto piece = without_preface(trimmed(rest.substr(0, end)));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (!is_name(piece) || (!names.empty() && is_role(piece))) continue;
        if (std::ranges::find(names, piece) == names.end()) names.emplace_back(piece);
    }
    return names;
}

std::string title_without_site(std::string_view title, std::string_view site) {
    auto text = clean_text(title);
    for (const std::string_view divider :
         {" | ", " - ", " \u2013 ", " \u2014 ", " \u00B7 ", " :: ", " \u00BB ", ": "}) {
        const auto at = text.rfind(divider);
        if (at == std::string::npos || at == 0) continue;
        const auto tail = lower_ascii(text.substr(at + divider.size()));
        const auto name = lower_ascii(site);
        const bool known = !name.empty() && (tail == name || tail.find(name) != std::string::npos ||
                                             (tail.size() > 3 && name.find(tail) != std::string::npos));
        if (known) return text.substr(0, at);
    }
    return text;
}

std::vector<std::string> keywords_in(std::string_view text) {
    std::vector<std::string> result;
    while (!text.empty() && result.size() < 100) {
        const auto end = std::min(text.find_first_of(",;"), text.size());
        auto word = clean_text(trimmed(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!word.empty() && word.size() < 80 && std::ranges::find(result, word) == result.end())
            result.push_back(std::move(word));
    }
    return result;
}

}  // namespace winnow::extract
