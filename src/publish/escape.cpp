#include "publish/escape.h"

#include <array>
#include <cctype>
#include <cmath>
#include <cstdio>

#include "publish/terminal.h"

namespace winnow {

std::string escape_markup(std::string_view text) {
    std::string result;
    result.reserve(text.size() + text.size() / 8);
    for (const char c : text) {
        switch (c) {
            case '&': result += "&amp;"; break;
            case '<': result += "&lt;"; break;
            case '>': result += "&gt;"; break;
            case '"': result += "&quot;"; break;
            case '\'': result += "&#39;"; break;
            default:
                if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r')
                    result += "\xEF\xBF\xBD";
                else
                    result += c;
        }
    }
    return result;
}

std::string escape_markdown(std::string_view text) {
    constexpr std::string_view kSpecial = "\\`*_{}[]<>()#+-!|~&";
    std::string result;
    bool blank = true;
    for (const char c : text) {
        if (std::isspace(static_cast<unsigned char>(c)) || static_cast<unsigned char>(c) < 0x20) {
            if (!blank) result += ' ';
            blank = true;
            continue;
        }
        blank = false;
        // Inside a line, only these begin something; a dash, a plus or a number do so at its beginning.
        const bool inside = !result.empty() && (c == '-' || c == '+' || c == '!' || c == '(' || c == ')' || c == '#');
        if (kSpecial.find(c) != std::string_view::npos && !inside) result += '\\';
        result += c;
    }
    while (result.ends_with(' ')) result.pop_back();
    return result;
}

std::string csv_cell(std::string_view text) {
    std::string cell;
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) cell += '\'';
    cell += text;
    if (cell.find_first_of("\",\r\n") == std::string::npos) return cell;
    std::string quoted = "\"";
    for (const char c : cell) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

std::string one_decimal(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f", value);
    return text.data();
}

std::string readable(std::string_view identifier) {
    std::string text;
    for (const char c : identifier) text += c == '_' ? ' ' : c;
    if (!text.empty()) text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
    return text;
}

std::string shortened(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return std::string(text);
    auto end = bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    const auto blank = text.rfind(' ', end);
    if (blank != std::string_view::npos && blank > end / 2) end = blank;
    return std::string(text.substr(0, end)) + "\u2026";
}

std::string date_text(int year, unsigned month, unsigned day, int precision) {
    constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                       "May",       "June",     "July",     "August",
                                                       "September", "October",  "November", "December"};
    const auto name = std::string(kMonths.at(month - 1));
    if (precision == 0) return std::to_string(year);
    if (precision == 1) return name + " " + std::to_string(year);
    return std::to_string(day) + " " + name + " " + std::to_string(year);
}

}  // namespace winnow
