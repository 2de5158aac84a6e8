#include "extract/formats/markdown/block_text.h"

#include <algorithm>
#include <cctype>

#include "extract/formats/compose.h"
#include "extract/render/inline_writer.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kMostContainers = 24;  // each costs a mark on every line; deeper nesting is not shown
constexpr std::size_t kMostColumns = 200;
constexpr std::size_t kProseWords = 6;  // words outside of links that make a block more than a label

std::string_view without_end_blanks(std::string_view text) {
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

/// With its line breaks, which have two blanks before them, as single blanks.
std::string one_line(std::string_view markdown) {
    std::string result;
    for (const char c : markdown) {
        if (c != '\n') {
            result += c;
            continue;
        }
        while (result.ends_with(' ')) result.pop_back();
        result += ' ';
    }
    return result;
}

bool is_contents(std::string_view heading) {
    std::string low;
    for (const char c : heading)
        if (std::isalpha(static_cast<unsigned char>(c)) != 0 || c == ' ')
            low += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const auto name = trimmed(low);
    return name == "contents" || name == "table of contents" || name == "toc" || name == "on this page";
}

}  // namespace

void BlockText::open_quote() {
    end_paragraph();
    if (containers_.size() >= kMostContainers)
        ++too_deep_;
    else
        containers_.push_back({.kind = Container::Kind::quote});
}

void BlockText::open_list(std::size_t first_number, bool is_tight) {
    end_paragraph();
    const bool outermost =
        std::ranges::none_of(containers_, [](const Container& c) { return c.kind == Container::Kind::list; });
    if (outermost) in_same_list_ = false;
    if (containers_.size() >= kMostContainers)
        ++too_deep_;
    else
        containers_.push_back({.kind = Container::Kind::list, .number = first_number, .is_tight = is_tight});
}

void BlockText::open_item(std::string_view task) {
    end_paragraph();
    if (too_deep_ > 0 || containers_.size() >= kMostContainers)
        ++too_deep_;
    else
        containers_.push_back({.kind = Container::Kind::item, .task = std::string(task)});
}

void BlockText::close() {
    end_paragraph();
    if (too_deep_ > 0) {
        --too_deep_;
        return;
    }
    if (containers_.empty()) return;
    const auto kind = containers_.back().kind;
    containers_.pop_back();
    if (kind == Container::Kind::item && !containers_.empty()) {
        auto& list = containers_.back();
        if (list.number > 0) ++list.number;
    } else if (containers_.empty() || kind == Container::Kind::quote) {
        in_same_list_ = false;
    }
}

void BlockText::end_paragraph() {
    if (inline_.empty()) {
        inline_.take();
        return;
    }
    const auto piece = inline_.take();
    const auto linked = inline_.linked_words() - linked_before_;
    linked_before_ = inline_.linked_words();
    const bool in_item = !containers_.empty() && containers_.back().kind == Container::Kind::item;
    if (piece.only_links_here && in_item) {  // an entry of a table of contents
        contents_level_ = 0;
        return;
    }
    if (piece.only_picture && document_.text.empty()) banner_ = piece.text;
    const auto words = blank_divided_words(piece.text);
    if (words >= linked + kProseWords) prose_words_ += words - linked;
    put_text(piece.text);
    std::string markdown;
    for (std::size_t begin = 0; begin <= piece.markdown.size();) {
        const auto end = std::min(piece.markdown.find('\n', begin), piece.markdown.size());
        if (begin > 0) markdown += '\n';
        markdown += escaped_start(piece.markdown.substr(begin, end - begin));
        begin = end + 1;
    }
    put(markdown, Shape::text);
}

void BlockText::end_heading(int level) {
    auto piece = inline_.take();
    linked_before_ = inline_.linked_words();
    if (piece.markdown.empty()) return;
    std::ranges::replace(piece.text, '\n', ' ');
    piece.markdown = one_line(piece.markdown);
    write_contents_heading();
    if (is_contents(piece.text)) {
        contents_heading_ = std::move(piece);
        contents_level_ = level;
    } else {
        write_heading(level, piece);
    }
}

void BlockText::write_heading(int level, const InlineText::Piece& piece) {
    put_text(piece.text);
    if (!piece.text.empty())
        document_.headings.push_back({level, piece.text, document_.text.size() - piece.text.size()});
    put(std::string(static_cast<std::size_t>(level), '#') + ' ' + piece.markdown, Shape::text);
}

void BlockText::write_contents_heading() {
    if (contents_level_ == 0) return;
    const int level = contents_level_;
    contents_level_ = 0;
    write_heading(level, contents_heading_);
}

