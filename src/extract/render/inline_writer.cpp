#include "extract/render/inline_writer.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "extract/ascii.h"
#include "extract/formats/compose.h"
#include "extract/html/hints.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kMostInlineAncestors = 32;  // beyond that nobody sees a difference
constexpr std::size_t kMostLinks = 5000;
constexpr std::size_t kMostImages = 200;
constexpr int kSmallestPicture = 40;  // pixels: below are icons and counters

std::string_view marker_of(Tag tag) {
    switch (tag) {
        case Tag::b:
        case Tag::strong: return "**";
        case Tag::i:
        case Tag::em: return "*";
        case Tag::code:
        case Tag::kbd:
        case Tag::samp: return "`";
        case Tag::s:
        case Tag::del: return "~~";
        case Tag::a: return "[";
        default: return {};
    }
}

bool is_word(char c) {
    return is_letter(c) || is_digit(c) || is_beyond_ascii(c);
}

/// White space, and what may need a backslash.
bool is_special(char c) {
    switch (c) {
        case '\\':
        case '`':
        case '*':
        case '[':
        case ']':
        case '|':
        case '_':
        case '<':
        case '~': return true;
        default: return is_space(c);
    }
}

int pixels(std::string_view text) {
    int value = -1;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// The first address of a srcset.
std::string_view first_of_set(std::string_view set) {
    const auto begin = set.find_first_not_of(" \t\r\n,");
    if (begin == std::string_view::npos) return {};
    set.remove_prefix(begin);
    return set.substr(0, set.find_first_of(" \t\r\n"));
}

}  // namespace

std::vector<std::string> InlineWriter::write(const Block& block, Breaks breaks) {
    breaks_ = breaks;
    spans_.clear();
    cells_.assign(1, {});
    pending_ = {};
    std::array<NodeId, kMostInlineAncestors> around{};
    std::size_t count = 0;
    for (auto id = dom_[block.first].parent; id != block.container && id != 0 && count < around.size();
         id = dom_[id].parent)
        around[count++] = id;
    while (count > 0) push(around[--count]);
    for (NodeId id = block.first; id <= block.last;) {
        close_until(id);
        const auto& node = dom_[id];
        if (node.tag != Tag::text && (is_no_text(node.tag) || (page_.hints[id] & kLeftOut) != 0)) {
            id = node.end;
            continue;
        }
        visit(id);
        ++id;
    }
    close_until(dom_.size());
    return std::move(cells_);
}

void InlineWriter::visit(NodeId id) {
    switch (dom_[id].tag) {
        case Tag::text: add_text(dom_[id].text); break;
        case Tag::br:
            if (!cells_.back().empty()) pending_ = breaks_ == Breaks::kept ? "  \n" : " ";
            break;
        case Tag::td:
        case Tag::th:
            pending_ = {};
            if (cells_.size() > 1 || !cells_.back().empty()) cells_.emplace_back();
            break;
        case Tag::img:
            if (const auto picture = image(id); !picture.empty()) {
                flush_blank();
                cells_.back() += picture;
            }
            break;
        default: push(id);
    }
}

void InlineWriter::push(NodeId id) {
    const auto marker = marker_of(dom_[id].tag);
    if (marker.empty() || in_code()) return;
    Span span{.end = dom_[id].end, .marker = marker};
    if (marker == "[") {
        span.href = resolved(dom_.attribute(id, "href"));
        if (span.href.empty()) return;
    }
    // The same emphasis twice would close itself.
    if (std::ranges::any_of(spans_, [&](const Span& open) { return open.marker == marker; })) return;
    spans_.push_back(std::move(span));
}

bool InlineWriter::in_code() const {
    return !spans_.empty() && spans_.back().marker == "`";
}

void InlineWriter::close_until(NodeId id) {
    while (!spans_.empty() && spans_.back().end <= id) {
        close(spans_.back());
        spans_.pop_back();
    }
}

void InlineWriter::close(Span& span) {
    if (!span.opened) return;
    auto& out = cells_.back();
    if (span.marker == "[") {
        out += "](" + link_target(span.href) + ")";
        remember(span);
        return;
    }
    out += span.marker;
}

