#include "markup/tokens.h"

#include <algorithm>
#include <cctype>

namespace winnow::markup {
namespace {

constexpr auto kNone = std::string_view::npos;
constexpr std::size_t kMaxInternalSubset = 64u << 10;  // entity declarations of any real feed take a few KiB

bool is_name_start(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return std::isalpha(byte) || c == '_' || c == ':' || byte >= 0x80;
}

bool ends_name(char c) {
    return is_space(c) || c == '>' || c == '/' || c == '<';
}

std::size_t name_end(std::string_view text, std::size_t at) {
    while (at < text.size() && !ends_name(text[at])) ++at;
    return at;
}

std::size_t skip_space(std::string_view text, std::size_t at) {
    while (at < text.size() && is_space(text[at])) ++at;
    return at;
}

/// Where a document type with an internal subset ends (behind its '>'), or kNone.
std::size_t end_of_subset(std::string_view text, std::size_t at) {
    const auto limit = std::min(text.size(), at + kMaxInternalSubset);
    bool inside = false;
    char quote = 0;
    for (; at < limit; ++at) {
        const char c = text[at];
        if (quote != 0) {
            if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '[') {
            inside = true;
        } else if (c == ']') {
            inside = false;
        } else if (c == '>' && !inside) {
            return at + 1;
        }
    }
    return kNone;
}

}  // namespace

bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b,
                              [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

std::string_view Token::attribute(std::string_view wanted) const {
    const auto found = std::ranges::find_if(
        attributes, [&](const Attribute& attribute) { return equal_ignoring_case(attribute.name, wanted); });
    return found == attributes.end() ? std::string_view() : found->value;
}

bool Tokenizer::next(Token& token) {
    token.name = token.content = {};
    token.attributes.clear();
    token.empty_element = false;
    if (at_ >= text_.size()) return false;
    const auto rest = text_.substr(at_);
    if (rest.front() != '<') {
        text(token, std::min(text_.find('<', at_), text_.size()));
    } else if (rest.starts_with("<!--")) {
        enclosed(token, Token::Kind::comment, 4, "-->");
    } else if (rest.starts_with("<![CDATA[")) {
        enclosed(token, Token::Kind::cdata, 9, "]]>");
    } else if (rest.starts_with("<!")) {
        declaration(token);
    } else if (rest.starts_with("<?")) {
        instruction(token);
    } else if (rest.size() > 2 && rest[1] == '/' && is_name_start(rest[2])) {
        end_tag(token);
    } else if (rest.size() > 1 && is_name_start(rest[1])) {
        start_tag(token);
    } else {
        text(token, std::min(text_.find('<', at_ + 1), text_.size()));
    }
    return true;
}

std::string_view Tokenizer::take_raw_text(std::string_view name) {
    const auto begin = at_;
    while (at_ < text_.size()) {
        at_ = std::min(text_.find("</", at_), text_.size());
        const auto rest = text_.substr(std::min(at_ + 2, text_.size()));
        if (rest.size() >= name.size() && equal_ignoring_case(rest.substr(0, name.size()), name)) break;
        at_ = std::min(at_ + 2, text_.size());
    }
    return text_.substr(begin, at_ - begin);
}

void Tokenizer::text(Token& token, std::size_t end) {
    token.kind = Token::Kind::text;
    token.raw = token.content = text_.substr(at_, end - at_);
    at_ = end;
}

void Tokenizer::enclosed(Token& token, Token::Kind kind, std::size_t open, std::string_view close) {
    const auto found = text_.find(close, at_ + open);
    const auto end = std::min(found, text_.size());
    token.kind = kind;
    token.content = text_.substr(at_ + open, end - at_ - open);
    const auto after = found == kNone ? end : end + close.size();
    token.raw = text_.substr(at_, after - at_);
    at_ = after;
}

void Tokenizer::declaration(Token& token) {
    token.kind = Token::Kind::declaration;
    auto end = kNone;
    if (!seen_tag_) {
        end = end_of_subset(text_, at_ + 2);
        seen_tag_ = end == kNone || text_.substr(at_, end - at_).contains('[');  // one subset a document, one failure
    }
    if (end == kNone) {
        const auto close = text_.find('>', at_);
        end = close == kNone ? text_.size() : close + 1;
    }
    token.raw = text_.substr(at_, end - at_);
    token.content = token.raw.substr(2, token.raw.size() - (token.raw.ends_with('>') ? 3 : 2));
    at_ = end;
}

void Tokenizer::instruction(Token& token) {
    if (instruction_end_ != kNone && instruction_end_ < at_ + 2) instruction_end_ = text_.find("?>", at_ + 2);
    if (instruction_end_ != kNone) return enclosed(token, Token::Kind::instruction, 2, "?>");
    enclosed(token, Token::Kind::instruction, 2, ">");
}

void Tokenizer::end_tag(Token& token) {
    seen_tag_ = true;
    token.kind = Token::Kind::end_tag;
    const auto end = name_end(text_, at_ + 2);
    token.name = text_.substr(at_ + 2, end - at_ - 2);
    auto close = text_.find_first_of("<>", end);
    if (close == kNone) close = text_.size();
    if (close < text_.size() && text_[close] == '>') ++close;
    token.raw = text_.substr(at_, close - at_);
    at_ = close;
}

std::size_t Tokenizer::read_attribute(Attribute& attribute, std::size_t at) const {
    const auto begin = at;
    while (at < text_.size() && !is_space(text_[at]) && text_[at] != '=' && text_[at] != '>' && text_[at] != '<' &&
           (text_[at] != '/' || at == begin))
        ++at;
    attribute.name = text_.substr(begin, at - begin);
    const auto equals = skip_space(text_, at);
    if (equals >= text_.size() || text_[equals] != '=') return at;
    at = skip_space(text_, equals + 1);
    if (at >= text_.size()) return at;
    if (text_[at] == '"' || text_[at] == '\'') {
        const auto close = text_.find(text_[at], at + 1);
        if (close != kNone) {
            attribute.value = text_.substr(at + 1, close - at - 1);
            return close + 1;
        }
        ++at;  // never closed: read like one without quotation marks
    }
    const auto value = at;
    while (at < text_.size() && !is_space(text_[at]) && text_[at] != '>') ++at;
    attribute.value = text_.substr(value, at - value);
    return at;
}

void Tokenizer::start_tag(Token& token) {
    seen_tag_ = true;
    token.kind = Token::Kind::start_tag;
    auto at = name_end(text_, at_ + 1);
    token.name = text_.substr(at_ + 1, at - at_ - 1);
    while (true) {
        at = skip_space(text_, at);
        if (at >= text_.size() || text_[at] == '<') break;  // never closed
        if (text_[at] == '>') {
            ++at;
            break;
        }
        if (text_[at] == '/') {
            token.empty_element = at + 1 < text_.size() && text_[at + 1] == '>';
            ++at;
            continue;
        }
        Attribute attribute;
        const auto after = read_attribute(attribute, at);
        if (token.attributes.size() < kMaxAttributes) token.attributes.push_back(attribute);
        at = std::max(after, at + 1);
    }
    token.raw = text_.substr(at_, at - at_);
    at_ = at;
}

}  // namespace winnow::markup