void BlockText::add_code(std::string_view code, std::string_view language) {
    end_paragraph();
    while (code.ends_with('\n') || code.ends_with(' ')) code.remove_suffix(1);
    while (code.starts_with('\n')) code.remove_prefix(1);
    if (code.empty()) return;
    put_text(code);
    const auto fence = fence_for(code);
    put(fence + std::string(language) + '\n' + std::string(code) + '\n' + fence, Shape::code);
}

void BlockText::add_rule() {
    end_paragraph();
    if (!document_.markdown.empty()) put("---", Shape::text);
}

void BlockText::end_cell() {
    auto piece = inline_.take();
    std::ranges::replace(piece.text, '\n', ' ');
    std::string markdown;
    for (const char c : one_line(piece.markdown)) {
        if (c == '|') markdown += '\\';
        markdown += c;
    }
    piece.markdown = std::move(markdown);
    if (cells_.size() < kMostColumns) cells_.push_back(std::move(piece));
}

void BlockText::end_row() {
    const auto linked = inline_.linked_words() - linked_before_;
    linked_before_ = inline_.linked_words();
    std::string line;
    std::string row = "|";
    for (const auto& cell : cells_) {
        if (!line.empty() && !cell.text.empty()) line += '\t';
        line += cell.text;
        row += ' ' + cell.markdown + " |";
    }
    const auto words = blank_divided_words(line);
    if (words >= linked + kProseWords) prose_words_ += words - linked;
    if (!line.empty()) put_text(line);
    if (!table_.empty()) table_ += '\n';
    table_ += row;
    if (!has_head_) {
        table_ += "\n|";
        for (std::size_t i = 0; i < std::min(columns_, kMostColumns); ++i) table_ += " --- |";
        has_head_ = true;
    }
    cells_.clear();
}

void BlockText::close_table() {
    if (!table_.empty()) put(table_, Shape::text);
    table_.clear();
    has_head_ = false;
}

void BlockText::finish() {
    end_paragraph();
    write_contents_heading();
    document_.links = inline_.take_links();
}

void BlockText::put_text(std::string_view line) {
    if (line.empty()) return;
    write_contents_heading();
    if (!document_.text.empty()) document_.text += '\n';
    document_.text += line;
}

bool BlockText::follows_closely(Shape shape) const {
    if (!in_same_list_) return false;
    for (auto it = containers_.rbegin(); it != containers_.rend(); ++it) {
        if (it->kind == Container::Kind::list) return it->is_tight;
        if (it->kind == Container::Kind::item && it->is_marked && shape == Shape::text) return false;
    }
    return false;
}

void BlockText::put(std::string_view markdown, Shape shape) {
    write_contents_heading();
    auto& out = document_.markdown;
    const bool close = follows_closely(shape);
    if (!out.empty()) {
        out += '\n';
        if (!close) {
            out += without_end_blanks(prefix(false));
            out += '\n';
        }
    }
    auto head = prefix(true);
    if (marked_item_) head += "- ";
    marked_item_ = false;
    const auto further = prefix(false);
    for (std::size_t begin = 0; begin <= markdown.size();) {
        const auto end = std::min(markdown.find('\n', begin), markdown.size());
        const auto line = markdown.substr(begin, end - begin);
        if (begin > 0) {
            out += '\n';
            out += line.empty() ? without_end_blanks(further) : further;
        } else {
            out += head;
        }
        out += line;
        begin = end + 1;
    }
    in_same_list_ = !containers_.empty();
}

/// What stands before a line in the containers that are open; items not begun yet show their marker on a first line.
std::string BlockText::prefix(bool is_first) {
    std::string result;
    for (std::size_t i = 0; i < containers_.size(); ++i) {
        auto& container = containers_[i];
        if (container.kind == Container::Kind::quote && (is_first || container.is_marked)) {
            result += "> ";
            container.is_marked = true;
        }
        if (container.kind != Container::Kind::item) continue;
        if (is_first && !container.is_marked)
            result += item_marker(container, i);
        else if (container.is_marked)
            result += std::string(container.width, ' ');
    }
    return result;
}

std::string BlockText::item_marker(Container& item, std::size_t index) {
    const auto number = index > 0 ? containers_[index - 1].number : 0;
    std::string mark = number > 0 ? std::to_string(number) + ". " : std::string("- ");
    item.width = mark.size();
    item.is_marked = true;
    return item.task.empty() ? mark : mark + item.task + ' ';
}

}  // namespace winnow::extract
