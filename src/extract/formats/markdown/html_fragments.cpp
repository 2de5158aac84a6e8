#include "extract/formats/markdown/html_fragments.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "markup/entities.h"

namespace winnow::extract {
namespace {

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::ranges::find(names, name) != names.end();
}

bool holds_no_text(std::string_view name) {
    return is_one_of(name, {"script", "style", "template", "svg", "noscript", "head", "iframe", "object", "select"});
}

bool divides(std::string_view name) {
    return is_one_of(
        name, {"p",          "div",     "section", "article", "ul",         "ol",     "dl",     "dt",     "dd",
               "table",      "thead",   "tbody",   "tr",      "blockquote", "figure", "center", "header", "footer",
               "figcaption", "details", "summary", "aside",   "main",       "nav",    "form",   "address"});
}

std::optional<Emphasis> emphasis_of(std::string_view name) {
    if (name == "b" || name == "strong") return Emphasis::strong;
    if (name == "i" || name == "em") return Emphasis::italic;
    if (name == "code" || name == "kbd" || name == "samp") return Emphasis::code;
    if (name == "s" || name == "del") return Emphasis::struck;
    return std::nullopt;
}

int heading_level(std::string_view name) {
    return name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6' ? name[1] - '0' : 0;
}

char lower(char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

/// The value of an attribute with its entities resolved, or "".
std::string attribute(std::string_view attributes, std::string_view name) {
    std::size_t at = 0;
    const auto skip_space = [&] {
        while (at < attributes.size() && (std::isspace(static_cast<unsigned char>(attributes[at])) != 0)) ++at;
    };
    while (at < attributes.size()) {
        skip_space();
        const auto begin = at;
        while (at < attributes.size() && attributes[at] != '=' &&
               std::isspace(static_cast<unsigned char>(attributes[at])) == 0)
            ++at;
        const auto found = attributes.substr(begin, at - begin);
        skip_space();
        if (at >= attributes.size() || attributes[at] != '=') {
            if (at == begin) ++at;
            continue;
        }
        ++at;
        skip_space();
        std::string_view value;
        if (at < attributes.size() && (attributes[at] == '"' || attributes[at] == '\'')) {
            const auto end = std::min(attributes.find(attributes[at], at + 1), attributes.size());
            value = attributes.substr(at + 1, end - at - 1);
            at = std::min(end + 1, attributes.size());
        } else {
            const auto end = std::min(attributes.find_first_of(" \t\r\n", at), attributes.size());
            value = attributes.substr(at, end - at);
            at = end;
        }
        if (std::ranges::equal(found, name, {}, lower)) return markup::decoded(value);
    }
    return {};
}

/// The end of a tag that begins at 0: behind its '>', which quotes may hide; npos if it is never closed.
std::size_t end_of_tag(std::string_view html) {
    char quote = 0;
    for (std::size_t i = 1; i < html.size(); ++i) {
        if (quote != 0) {
            if (html[i] == quote) quote = 0;
        } else if ((html[i] == '"' || html[i] == '\'') && html[i - 1] == '=') {
            quote = html[i];
        } else if (html[i] == '>') {
            return i + 1;
        }
    }
    return std::string_view::npos;
}

std::size_t end_of_declaration(std::string_view html) {
    const auto end = html.starts_with("<!--") ? html.find("-->", 2) : html.find('>');
    if (end == std::string_view::npos) return html.size();
    return end + (html.starts_with("<!--") ? 3 : 1);
}

}  // namespace

void HtmlFragments::write(std::string_view html, Division division) {
    while (!html.empty()) {
        if (is_skipping()) {
            html.remove_prefix(skip_to_end(html));
            continue;
        }
        const auto open = std::min(html.find('<'), html.size());
        write_text(html.substr(0, open));
        html.remove_prefix(open);
        if (html.size() < 2) {
            write_text(html);
            return;
        }
        if (html[1] == '!' || html[1] == '?') {
            html.remove_prefix(end_of_declaration(html));
            continue;
        }
        const bool closing = html[1] == '/';
        const std::size_t begin = closing ? 2 : 1;
        if (begin >= html.size() || std::isalpha(static_cast<unsigned char>(html[begin])) == 0) {
            write_text(html.substr(0, 1));
            html.remove_prefix(1);
            continue;
        }
        const auto end = end_of_tag(html);
        if (end == std::string_view::npos) return;  // cut off inside of a tag
        const auto tag = html.substr(begin, end - begin - 1);
        const auto name_end = std::min(tag.find_first_of(" \t\r\n/"), tag.size());
        std::string name(tag.substr(0, name_end));
        std::ranges::transform(name, name.begin(), lower);
        if (closing)
            end_tag(name, division);
        else
            begin_tag(name, tag.substr(name_end), division);
        html.remove_prefix(end);
    }
}

void HtmlFragments::begin_tag(std::string_view name, std::string_view attributes, Division division) {
    auto& inlines = blocks_.inlines();
    if (holds_no_text(name)) {
        if (!attributes.ends_with('/')) skipped_ = name;
    } else if (preformatted_) {
        if (name == "br") code_ += '\n';
    } else if (name == "a") {
        inlines.open_link(attribute(attributes, "href"));
    } else if (name == "img") {
        inlines.add_image(attribute(attributes, "src"), attribute(attributes, "alt"));
    } else if (name == "br") {
        inlines.add_break();
    } else if (name == "td" || name == "th") {
        inlines.add_border();
    } else if (const auto emphasis = emphasis_of(name)) {
        inlines.open(*emphasis);
    } else if (division == Division::not_here) {
        if (name == "li" || divides(name)) inlines.add(" ");
    } else if (name == "li") {
        divide(division);
        blocks_.mark_item();
    } else if (name == "pre") {
        divide(division);
        preformatted_ = true;
    } else if (name == "hr") {
        blocks_.add_rule();
    } else if (const int level = heading_level(name); level > 0) {
        divide(division);
        heading_ = level;
    } else if (divides(name)) {
        divide(division);
    }
}

void HtmlFragments::end_tag(std::string_view name, Division division) {
    auto& inlines = blocks_.inlines();
    if (name == "pre" && preformatted_) {
        preformatted_ = false;
        blocks_.add_code(code_, {});
        code_.clear();
    } else if (preformatted_) {
        return;
    } else if (name == "a") {
        inlines.close_link();
    } else if (const auto emphasis = emphasis_of(name)) {
        inlines.close(*emphasis);
    } else if (division == Division::allowed && (name == "li" || heading_level(name) > 0 || divides(name))) {
        divide(division);
    }
}

void HtmlFragments::divide(Division division) {
    if (division == Division::not_here) return;
    if (heading_ > 0)
        blocks_.end_heading(heading_);
    else
        blocks_.end_paragraph();
    heading_ = 0;
}

void HtmlFragments::write_text(std::string_view html) {
    if (preformatted_)
        code_ += markup::decoded(html);
    else
        blocks_.inlines().add(markup::decoded(html));
}

/// How much of the HTML belongs to the element that is skipped, its end tag included.
std::size_t HtmlFragments::skip_to_end(std::string_view rest) {
    for (std::size_t at = 0; (at = rest.find("</", at)) != std::string_view::npos; at += 2) {
        const auto name = rest.substr(at + 2, skipped_.size());
        if (!std::ranges::equal(name, skipped_, {}, lower)) continue;
        skipped_.clear();
        return std::min(rest.find('>', at), rest.size() - 1) + 1;
    }
    return rest.size();
}

void HtmlFragments::end_block() {
    skipped_.clear();
    if (preformatted_) {
        preformatted_ = false;
        blocks_.add_code(code_, {});
        code_.clear();
    }
    divide(Division::allowed);
}

}  // namespace winnow::extract
