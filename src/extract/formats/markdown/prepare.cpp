#include "extract/formats/markdown/prepare.h"

#include <algorithm>

#include "extract/formats/compose.h"

namespace winnow::extract {
namespace {

// A blank line costs the parser as many steps as lists are open; nobody means more than this by them.
constexpr std::size_t kMostBlankLines = 8;

bool encloses(std::string_view line, std::string_view open, std::string_view close) {
    return line.size() >= open.size() + close.size() && line.starts_with(open) && line.ends_with(close);
}

bool is_generator_line(std::string_view line) {
    return encloses(line, "{%", "%}") || encloses(line, "{{<", ">}}") || encloses(line, "{{%", "%}}") ||
           encloses(line, "{:", "}") || encloses(line, "<%", "%>") || line == "[TOC]" || line == "[[TOC]]" ||
           line == "[[toc]]" || line == "[[_TOC_]]" || line == "{{TOC}}" || line == "${toc}";
}

bool is_alert(std::string_view line) {
    if (!line.starts_with('>')) return false;
    return encloses(trimmed(line.substr(1)), "[!", "]");
}

bool is_module_line(std::string_view line) {
    return (line.starts_with("import ") && line.find_first_of("'\"") != std::string_view::npos) ||
           line.starts_with("export const ") || line.starts_with("export default ");
}

std::string_view unquoted(std::string_view text) {
    text = trimmed(text);
    if (text.size() >= 2 && (text.front() == '"' || text.front() == '[')) {
        text.remove_prefix(1);
        if (text.ends_with('"') || text.ends_with(']')) text.remove_suffix(1);
    }
    return trimmed(text);
}

/// What follows the kind in `note "Title"` or `note[Title]`.
std::string_view title_behind_kind(std::string_view text) {
    text = trimmed(text);
    const auto end = text.find_first_of(" [\"{");
    if (end == std::string_view::npos || text[end] == '{') return {};
    return unquoted(text.substr(end));
}

/// The line without "{#anchor .class}" at the end of a heading.
std::string_view without_anchor(std::string_view line) {
    if (!line.starts_with('#') || !line.ends_with('}')) return line;
    const auto open = line.rfind('{');
    if (open == std::string_view::npos || open == 0) return line;
    const auto inside = line.substr(open + 1);
    const bool names = inside.starts_with('#') || inside.starts_with(":#") || inside.starts_with('.') ||
                       inside.starts_with(": ") || inside.starts_with(":.");
    return names ? trimmed(line.substr(0, open)) : line;
}

/// A line like "|--|:-:|", which divides the head of a table from its body.
bool is_table_rule(std::string_view line) {
    return line.contains('|') && line.contains('-') && line.find_first_not_of("|:- \t") == std::string_view::npos;
}

/// With at least three dashes in each column: the parser wants three where GitHub is content with one.
std::string widened_rule(std::string_view line) {
    std::string result;
    for (std::size_t i = 0; i < line.size();) {
        if (line[i] != '-') {
            result += line[i++];
            continue;
        }
        while (i < line.size() && line[i] == '-') ++i;
        result += "---";
    }
    return result;
}

class Preparer {
public:
    void add_line(std::string_view line) {
        const auto content = trimmed(line);
        if (content.empty()) {
            if (++blank_lines_ <= kMostBlankLines) out_ += '\n';
            return;
        }
        blank_lines_ = 0;
        if (in_admonition_) line = inside_admonition(line);
        if (is_fence(content) || fence_ != 0) {
            put(line);
            return;
        }
        if (at_head_ && is_module_line(content)) return;
        at_head_ = false;
        if (is_generator_line(content)) {
            out_ += '\n';
        } else if (is_alert(content)) {
            put(">");
        } else if (content.starts_with(":::")) {
            add_title(title_behind_kind(content.substr(std::min(content.find_first_not_of(':'), content.size()))));
        } else if (content.starts_with("!!! ") || content.starts_with("??? ") || content.starts_with("???+ ")) {
            in_admonition_ = true;
            add_title(title_behind_kind(content.substr(content.find(' '))));
        } else if (content.starts_with("=== \"")) {
            in_admonition_ = true;
            add_title(unquoted(content.substr(4)));
        } else if (is_table_rule(content)) {
            put(widened_rule(line));
        } else {
            put(without_anchor(line));
        }
    }
    std::string take() { return std::move(out_); }

private:
    void put(std::string_view line) {
        out_ += line;
        out_ += '\n';
    }
    void add_title(std::string_view title) {
        out_ += '\n';
        if (!title.empty()) put("**" + std::string(title) + "**\n");
    }
    /// The content of an admonition is indented and would be taken for code.
    std::string_view inside_admonition(std::string_view line) {
        if (line.starts_with("    ")) return line.substr(4);
        if (line.starts_with('\t')) return line.substr(1);
        in_admonition_ = false;
        return line;
    }
    bool is_fence(std::string_view content) {
        const char c = content.front();
        if (c != '`' && c != '~') return false;
        const auto length = std::min(content.find_first_not_of(c), content.size());
        if (length < 3) return false;
        if (fence_ == 0) {
            if (c == '`' && content.find('`', length) != std::string_view::npos) return false;
            fence_ = c;
            fence_length_ = length;
        } else if (c == fence_ && length >= fence_length_ && length == content.size()) {
            fence_ = 0;
        }
        return true;
    }

    std::string out_;
    std::size_t blank_lines_ = 0;
    std::size_t fence_length_ = 0;
    char fence_ = 0;
    bool in_admonition_ = false;
    bool at_head_ = true;
};

}  // namespace

std::string prepared_markdown(std::string_view text) {
    Preparer preparer;
    while (!text.empty()) {
        const auto end = text.find_first_of("\r\n");
        preparer.add_line(text.substr(0, end));
        if (end == std::string_view::npos) break;
        text.remove_prefix(text.substr(end).starts_with("\r\n") ? end + 2 : end + 1);
    }
    return preparer.take();
}

}  // namespace winnow::extract
