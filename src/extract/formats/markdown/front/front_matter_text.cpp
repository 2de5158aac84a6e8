#include "extract/formats/markdown/front/front_matter_text.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "extract/formats/compose.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kLeastWords = 50;     // fewer describe the page
constexpr std::size_t kLeastTextWords = 4;  // of a value that says something by itself
constexpr std::size_t kMostLabelBytes = 40;

std::string_view next_line(std::string_view& rest) {
    const auto end = rest.find('\n');
    auto line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return line;
}

std::string_view unquoted(std::string_view value) {
    value = trimmed(value);
    if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front())
        value = value.substr(1, value.size() - 2);
    return trimmed(value);
}

/// "exampleCriteria" and "example_criteria" as "Example criteria".
std::string humanised(std::string_view key) {
    std::string result;
    for (const char c : key) {
        const bool upper = std::isupper(static_cast<unsigned char>(c)) != 0;
        if (upper && !result.empty() && result.back() != ' ') result += ' ';
        if (c == '-' || c == '_')
            result += ' ';
        else
            result += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    if (!result.empty()) result.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(result.front())));
    return result;
}

bool is_name(std::string_view key) {
    static constexpr std::array<std::string_view, 5> kNames{"name", "title", "heading", "question", "label"};
    return std::ranges::find(kNames, key) != kNames.end();
}

/// Where a key ends, if the line is "key: value" or "key:"; else npos.
std::size_t key_end(std::string_view content) {
    const auto colon = content.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon > kMostLabelBytes) return std::string_view::npos;
    if (colon + 1 < content.size() && content[colon + 1] != ' ') return std::string_view::npos;
    const auto key = content.substr(0, colon);
    const bool word = std::ranges::all_of(
        key, [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.'; });
    return word ? colon : std::string_view::npos;
}

class Writer {
public:
    void add_line(std::string_view line) {
        const auto indent = std::min(line.find_first_not_of(' '), line.size());
        auto content = trimmed(line);
        if (content.empty() || content.front() == '#') return;
        if (indent == 0 && content.front() != '-') {
            flush_name();
            return;  // describes the page
        }
        const bool is_item = content.starts_with("- ");
        if (is_item) content = trimmed(content.substr(2));
        const auto end = content.front() == '"' || content.front() == '\'' ? std::string_view::npos : key_end(content);
        if (end == std::string_view::npos) {
            add_value(unquoted(content), is_item);
            return;
        }
        const auto key = content.substr(0, end);
        const auto value = unquoted(content.substr(end + 1));
        if (is_name(key)) {
            // A title says more than the name before it.
            if (is_item || name_.empty() || !value.empty()) {
                if (is_item) flush_name();
                if (!value.empty()) name_ = key == "name" ? humanised(value) : std::string(value);
            }
        } else if (blank_divided_words(value) >= kLeastTextWords) {
            add_value(value, true);
        } else if (!value.empty() && value != "|" && value != ">" && value != "null" && value != "~") {
            flush_name();
            label_ = humanised(key) + ' ' + std::string(value);
        }
    }
    std::string take() { return words_ >= kLeastWords ? std::move(out_) : std::string(); }

private:
    void flush_name() {
        if (!name_.empty()) out_ += "\n\n## " + escaped_markdown(name_) + '\n';
        name_.clear();
    }
    void add_value(std::string_view value, bool is_item) {
        if (!has_word(value)) return;
        const auto words = blank_divided_words(value);
        flush_name();
        if (!label_.empty()) out_ += "\n\n" + escaped_markdown(label_) + '\n';
        label_.clear();
        words_ += words >= kLeastTextWords ? words : 0;
        out_ += is_item ? "\n- " : "\n  ";
        out_ += value;
    }

    std::string out_;
    std::string name_;   // of what comes, not written yet
    std::string label_;  // "Level 2", not written yet
    std::size_t words_ = 0;
};

}  // namespace

std::string front_matter_text(std::string_view front_matter) {
    if (!front_matter.starts_with("---")) return {};
    next_line(front_matter);
    Writer writer;
    while (!front_matter.empty()) {
        const auto line = next_line(front_matter);
        if (trimmed(line) == "---" || trimmed(line) == "...") break;
        writer.add_line(line);
    }
    return writer.take();
}

}  // namespace winnow::extract
