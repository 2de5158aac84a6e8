#include "extract/formats/plain/shapes.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "extract/formats/compose.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kLongestHeading = 90;
constexpr std::size_t kMostHeadingWords = 14;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Whether the line is made of one mark only, three or more of it: what underlines a heading.
bool is_rule(std::string_view line) {
    line = trimmed(line);
    return line.size() >= 3 && std::string_view("=-~*_#^").contains(line.front()) &&
           line.find_first_not_of(line.front()) == std::string_view::npos;
}

/// The depth of "2.1.  Scope" is 2; 0 for a line without a number and a capital or digit behind it.
int number_depth(std::string_view line) {
    int depth = 0;
    std::size_t at = 0;
    const bool appendix = line.starts_with("Appendix ");
    if (appendix) return 1;
    while (at < line.size() && is_digit(line[at])) {
        while (at < line.size() && is_digit(line[at])) ++at;
        ++depth;
        if (at < line.size() && line[at] == '.') ++at;
    }
    if (depth == 0 || at > 12 || at >= line.size() || line[at] != ' ') return 0;
    const auto rest = trimmed(line.substr(at));
    return !rest.empty() && std::isupper(static_cast<unsigned char>(rest.front())) != 0 ? depth : 0;
}

bool in_capitals(std::string_view line) {
    std::size_t upper = 0;
    for (const char c : line) {
        if (std::islower(static_cast<unsigned char>(c)) != 0) return false;
        if (std::isupper(static_cast<unsigned char>(c)) != 0) ++upper;
    }
    return upper >= 3;
}

bool could_be_heading(std::string_view line) {
    return line.size() <= kLongestHeading && blank_divided_words(line) <= kMostHeadingWords && has_word(line) &&
           std::string_view(".,;:").find(line.back()) == std::string_view::npos;
}

bool has_columns(std::string_view line) {
    line = trimmed(line);
    return line.find("   ") != std::string_view::npos || line.find('\t') != std::string_view::npos ||
           line.find("+--") != std::string_view::npos || (line.starts_with('|') && line.ends_with('|'));
}

bool looks_like_code(std::string_view line) {
    line = trimmed(line);
    if (line.empty()) return false;
    const char last = line.back();
    return last == ';' || last == '{' || last == '}' || line.starts_with("$ ") || line.starts_with("#include") ||
           line.starts_with("//") || line.starts_with("</") || line.ends_with("/>") || line.ends_with("):");
}

}  // namespace

std::size_t item_mark(std::string_view line) {
    if (line.empty()) return 0;
    if (line.starts_with("\xE2\x80\xA2"))  // •
        return line.size() > 3 && line[3] == ' ' ? 4 : 3;
    const auto blank_at = [&](std::size_t at) { return at < line.size() && (line[at] == ' ' || line[at] == '\t'); };
    if (std::string_view("-*+o").find(line[0]) != std::string_view::npos && blank_at(1)) return 2;
    std::size_t at = line[0] == '(' ? 1 : 0;
    const auto begin = at;
    while (at < line.size() && is_digit(line[at])) ++at;
    const bool number = at > begin && at - begin <= 3;
    if (at == begin && at < line.size() && std::isalpha(static_cast<unsigned char>(line[at])) != 0) ++at;
    const bool letter = !number && at > begin;
    if (at >= line.size() || at == begin || at - begin > 3) return 0;
    const bool closed = line[at] == ')' || (line[at] == '.' && number && begin == 0);
    if (!closed || (letter && line[at] != ')') || !blank_at(at + 1)) return 0;
    return at + 2;
}

bool begins_section(std::string_view line) {
    return number_depth(line) >= 2;
}

int heading_level(const LineGroup& group, const Measure& measure) {
    const auto line = trimmed(group.lines.front());
    if (!could_be_heading(line)) return 0;
    const auto indent = indentation(group.lines.front());
    if (group.lines.size() == 2 && is_rule(group.lines[1])) return trimmed(group.lines[1]).front() == '=' ? 1 : 2;
    if (group.lines.size() != 1 || is_preformatted(group)) return 0;
    if (indent > measure.indent) return 0;
    if (const int depth = number_depth(line); depth > 0 && (measure.indent == 0 || indent < measure.indent))
        return std::min(depth + 1, 6);
    if (item_mark(line) > 0) return 0;
    if (in_capitals(line)) return 2;
    return measure.indent >= 2 && indent == 0 ? 2 : 0;
}

bool is_preformatted(const LineGroup& group) {
    std::size_t columns = 0;
    std::size_t code = 0;
    for (const auto line : group.lines) {
        if (has_columns(line)) ++columns;
        if (looks_like_code(line)) ++code;
    }
    const auto lines = group.lines.size();
    return lines >= 2 && (columns * 2 >= lines || code * 5 >= lines * 2);
}

}  // namespace winnow::extract
