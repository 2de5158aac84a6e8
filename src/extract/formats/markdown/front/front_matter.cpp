#include "extract/formats/markdown/front/front_matter.h"

#include <algorithm>
#include <cctype>

#include "extract/formats/compose.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kMostBytes = 64u << 10;  // longer "front matter" is a text between two rules

std::string_view next_line(std::string_view& rest) {
    const auto end = rest.find('\n');
    auto line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

std::size_t indentation(std::string_view line) {
    const auto begin = line.find_first_not_of(" \t");
    return begin == std::string_view::npos ? line.size() : begin;
}

/// The place of the character that ends a key, outside of quotes; npos for a line that is no "key: value".
std::size_t end_of_key(std::string_view line, char divider) {
    std::size_t at = 0;
    while (at < line.size() && (std::isalnum(static_cast<unsigned char>(line[at])) != 0 || line[at] == '_' ||
                                line[at] == '-' || line[at] == '.' || line[at] == '"' || line[at] == '\''))
        ++at;
    const auto key = at;
    while (at < line.size() && line[at] == ' ') ++at;
    if (key == 0 || at >= line.size() || line[at] != divider) return std::string_view::npos;
    if (divider == ':' && at + 1 < line.size() && line[at + 1] != ' ' && line[at + 1] != '\t')
        return std::string_view::npos;
    return at;
}

std::string key_name(std::string_view key) {
    std::string name;
    for (const char c : key)
        if (c != '"' && c != '\'' && c != ' ') name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return name;
}

/// A scalar without its quotes and without the comment behind it.
std::string scalar(std::string_view text) {
    text = trimmed(text);
    if (text.empty()) return {};
    const char quote = text.front();
    if (quote != '"' && quote != '\'') {
        if (const auto comment = text.find(" #"); comment != std::string_view::npos) text = text.substr(0, comment);
        return text.front() == '#' ? std::string() : std::string(trimmed(text));
    }
    std::string result;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (quote == '"' && text[i] == '\\' && i + 1 < text.size()) {
            const char escaped = text[++i];
            result += escaped == 'n' || escaped == 't' ? ' ' : escaped;
        } else if (text[i] == quote) {
            if (quote == '\'' && i + 1 < text.size() && text[i + 1] == quote)
                ++i;
            else
                break;
            result += quote;
        } else {
            result += text[i];
        }
    }
    return result;
}

/// The elements of "[a, "b, c"]".
std::vector<std::string> elements(std::string_view list) {
    std::vector<std::string> result;
    std::size_t begin = 1;
    char quote = 0;
    for (std::size_t i = 1; i < list.size(); ++i) {
        const char c = list[i];
        if (quote != 0) {
            if (c == quote) quote = 0;
            continue;
        }
        if ((c == '"' || c == '\'') && trimmed(list.substr(begin, i - begin)).empty()) quote = c;
        if (c != ',' && c != ']') continue;
        if (auto value = scalar(list.substr(begin, i - begin)); !value.empty()) result.push_back(std::move(value));
        begin = i + 1;
        if (c == ']') break;
    }
    return result;
}

class Reader {
public:
    explicit Reader(char divider) : divider_(divider) {}

