#include "markup/text.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "markup/entities.h"
#include "markup/tokens.h"
#include "text/utf8.h"

namespace winnow::markup {
namespace {

constexpr std::size_t kMaxReferenceBytes = 8u << 10;  // longer ones are data, not addresses

constexpr auto kInline = std::to_array<std::string_view>(
    {"a",    "abbr",   "acronym", "b",   "bdi", "bdo",  "big",  "blink", "cite", "code", "del",  "dfn",
     "em",   "font",   "i",       "img", "ins", "kbd",  "mark", "nobr",  "q",    "s",    "samp", "small",
     "span", "strike", "strong",  "sub", "sup", "time", "tt",   "u",     "var",  "wbr"});
constexpr auto kBlock = std::to_array<std::string_view>(
    {"blockquote", "br", "center", "dd", "div",     "dl",      "dt",     "h1",        "h2",    "h3",
     "h4",         "h5", "h6",     "hr", "li",      "ol",      "p",      "pre",       "table", "tbody",
     "td",         "th", "tr",     "ul", "section", "article", "figure", "figcaption"});
constexpr auto kUnseen = std::to_array<std::string_view>({"script", "style", "noscript", "template"});
constexpr auto kReferences = std::to_array<std::string_view>(
    {"href", "src", "action", "cite", "data", "longdesc", "background", "poster", "usemap"});

template <typename Names>
bool is_one_of(std::string_view name, const Names& names) {
    return std::ranges::any_of(names, [&](std::string_view one) { return equal_ignoring_case(one, name); });
}

/// Whether the reference begins with a scheme ("mailto:").
bool has_scheme(std::string_view reference) {
    if (reference.empty() || !std::isalpha(static_cast<unsigned char>(reference.front()))) return false;
    for (const char c : reference) {
        if (c == ':') return true;
        if (!std::isalnum(static_cast<unsigned char>(c)) && c != '+' && c != '-' && c != '.') return false;
    }
    return false;
}

void append_with_absolute_attributes(std::string& result, const Token& token, const Url& base) {
    std::size_t copied = 0;
    for (const auto& attribute : token.attributes) {
        if (!is_one_of(attribute.name, kReferences) || attribute.value.empty()) continue;
        const auto value = decoded(attribute.value);
        const auto absolute = absolute_reference(value, base);
        if (absolute == value) continue;
        const auto begin = static_cast<std::size_t>(attribute.value.data() - token.raw.data());
        result += token.raw.substr(copied, begin - copied);
        result += escaped(absolute);
        copied = begin + attribute.value.size();
    }
    result += token.raw.substr(copied);
}

}  // namespace

std::string plain_text(std::string_view html, Tags tags) {
    std::string result;
    Tokenizer tokenizer(html);
    Token token;
    while (tokenizer.next(token)) {
        if (token.kind == Token::Kind::text) {
            result += token.content;
        } else if (token.kind == Token::Kind::cdata) {
            result += escaped(token.content);
        } else if (token.kind == Token::Kind::start_tag || token.kind == Token::Kind::end_tag) {
            const bool unseen = is_one_of(token.name, kUnseen);
            const bool block = is_one_of(token.name, kBlock);
            if (tags == Tags::known && !unseen && !block && !is_one_of(token.name, kInline)) {
                result += token.raw;
                continue;
            }
            if (block) result += ' ';
            if (unseen && token.kind == Token::Kind::start_tag && !token.empty_element)
                tokenizer.take_raw_text(token.name);
        }
    }
    return text::folded_white_space(decoded(result));
}

std::string absolute_reference(std::string_view reference, const Url& base) {
    const auto clean = trimmed(reference);
    if (base.empty() || has_scheme(clean) || clean.size() > kMaxReferenceBytes) return std::string(clean);
    const auto fragment = std::min(clean.find('#'), clean.size());
    if (fragment == 0) return std::string(clean);
    const auto url = Url::parse_exact(clean.substr(0, fragment), base);
    return url ? url->href() + std::string(clean.substr(fragment)) : std::string(clean);
}

std::string with_absolute_links(std::string_view html, const Url& base) {
    if (base.empty()) return std::string(html);
    std::string result;
    result.reserve(html.size());
    Tokenizer tokenizer(html);
    Token token;
    while (tokenizer.next(token)) {
        if (token.kind == Token::Kind::start_tag) {
            append_with_absolute_attributes(result, token, base);
        } else {
            result += token.raw;
        }
    }
    return result;
}

}  // namespace winnow::markup
