#include "extract/formats/compose.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "core/url/percent.h"
#include "extract/render/inline_writer.h"

namespace winnow::extract {
namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

bool is_alnum(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

void begin_block(std::string& text, std::string& markdown) {
    if (!text.empty()) text += '\n';
    if (!markdown.empty()) markdown += "\n\n";
}

/// File names and folders that say where a text lies, not what it is about.
bool says_nothing(std::string_view name) {
    static constexpr std::array<std::string_view, 14> kNames{
        "readme", "index", "main", "master", "blob", "raw", "head", "docs", "doc", "src", "tree", "latest", "en", ""};
    std::string low(name);
    std::ranges::transform(low, low.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::ranges::find(kNames, low) != kNames.end();
}

/// Without an extension, and without the date that some file names begin with.
std::string_view stem(std::string_view name) {
    const auto dot = name.rfind('.');
    if (dot != std::string_view::npos && dot > 0 && name.size() - dot <= 9) name = name.substr(0, dot);
    const auto digits = name.find_first_not_of("0123456789-_");
    if (digits != std::string_view::npos && digits >= 10 && name.size() > digits) name.remove_prefix(digits);
    return name;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

std::size_t blank_divided_words(std::string_view text) {
    std::size_t words = 0;
    bool inside = false;
    for (const char c : text) {
        const bool space = is_space(c);
        if (!space && !inside) ++words;
        inside = !space;
    }
    return words;
}

bool has_word(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return is_alnum(c) || static_cast<unsigned char>(c) >= 0x80; });
}

void append_escaped(std::string& markdown, char c, char next) {
    bool escape = c == '\\' || c == '`' || c == '*' || c == '[' || c == ']';
    if (c == '_') escape = markdown.empty() || !is_alnum(markdown.back()) || !is_alnum(next);
    if (c == '<')
        escape = std::isalpha(static_cast<unsigned char>(next)) != 0 || next == '/' || next == '!' || next == 0;
    if (c == '~') escape = next == '~' || next == 0;
    if (escape) markdown += '\\';
    markdown += c;
}

std::string escaped_line(std::string_view text) {
    std::string line;
    for (std::size_t i = 0; i < text.size(); ++i)
        append_escaped(line, text[i] == '\n' ? ' ' : text[i], i + 1 < text.size() ? text[i + 1] : ' ');
    return line;
}

std::string escaped_markdown(std::string_view text) {
    std::string result;
    std::string line;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i == text.size() || text[i] == '\n') {
            if (!result.empty()) result += '\n';
            result += escaped_start(std::move(line));
            line.clear();
        } else {
            append_escaped(line, text[i], i + 1 < text.size() ? text[i + 1] : ' ');
        }
    }
    return result;
}

std::string link_target(std::string_view href) {
    std::string target;
    for (const char c : href) {
        if (c == '(')
            target += "%28";
        else if (c == ')')
            target += "%29";
        else if (c == '<' || c == '>' || is_space(c))
            target += "%20";
        else
            target += c;
    }
    return target;
}

std::string fence_for(std::string_view code) {
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const char c : code) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    std::string fence(std::max<std::size_t>(3, longest + 1), '`');
    return fence;
}

void add_paragraph(Document& document, std::string_view text) {
    add_paragraph(document, text, escaped_markdown(text));
}

void add_paragraph(Document& document, std::string_view text, std::string_view markdown) {
    if (text.empty()) return;
    begin_block(document.text, document.markdown);
    document.text += text;
    document.markdown += markdown;
}

void add_heading(Document& document, int level, std::string_view text) {
    if (text.empty()) return;
    begin_block(document.text, document.markdown);
    document.headings.push_back({level, std::string(text), document.text.size()});
    document.text += text;
    document.markdown += std::string(static_cast<std::size_t>(level), '#') + ' ' + escaped_line(text);
}

void add_code(Document& document, std::string_view lines, std::string_view language) {
    while (!lines.empty() && lines.back() == '\n') lines.remove_suffix(1);
    if (lines.empty()) return;
    begin_block(document.text, document.markdown);
    document.text += lines;
    const auto fence = fence_for(lines);
    document.markdown += fence;
    document.markdown += language;
    document.markdown += '\n';
    document.markdown += lines;
    document.markdown += '\n' + fence;
}

std::string title_from_path(const Url& url) {
    auto path = url.path();
    while (!path.empty()) {
        const auto slash = path.rfind('/');
        const auto decoded = url::percent_decoded(path.substr(slash + 1));
        path = path.substr(0, slash == std::string_view::npos ? 0 : slash);
        const auto name = stem(decoded);
        if (says_nothing(name)) continue;
        std::string title;
        for (const char c : name) title += c == '-' || c == '_' || c == '+' || is_space(c) ? ' ' : c;
        title = std::string(trimmed(title));
        if (!title.empty()) title.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(title.front())));
        return title;
    }
    return {};
}

}  // namespace winnow::extract
