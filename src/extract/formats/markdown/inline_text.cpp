#include "extract/formats/markdown/inline_text.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "extract/formats/compose.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kMostLinks = 20'000;
constexpr std::size_t kLongestReference = 2048;
constexpr std::size_t kMostAddressBytes = 16u << 20;  // short references to a page with a long address add up

std::string_view marker(Emphasis emphasis) {
    switch (emphasis) {
        case Emphasis::strong: return "**";
        case Emphasis::italic: return "*";
        case Emphasis::struck: return "~~";
        case Emphasis::code: return "`";
    }
    return {};
}

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

/// Pictures that show the state of a build say nothing to a reader.
bool is_badge(std::string_view source) {
    return source.contains("shields.io") || source.contains("badge") || source.contains("travis-ci.") ||
           source.contains("codecov.io") || source.contains("/workflows/") || source.contains("badgen.net");
}

/// How much of the text is a web address: up to white space, without what ends the sentence around it.
std::size_t url_length(std::string_view text) {
    text = text.substr(0, kLongestReference);
    auto end = std::min(text.find_first_of(" \t\r\n<>\"`|\\"), text.size());
    std::size_t open = 0;
    std::size_t closed = 0;
    for (const char c : text.substr(0, end)) {
        if (c == '(') ++open;
        if (c == ')') ++closed;
    }
    while (end > 0) {
        const char last = text[end - 1];
        const bool surplus = last == ')' && closed > open;
        if (!surplus && std::string_view(".,;:!?'*_~]").find(last) == std::string_view::npos) break;
        if (surplus) --closed;
        --end;
    }
    return end;
}

}  // namespace

void InlineText::add(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_space(text[i])) {
            if (gap_ == Gap::none) gap_ = Gap::blank;
            continue;
        }
        if (text[i] == 'h' && text.substr(i).starts_with("http") && !in_code()) {
            if (const auto length = add_bare_url(text.substr(i)); length > 0) {
                i += length - 1;
                continue;
            }
        }
        begin_content();
        text_ += text[i];
        if (in_code()) {
            if (text[i] != '`') markdown_ += text[i];
        } else {
            append_escaped(markdown_, text[i], i + 1 < text.size() ? text[i + 1] : '\0');
        }
    }
}

std::size_t InlineText::add_bare_url(std::string_view rest) {
    if (!rest.starts_with("https://") && !rest.starts_with("http://")) return 0;
    if (gap_ == Gap::none && !text_.empty() && std::isalnum(static_cast<unsigned char>(text_.back())) != 0) return 0;
    const auto length = url_length(rest);
    if (length < 10) return 0;
    const auto url = rest.substr(0, length);
    begin_content();
    if (!in_link()) {
        if (const auto href = resolved(url); !href.empty()) {
            remember(href, url);
            ++linked_words_;
        }
    }
    text_ += url;
    markdown_ += url;
    return length;
}

void InlineText::add_break() {
    if (gap_ != Gap::border) gap_ = Gap::line;
}

void InlineText::add_border() {
    gap_ = Gap::border;
}

void InlineText::open(Emphasis emphasis) {
    if (open_emphasis_[std::to_underlying(emphasis)]++ > 0 || in_code()) return;
    spans_.push_back({.emphasis = emphasis});
}

void InlineText::close(Emphasis emphasis) {
    auto& count = open_emphasis_[std::to_underlying(emphasis)];
    if (count == 0) return;
    --count;
    if (count > 0) return;
    close_topmost(false, emphasis);
}

void InlineText::open_link(std::string_view reference) {
    if (links_open_++ > 0) return;
    spans_.push_back({.is_link = true, .href = resolved(reference)});
}

void InlineText::close_link() {
    if (links_open_ == 0) return;
    --links_open_;
    if (links_open_ > 0) return;
    close_topmost(true, {});
}

/// Closes the span and those inside of it, which HTML may leave open. There are at most five.
void InlineText::close_topmost(bool is_link, Emphasis emphasis) {
    const auto matches = [&](const Span& span) {
        return span.is_link == is_link && (is_link || span.emphasis == emphasis);
    };
    if (std::ranges::none_of(spans_, matches)) return;
    for (bool found = false; !found;) {
        found = matches(spans_.back());
        if (!found && spans_.back().is_link) links_open_ = 0;
        if (!found && !spans_.back().is_link) open_emphasis_[std::to_underlying(spans_.back().emphasis)] = 0;
        end_span();
    }
}

