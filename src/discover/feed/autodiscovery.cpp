#include "discover/feed/autodiscovery.h"

#include <algorithm>
#include <array>
#include <string>

#include "discover/encoding/encoding.h"
#include "markup/entities.h"
#include "markup/text.h"
#include "markup/tokens.h"
#include "text/utf8.h"

namespace winnow::feeds {
namespace {

using markup::equal_ignoring_case;
using markup::Token;

bool is_feed_type(std::string_view type) {
    constexpr auto kTypes =
        std::to_array<std::string_view>({"application/rss+xml", "application/atom+xml", "application/feed+json",
                                         "application/rdf+xml", "application/json", "text/xml", "application/xml"});
    return std::ranges::find(kTypes, markup::media_type(type)) != kTypes.end();
}

/// Whether `relation` is one of the words.
bool has_word(std::string_view words, std::string_view relation) {
    while (!words.empty()) {
        const auto* const end = std::ranges::find_if(words, markup::is_space);
        const auto word = words.substr(0, static_cast<std::size_t>(end - words.begin()));
        if (equal_ignoring_case(word, relation)) return true;
        words.remove_prefix(std::min(word.size() + 1, words.size()));
    }
    return false;
}

bool is_about_comments(const Token& link) {
    const auto title = text::lower_case(link.attribute("title"));
    return title.contains("comment") || link.attribute("href").contains("/comments/");
}

}  // namespace

bool looks_like_html(std::string_view bytes, std::string_view content_type) {
    const auto type = markup::media_type(content_type);
    if (type == "application/xhtml+xml") return true;
    constexpr std::size_t kBeginning = 1024;
    const auto begin = text::lower_case(bytes.substr(0, kBeginning));
    const bool is_feed = begin.contains("<rss") || begin.contains("<feed") || begin.contains("<rdf:rdf");
    if (is_feed) return false;
    return type == "text/html" || begin.contains("<!doctype html") || begin.contains("<html");
}

std::optional<Url> find_feed_link(std::string_view html, const Url& page) {
    markup::Tokenizer tokenizer(html.substr(0, kMaxScannedBytes));
    Token token;
    auto base = page;
    std::optional<Url> comments;
    while (tokenizer.next(token)) {
        if (token.kind != Token::Kind::start_tag) continue;
        if (equal_ignoring_case(token.name, "body")) break;
        if (equal_ignoring_case(token.name, "script") || equal_ignoring_case(token.name, "style"))
            tokenizer.take_raw_text(token.name);
        const auto href = markup::decoded(token.attribute("href"));
        if (equal_ignoring_case(token.name, "base") && !href.empty())
            if (auto url = Url::parse_exact(markup::trimmed(href), page)) base = std::move(*url);
        if (!equal_ignoring_case(token.name, "link") || href.empty()) continue;
        if (!has_word(token.attribute("rel"), "alternate") || !is_feed_type(token.attribute("type"))) continue;
        auto url = Url::parse_exact(markup::trimmed(href), base);
        if (!url || *url == page) continue;
        if (!is_about_comments(token)) return std::move(*url);
        if (!comments) comments = std::move(*url);
    }
    return comments;
}

}  // namespace winnow::feeds