void InlineWriter::remember(const Span& span) {
    if (links_.size() >= kMostLinks || !seen_links_.insert(span.href).second) return;
    links_.push_back({span.href, span.link_text});
}

void InlineWriter::flush_blank() {
    auto& out = cells_.back();
    if (!pending_.empty() && !out.empty())
        for (auto& span : spans_)
            if (span.opened && span.marker == "[") span.link_text += ' ';
    if (!out.empty()) out += pending_;
    pending_ = {};
    for (auto& span : spans_) {
        if (span.opened) continue;
        out += span.marker;
        span.opened = true;
    }
}

void InlineWriter::add_text(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        if (is_space(text[i])) {
            if (pending_.empty()) pending_ = " ";
            ++i;
            continue;
        }
        flush_blank();
        auto end = i;
        while (end < text.size() && !is_special(text[end])) ++end;
        if (end > i) {
            cells_.back() += text.substr(i, end - i);
        } else {
            emit(text[i], i + 1 < text.size() ? text[i + 1] : ' ');
            ++end;
        }
        for (auto& span : spans_)
            if (span.marker == "[") span.link_text += text.substr(i, end - i);
        i = end;
    }
}

void InlineWriter::emit(char c, char next) {
    auto& out = cells_.back();
    if (in_code()) {
        if (c != '`') out += c;
        return;
    }
    const bool after_word = !out.empty() && is_word(out.back());
    bool escape = c == '\\' || c == '`' || c == '*' || c == '[' || c == ']' || c == '|';
    if (c == '_') escape = !(after_word && is_word(next));
    if (c == '<') escape = is_letter(next) || next == '/' || next == '!';
    if (c == '~') escape = next == '~';
    if (escape) out += '\\';
    out += c;
}

std::string InlineWriter::resolved(std::string_view reference) const {
    if (reference.empty() || reference.front() == '#') return {};
    if (reference.starts_with("mailto:") || reference.starts_with("tel:")) return std::string(reference.substr(0, 500));
    const auto url = Url::parse(reference, base_);
    return url ? url->href() : std::string();
}

std::string InlineWriter::image(NodeId id) {
    if (seen_images_.size() >= kMostImages) return {};
    std::string_view source;
    std::string_view set;
    std::string_view lazy;
    std::string_view alternative;
    for (const auto& [name, value] : dom_.attributes(id)) {
        if (name == "src") source = value;
        if (name == "alt") alternative = value;
        if (name == "srcset" || name == "data-srcset") set = value;
        if (name == "data-src" || name == "data-original" || name == "data-lazy-src") lazy = value;
        if ((name == "width" || name == "height") && pixels(value) >= 0 && pixels(value) < kSmallestPicture) return {};
    }
    // Pages that load pictures late have a placeholder in src.
    if (!lazy.empty()) source = lazy;
    if (source.empty() || source.starts_with("data:")) source = first_of_set(set);
    if (source.empty() || source.starts_with("data:")) return {};
    const auto href = resolved(source);
    if (href.empty() || !seen_images_.insert(href).second) return {};
    std::string text;
    for (const char c : alternative.substr(0, 500)) {
        if (c == '[' || c == ']' || c == '\\' || c == '|') text += '\\';
        if (!is_space(c))
            text += c;
        else if (!text.empty() && text.back() != ' ')
            text += ' ';
    }
    return "![" + text + "](" + link_target(href) + ")";
}

std::string escaped_start(std::string line) {
    if (line.empty()) return line;
    const auto next = line.size() > 1 ? line[1] : ' ';
    const bool blank = next == ' ';
    if (line[0] == '#' || line[0] == '>' || line[0] == '=' ||
        ((line[0] == '-' || line[0] == '+') && (blank || next == '-')))
        return "\\" + line;
    std::size_t digits = 0;
    while (digits < line.size() && digits < 10 && is_digit(line[digits])) ++digits;
    if (digits > 0 && digits + 1 < line.size() && (line[digits] == '.' || line[digits] == ')') &&
        line[digits + 1] == ' ')
        line.insert(digits, 1, '\\');
    return line;
}

}  // namespace winnow::extract
