#include "publish/escape.h"

#include <algorithm>

#include "text/utf8.h"

namespace winnow {
namespace {

bool is_control(char32_t c) {
    return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0) || c == 0xFEFF || c == 0xFFFE || c == 0xFFFF;
}

bool turns_direction(char32_t c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t';
}

bool is_word(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

/// Whether `rest` begins what GitHub makes a link of by itself, and the byte to be escaped comes first.
bool begins_address(std::string_view rest, char before) {
    if (rest.starts_with("://")) return true;
    return rest.starts_with(".") && (before == 'w' || before == 'W');
}

/// "1." and "1)" begin a list; the mark is escaped.
void escape_list_number(std::string& text) {
    const auto end = text.find_first_not_of("0123456789");
    if (end != std::string::npos && end > 0 && (text[end] == '.' || text[end] == ')')) text.insert(end, "\\");
}

}  // namespace

std::string clean_text(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = at;
        const char32_t c = text::next_code_point(text, at);
        if (c == '\r' || c == 0x2028 || c == 0x2029) {
            if (text.substr(at, 1) != "\n") result += '\n';
        } else if (c == 0xFFFD) {
            text::append_code_point(result, c);
        } else if (!is_control(c) && !turns_direction(c)) {
            result += text.substr(begin, at - begin);
        }
    }
    return result;
}

std::string clean_line(std::string_view text) {
    std::string result;
    for (const char c : clean_text(text)) {
        if (!is_space(c))
            result += c;
        else if (!result.empty() && result.back() != ' ')
            result += ' ';
    }
    if (result.ends_with(' ')) result.pop_back();
    return result;
}

std::string escape_markup(std::string_view text) {
    std::string result;
    result.reserve(text.size() + text.size() / 8);
    for (const char c : clean_text(text)) {
        switch (c) {
            case '&': result += "&amp;"; break;
            case '<': result += "&lt;"; break;
            case '>': result += "&gt;"; break;
            case '"': result += "&quot;"; break;
            case '\'': result += "&#39;"; break;
            default: result += c;
        }
    }
    return result;
}

std::string escape_markdown(std::string_view text) {
    constexpr std::string_view kAlways = "\\`*_{}[]<>|~&$";
    constexpr std::string_view kAtStart = "#+-=!():";
    constexpr std::string_view kWordJoiner = "\u2060";  // nothing to see, but no name follows the @ any more
    const auto line = clean_line(text);
    std::string result;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        const bool at_start = i == 0 && kAtStart.contains(c);
        if (at_start || kAlways.contains(c) ||
            begins_address(std::string_view(line).substr(i), i > 0 ? line[i - 1] : ' '))
            result += '\\';
        result += c;
        if (c == '@' && i + 1 < line.size() && is_word(line[i + 1])) result += kWordJoiner;
    }
    escape_list_number(result);
    return result;
}

std::string markdown_link(std::string_view words, const Url& url) {
    constexpr std::string_view kUnsafe = "()<>\\`\"' ";
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    auto text = escape_markdown(words.empty() ? url.href() : words);
    if (url.empty()) return text;
    std::string address;
    for (const char c : url.href()) {
        if (kUnsafe.contains(c)) {
            const auto byte = static_cast<unsigned char>(c);
            address += {'%', kDigits[byte / 16], kDigits[byte % 16]};
        } else {
            address += c;
        }
    }
    return "[" + text + "](" + address + ")";
}

std::string csv_cell(std::string_view text) {
    // What spreadsheets take for the beginning of a formula, the full-width forms included, which some of them convert.
    constexpr std::string_view kFormulas[] = {"=", "+", "-", "@", "\t", "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
    auto cell = clean_text(text);
    if (std::ranges::any_of(kFormulas, [&](auto mark) { return cell.starts_with(mark); })) cell.insert(0, "'");
    if (cell.find_first_of("\",;\t\n") == std::string::npos) return cell;
    std::string quoted = "\"";
    for (const char c : cell) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

}  // namespace winnow
