#include "discover/feed/capture.h"

#include <algorithm>
#include <array>
#include <optional>

#include "discover/encoding/encoding.h"
#include "markup/text.h"
#include "text/utf8.h"

namespace winnow::feeds {
namespace {

using markup::Event;
using markup::Vocabulary;

bool is_void(std::string_view name) {
    constexpr auto kNames = std::to_array<std::string_view>({"area", "base", "br", "col", "embed", "hr", "img", "input",
                                                             "link", "meta", "param", "source", "track", "wbr"});
    return std::ranges::find(kNames, name) != kNames.end();
}

/// Base 64 with or without line breaks and padding; nothing if it is something else.
std::optional<std::string> base64_decoded(std::string_view text) {
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string result;
    unsigned bits = 0;
    int count = 0;
    for (const char c : text) {
        if (markup::is_space(c) || c == '=') continue;
        const auto digit = kDigits.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        bits = (bits << 6 | static_cast<unsigned>(digit)) & 0xFFFFFF;
        count += 6;
        if (count < 8) continue;
        count -= 8;
        result += static_cast<char>(bits >> count & 0xFF);
    }
    return markup::to_unicode(result, {}).text;
}

/// The content of the div that Atom puts around XHTML, which is no part of it (RFC 4287 section 3.1.1.3).
std::string_view without_div(std::string_view value) {
    value = markup::trimmed(value);
    if (!value.starts_with("<div") || !value.ends_with("</div>")) return value;
    markup::Tokenizer tokenizer(value);
    markup::Token token;
    std::size_t depth = 0, begin = 0, at = 0;
    while (tokenizer.next(token)) {
        at += token.raw.size();
        if (begin == 0) begin = at;
        if (!markup::equal_ignoring_case(token.name, "div") || token.empty_element) continue;
        depth += token.kind == markup::Token::Kind::start_tag ? 1 : 0;
        depth -= token.kind == markup::Token::Kind::end_tag && depth > 0 ? 1 : 0;
        if (depth == 0) break;
    }
    constexpr std::size_t kEndTag = 6;
    return at == value.size() ? markup::trimmed(value.substr(begin, value.size() - kEndTag - begin)) : value;
}

}  // namespace

Capture::Capture(Meaning meaning, const Event& start, markup::Reader& reader)
    : meaning_(meaning),
      vocabulary_(start.vocabulary),
      name_(start.name),
      type_(markup::media_type(reader.attribute(start, "type"))),
      mode_(reader.attribute(start, "mode")),
      base_(reader.base()),
      depth_(reader.depth()),
      permanent_(!markup::equal_ignoring_case(reader.attribute(start, "ispermalink"), "false")) {}

void Capture::add_start(const Event& event) {
    if (!has_elements_ && form() == Form::markup) value_ = markup::escaped(value_);
    has_elements_ = true;
    const auto name = event.vocabulary == Vocabulary::xhtml ? std::string_view(event.name) : event.written;
    value_ += '<';
    value_ += name;
    for (const auto& attribute : event.token->attributes) {
        if (attribute.name.starts_with("xmlns") && attribute.value == "http://www.w3.org/1999/xhtml") continue;
        value_ += ' ';
        value_ += attribute.name;
        const char quote = attribute.value.contains('"') ? '\'' : '"';
        ((value_ += '=') += quote) += attribute.value;
        value_ += quote;
    }
    value_ += is_void(event.name) ? " />" : ">";
}

void Capture::add_end(const Event& event) {
    if (is_void(event.name)) return;
    value_ += "</";
    value_ += event.vocabulary == Vocabulary::xhtml ? std::string_view(event.name) : event.written;
    value_ += '>';
}

void Capture::add_text(const Event& event) {
    if (has_elements_ && form() == Form::markup) {
        value_ += markup::escaped(event.text);
    } else {
        value_ += event.text;
    }
}

Capture::Form Capture::form() const {
    const bool in_body = name_ == "body" || name_ == "fullitem";
    if (mode_ == "base64") return Form::base64;
    if (type_ == "xhtml" || type_ == "application/xhtml+xml") return mode_ == "escaped" ? Form::html : Form::markup;
    if (type_ == "html" || type_ == "text/html") return mode_ == "xml" ? Form::markup : Form::html;
    if (type_.ends_with("/xml") || type_.ends_with("+xml")) return mode_ == "escaped" ? Form::html : Form::markup;
    if (type_ == "text" || type_ == "text/plain" || type_ == "plain" || type_.starts_with("text/")) return Form::plain;
    if (vocabulary_ != Vocabulary::atom) {
        const bool plain = vocabulary_ == Vocabulary::media || vocabulary_ == Vocabulary::itunes;
        return plain ? Form::plain : vocabulary_ == Vocabulary::xhtml && in_body ? Form::markup : Form::html;
    }
    if (type_.empty()) return Form::plain;
    return mode_.empty() ? Form::base64 : Form::html;
}

Text Capture::text() {
    const auto kind = form();
    if (kind == Form::base64 && !has_elements_)
        if (auto bytes = base64_decoded(value_)) value_ = std::move(*bytes);
    const bool is_html =
        kind == Form::html || has_elements_ || (kind == Form::base64 && !type_.empty() && type_ != "text/plain");
    auto value = type_ == "xhtml" ? without_div(value_) : markup::trimmed(value_);
    return {is_html ? markup::with_absolute_links(value, base_) : std::string(value), is_html};
}

std::string Capture::title() {
    const auto found = text();
    const bool is_rss = vocabulary_ != Vocabulary::atom && !has_elements_;
    auto title = found.is_html ? markup::plain_text(found.value, is_rss ? markup::Tags::known : markup::Tags::all)
                               : text::folded_white_space(found.value);
    title.resize(text::truncated(title, kMaxTitleBytes).size());
    return title;
}

}  // namespace winnow::feeds
