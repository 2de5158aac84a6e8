#include <algorithm>
#include <array>

#include "discover/encoding/encoding.h"
#include "discover/feed/feed.h"
#include "markup/entities.h"
#include "markup/text.h"
#include "markup/tokens.h"
#include "text/utf8.h"

namespace winnow::feeds {
namespace {

constexpr std::size_t kArticleBytes = 1'200;  // of plain text: some 200 words, less is a note or a beginning
constexpr std::size_t kEndBytes = 160;        // in which a "Read more" would stand

bool ends_as_teaser(const std::string& plain) {
    constexpr auto kEnds = std::to_array<std::string_view>(
        {"…", "...", "[…]", "[...]", "(more)", "read more", "read more »", "continue reading", "continue reading →",
         "read on", "read the rest", "weiterlesen", "lire la suite", "leer más"});
    const auto end = text::lower_case(plain.substr(plain.size() - std::min(plain.size(), kEndBytes)));
    if (std::ranges::any_of(kEnds, [&](std::string_view mark) { return end.ends_with(mark); })) return true;
    constexpr auto kPhrases = std::to_array<std::string_view>(
        {"continue reading on ", "read the full article", "read the full story", "read the rest of this",
         "this post is for paid subscribers", "keep reading with a 7-day free trial"});
    return std::ranges::any_of(kPhrases, [&](std::string_view phrase) { return end.contains(phrase); });
}

}  // namespace

Result<Feed> parse_feed(std::string_view bytes, std::string_view content_type, const Url& url) {
    if (bytes.size() > kMaxFeedBytes) return fail(ErrorKind::too_large, "a feed of more than 16 MiB");
    auto document = markup::to_unicode(bytes, content_type);
    const auto text = markup::trimmed(document.text);
    auto feed = text.starts_with('{') ? parse_json_feed(text, url) : parse_xml_feed(text, url);
    if (feed) feed->encoding = std::move(document.encoding);
    return feed;
}

bool is_whole_article(const Text& content) {
    if (content.value.size() < kArticleBytes) return false;
    const auto plain = content.is_html ? markup::plain_text(content.value) : content.value;
    return plain.size() >= kArticleBytes && !ends_as_teaser(plain);
}

std::string as_html(const Text& text) {
    if (text.is_html) return text.value;
    std::string html;
    std::string_view rest = text.value;
    while (!rest.empty()) {
        const auto end = std::min(rest.find("\n\n"), rest.size());
        if (const auto paragraph = markup::trimmed(rest.substr(0, end)); !paragraph.empty())
            html += "<p>" + markup::escaped(paragraph) + "</p>\n";
        rest.remove_prefix(std::min(end + 2, rest.size()));
    }
    return html;
}

}  // namespace winnow::feeds