void InlineText::end_span() {
    const auto span = std::move(spans_.back());
    spans_.pop_back();
    if (!span.opened) return;
    if (span.is_link)
        end_link(span);
    else if (markdown_.size() > span.markdown_begin)
        markdown_ += marker(span.emphasis);
    else
        markdown_.resize(span.markdown_begin - marker(span.emphasis).size());
}

void InlineText::end_link(const Span& span) {
    const auto text = std::string_view(text_).substr(std::min(span.text_begin, text_.size()));
    const auto words = blank_divided_words(text);
    if (span.href.empty()) return;
    const bool here = span.href.starts_with(base_.href() + "#");
    if (here) {
        words_here_ += words;
    } else {
        linked_words_ += words;
        remember(span.href.substr(0, span.href.find('#')), text);
    }
    const auto target = link_target(span.href);
    if (text == span.href && markdown_.size() == span.markdown_begin + text.size()) {
        markdown_.resize(span.markdown_begin - 1);
        markdown_ += '<' + target + '>';
    } else {
        markdown_ += "](" + target + ')';
    }
}

void InlineText::add_image(std::string_view reference, std::string_view alternative) {
    const auto href = resolved(reference);
    if (is_badge(reference)) return;
    std::string words;
    std::string escaped;
    for (const char c : alternative) {
        if (is_space(c) && (words.empty() || words.back() == ' ')) continue;
        words += is_space(c) ? ' ' : c;
        if (c == '[' || c == ']' || c == '\\') escaped += '\\';
        escaped += words.back();
    }
    if (words.empty() && href.empty()) return;
    begin_content();
    text_ += trimmed(words);
    picture_bytes_ += trimmed(words).size();
    if (href.empty())
        markdown_ += escaped;
    else
        markdown_ += "![" + std::string(trimmed(escaped)) + "](" + link_target(href) + ")";
}

InlineText::Piece InlineText::take() {
    while (!spans_.empty()) end_span();
    links_open_ = 0;
    std::ranges::fill(open_emphasis_, 0);
    gap_ = Gap::none;
    const bool only_links_here = words_here_ > 0 && words_here_ == blank_divided_words(text_);
    const bool only_picture = picture_bytes_ > 0 && picture_bytes_ == text_.size();
    words_here_ = 0;
    picture_bytes_ = 0;
    return {std::string(trimmed(std::exchange(text_, {}))), std::exchange(markdown_, {}), only_links_here,
            only_picture};
}

/// Writes the gap before what comes, and the markers of what was opened since the last content.
void InlineText::begin_content() {
    if (!text_.empty() || gap_ == Gap::border) {
        if (gap_ == Gap::blank) text_ += ' ';
        if (gap_ == Gap::line) text_ += '\n';
        if (gap_ == Gap::border) text_ += '\t';
    }
    if (!markdown_.empty()) {
        if (gap_ == Gap::blank) markdown_ += ' ';
        if (gap_ == Gap::line) markdown_ += in_code() ? " " : "  \n";
        if (gap_ == Gap::border) markdown_ += " | ";
    }
    gap_ = Gap::none;
    for (auto& span : spans_) {
        if (span.opened) continue;
        span.opened = true;
        if (!span.is_link)
            markdown_ += marker(span.emphasis);
        else if (!span.href.empty())
            markdown_ += '[';
        span.text_begin = text_.size();
        span.markdown_begin = markdown_.size();
    }
}

bool InlineText::in_code() const {
    return !spans_.empty() && !spans_.back().is_link && spans_.back().emphasis == Emphasis::code;
}

void InlineText::remember(const std::string& href, std::string_view text) {
    ++link_count_;
    if (links_.size() < kMostLinks && href.starts_with("http")) links_.push_back({href, std::string(trimmed(text))});
}

/// Absolute, with its fragment; empty for what is no place on the web.
std::string InlineText::resolved(std::string_view reference) {
    reference = trimmed(reference);
    if (reference.empty() || reference.size() > kLongestReference || address_bytes_ > kMostAddressBytes) return {};
    if (reference.starts_with("mailto:") || reference.starts_with("tel:")) return std::string(reference);
    const auto hash = reference.find('#');
    const auto fragment = hash == std::string_view::npos ? std::string_view() : reference.substr(hash);
    std::string result;
    if (hash == 0)
        result = base_.href();
    else if (const auto url = Url::parse(reference.substr(0, hash), base_))
        result = url->href();
    if (result.empty()) return {};
    result += fragment;
    address_bytes_ += result.size();
    return result;
}

}  // namespace winnow::extract
