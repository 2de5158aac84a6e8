#include "extract/formats/plain/lines.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <unordered_map>

#include "extract/formats/compose.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kWidest = 120;  // no program wraps lines later than that
constexpr std::size_t kTab = 8;

std::string_view without_end(std::string_view line) {
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r' || line.back() == '\f'))
        line.remove_suffix(1);
    return line;
}

/// "Bradner        Best Current Practice        [Page 1]"
bool is_page_footer(std::string_view line) {
    if (!line.ends_with(']')) return false;
    const auto open = line.rfind("[Page ");
    if (open == std::string_view::npos) return false;
    const auto number = line.substr(open + 6, line.size() - open - 7);
    return !number.empty() && std::ranges::all_of(number, [](unsigned char c) { return std::isalnum(c) != 0; });
}

struct Line {
    std::string_view text;
    bool after_break = false;  // the first one on a page
};

/// All lines, with page breaks noted at the first line that is not blank behind them; footers are gone.
std::vector<Line> lines_of(std::string_view text) {
    std::vector<Line> lines;
    bool page_break = false;
    while (!text.empty()) {
        const auto end = text.find_first_of("\r\n\f");
        const auto line = without_end(text.substr(0, end));
        const char stop = end == std::string_view::npos ? '\n' : text[end];
        const bool footer = is_page_footer(line);
        if (!footer) lines.push_back({line, page_break && !line.empty()});
        if (!line.empty() && !footer) page_break = false;
        if (stop == '\f' || footer) page_break = true;
        if (end == std::string_view::npos) break;
        text.remove_prefix(text.substr(end).starts_with("\r\n") ? end + 2 : end + 1);
    }
    return lines;
}

/// The lines that head most pages: those that follow a page break again and again.
void drop_page_headers(std::vector<Line>& lines) {
    std::unordered_map<std::string_view, std::size_t> counts;
    for (const auto& line : lines)
        if (line.after_break) ++counts[line.text];
    bool carry = false;
    std::size_t kept = 0;
    for (auto line : lines) {
        if (line.after_break && counts[line.text] > 1) {
            carry = true;
            continue;
        }
        if (carry && !line.text.empty()) {
            line.after_break = true;
            carry = false;
        }
        lines[kept++] = line;
    }
    lines.resize(kept);
}

bool ends_open(std::string_view line) {
    return !line.empty() && std::string_view(".:!?;").find(line.back()) == std::string_view::npos;
}

}  // namespace

std::size_t indentation(std::string_view line) {
    std::size_t columns = 0;
    for (const char c : line) {
        if (c == ' ')
            ++columns;
        else if (c == '\t')
            columns += kTab - columns % kTab;
        else
            break;
    }
    return columns;
}

std::vector<LineGroup> line_groups(std::string_view text) {
    auto lines = lines_of(text);
    drop_page_headers(lines);
    std::vector<LineGroup> groups;
    bool open = false;
    for (const auto& line : lines) {
        if (line.text.empty()) {
            open = false;
            continue;
        }
        if (line.after_break && !groups.empty() && ends_open(groups.back().lines.back())) {
            const auto first = static_cast<unsigned char>(trimmed(line.text).front());
            groups.back().joins_next = std::islower(first) != 0;
            open = false;
        }
        if (!open) groups.emplace_back();
        open = true;
        groups.back().lines.push_back(line.text);
    }
    return groups;
}

Measure measure(const std::vector<LineGroup>& groups) {
    std::array<std::size_t, kWidest + 2> lengths{};
    std::array<std::size_t, kWidest + 2> indents{};
    std::size_t inner = 0;
    std::size_t total = 0;
    for (const auto& group : groups) {
        for (std::size_t i = 0; i < group.lines.size(); ++i) {
            ++indents[std::min(indentation(group.lines[i]), kWidest + 1)];
            ++total;
            if (i + 1 == group.lines.size()) continue;
            ++lengths[std::min(group.lines[i].size(), kWidest + 1)];
            ++inner;
        }
    }
    Measure result;
    std::size_t most = 0;
    for (std::size_t i = 0; i < indents.size(); ++i) {
        if (indents[i] <= most) continue;
        most = indents[i];
        result.indent = i;
    }
    if (most * 3 < total) result.indent = 0;
    std::size_t seen = 0;
    result.width = 0;
    for (std::size_t i = 0; i <= kWidest && inner > 0; ++i) {
        seen += lengths[i];
        if (seen * 10 < inner * 9) continue;
        result.width = i;
        break;
    }
    return result;
}

}  // namespace winnow::extract
