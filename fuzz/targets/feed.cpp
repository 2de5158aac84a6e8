// Feeds of all kinds, lists of feeds, and the pages that link to feeds.
#include "discover/feed/feed.h"

#include <array>

#include "check.h"
#include "discover/encoding/encoding.h"
#include "discover/feed/autodiscovery.h"
#include "discover/feed/opml.h"
#include "text/utf8.h"

using namespace winnow;

namespace {

void check_feed(const feeds::Feed& feed) {
    fuzz::check(feed.items.size() <= feeds::kMaxItems, "the number of items is limited");
    fuzz::check(text::is_valid_utf8(feed.title), "a feed's title is valid UTF-8");
    for (const auto& item : feed.items) {
        fuzz::check(text::is_valid_utf8(item.title), "titles are valid UTF-8");
        fuzz::check(item.title.find('\n') == std::string::npos, "titles have one line");
        fuzz::check(item.title.size() <= feeds::kMaxTitleBytes, "titles are cut to the limit");
        fuzz::check(text::is_valid_utf8(as_html(item.content)), "content is valid UTF-8");
        fuzz::check(text::is_valid_utf8(as_html(item.summary)), "summaries are valid UTF-8");
        static_cast<void>(is_whole_article(item.content));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static constexpr std::array kTypes{"application/rss+xml", "text/xml", "", "application/feed+json",
                                       "text/html; charset=iso-8859-1"};
    static const auto kUrl = *Url::parse("https://example.org/blog/feed.xml");
    fuzz::Input input(bytes, size);
    const std::string_view type = kTypes[input.choice(kTypes.size())];
    if (const auto feed = feeds::parse_feed(input.rest(), type, kUrl)) check_feed(*feed);
    if (const auto list = feeds::parse_opml(input.rest()))
        fuzz::check(list->size() <= feeds::kMaxOutlines, "the number of subscriptions is limited");
    if (const auto link = feeds::find_feed_link(input.rest(), kUrl))
        fuzz::check(!link->empty(), "a link leads somewhere");
    static_cast<void>(feeds::looks_like_html(input.rest(), type));
    fuzz::check(text::is_valid_utf8(markup::to_unicode(input.rest(), type).text), "converted text is valid UTF-8");
    return 0;
}