    void add_line(std::string_view line) {
        const auto indent = indentation(line);
        const auto content = trimmed(line);
        if (in_block_text_ && (indent > key_indent_ || content.empty())) {
            add_block_text(content);
            return;
        }
        in_block_text_ = false;
        if (content.empty() || content.front() == '#') return;
        if (open_list_) {
            add_list_line(content);
        } else if (divider_ == '=' && content.front() == '[') {
            parent_.clear();  // "[taxonomies]": the names of sections say nothing
        } else if (divider_ == ':' && content.front() == '-' && (content.size() == 1 || content[1] == ' ')) {
            add_item(content.substr(1));
        } else {
            add_key(indent, content);
        }
    }
    std::vector<std::pair<std::string, std::vector<std::string>>> take() { return std::move(fields_); }

private:
    void add_key(std::size_t indent, std::string_view content) {
        const auto end = end_of_key(content, divider_);
        if (end == std::string_view::npos) {
            if (indent > key_indent_) continue_value(content);
            return;
        }
        auto key = key_name(content.substr(0, end));
        if (indent == 0)
            parent_ = key;
        else if (!parent_.empty())
            key = parent_ + "." + key;
        key_indent_ = indent;
        fields_.emplace_back(key, std::vector<std::string>());
        add_value(trimmed(content.substr(end + 1)));
    }
    void add_item(std::string_view content) {
        content = trimmed(content);
        if (fields_.empty()) return;
        const auto end = end_of_key(content, ':');
        if (end == std::string_view::npos) {
            add_to_parent(scalar(content));
            return;
        }
        fields_.emplace_back(parent_ + "." + key_name(content.substr(0, end)), std::vector<std::string>());
        add_value(trimmed(content.substr(end + 1)));
    }
    void add_to_parent(std::string value) {
        if (value.empty()) return;
        if (fields_.back().first != parent_) fields_.emplace_back(parent_, std::vector<std::string>());
        fields_.back().second.push_back(std::move(value));
    }
    void add_value(std::string_view value) {
        auto& values = fields_.back().second;
        if (value.starts_with('[')) {
            open_list_ = value.find(']') == std::string_view::npos;
            for (auto& element : elements(value)) values.push_back(std::move(element));
        } else if (divider_ == ':' && (value.starts_with('|') || value.starts_with('>')) && value.size() <= 3) {
            in_block_text_ = true;
        } else if (auto text = scalar(value); !text.empty()) {
            values.push_back(std::move(text));
        }
    }
    /// A plain or quoted value may go on over indented lines.
    void continue_value(std::string_view content) {
        if (fields_.empty()) return;
        auto& values = fields_.back().second;
        if (content.ends_with('"') || content.ends_with('\'')) content.remove_suffix(1);
        if (values.empty())
            values.push_back(scalar(content));
        else
            values.back().append(" ").append(content);
    }
    void add_list_line(std::string_view content) {
        open_list_ = content.find(']') == std::string_view::npos;
        for (auto& element : elements(" " + std::string(content) + (open_list_ ? "," : "")))
            fields_.back().second.push_back(std::move(element));
    }
    void add_block_text(std::string_view content) {
        if (content.empty()) return;
        auto& values = fields_.back().second;
        if (values.empty()) values.emplace_back();
        if (!values.back().empty()) values.back() += ' ';
        values.back() += content;
    }

    char divider_;
    std::vector<std::pair<std::string, std::vector<std::string>>> fields_;
    std::string parent_;
    std::size_t key_indent_ = 0;
    bool in_block_text_ = false;
    bool open_list_ = false;
};

}  // namespace

std::vector<std::string> FrontMatter::values(std::initializer_list<std::string_view> keys) const {
    for (const auto key : keys) {
        std::vector<std::string> found;
        for (const auto& [name, values] : fields)
            if (name == key) found.insert(found.end(), values.begin(), values.end());
        if (!found.empty()) return found;
    }
    return {};
}

std::string FrontMatter::value(std::initializer_list<std::string_view> keys) const {
    auto found = values(keys);
    return found.empty() ? std::string() : std::move(found.front());
}

FrontMatter read_front_matter(std::string_view text) {
    FrontMatter matter;
    auto rest = text;
    const auto fence = trimmed(next_line(rest));
    if (fence != "---" && fence != "+++") return matter;
    Reader reader(fence == "---" ? ':' : '=');
    bool first = true;
    while (!rest.empty() && text.size() - rest.size() < kMostBytes) {
        const auto line = next_line(rest);
        const auto content = trimmed(line);
        if (content == fence || (fence == "---" && content == "...")) {
            matter.fields = reader.take();
            matter.length = text.size() - rest.size();
            return matter;
        }
        // A rule followed by a text is no front matter.
        if (first && !content.empty() && content.front() != '#') {
            if (end_of_key(content, fence == "---" ? ':' : '=') == std::string_view::npos && content.front() != '[')
                return matter;
            first = false;
        }
        reader.add_line(line);
    }
    return matter;
}

}  // namespace winnow::extract
