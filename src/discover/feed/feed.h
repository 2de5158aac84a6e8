#pragma once
// feed: RSS, RDF, Atom, JSON Feed and OPML as values, from whatever bytes come.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "core/url.h"

namespace winnow::feeds {

constexpr std::size_t kMaxFeedBytes = 16u << 20;  // 16 MiB: the largest feeds seen with whole articles take some 5 MiB
constexpr std::size_t kMaxItems = 10'000;         // kept of one feed
constexpr std::size_t kMaxTitleBytes = 1'000;     // a longer title is cut; it is read by people

/// A text of a feed: HTML with absolute links, or plain text.
struct Text {
    std::string value;
    bool is_html = false;
    bool empty() const { return value.empty(); }
};

struct Item {
    std::string id;        ///< as written; a relative one is made absolute
    std::string title;     ///< plain text, one line
    std::string link;      ///< where it is to be read, absolute when it can be; the id if that is the permanent link
    std::string original;  ///< the publisher's own address when `link` leads over a counting service
    std::optional<Timestamp> published;
    std::optional<Timestamp> updated;
    Text summary;
    Text content;  ///< the article itself, whole or not
};

struct Feed {
    std::string kind;  ///< "rss20", "rss10", "atom10", "json11"…: name and version
    std::string encoding;
    std::string id;
    std::string title;
    std::string link;
    Text description;
    std::optional<Timestamp> published;
    std::optional<Timestamp> updated;
    std::vector<Item> items;  ///< in the order of the feed
    std::string warning;      ///< what was left out: "only the first 10000 items are read"
};

/// Reads a feed of any kind. `url` is where it came from: what relative references start from. A broken feed gives what
/// could be read. Errors: malformed (no feed at all), too_large (more than kMaxFeedBytes).
Result<Feed> parse_feed(std::string_view bytes, std::string_view content_type, const Url& url);

/// Whether an item's content is the whole article and not its beginning: it is long enough to be one, and does not end
/// in "Read more" or an ellipsis.
bool is_whole_article(const Text& content);
/// The content as HTML.
std::string as_html(const Text& text);

/// The kinds that parse_feed tells apart by itself.
Result<Feed> parse_xml_feed(std::string_view text, const Url& url);
Result<Feed> parse_json_feed(std::string_view text, const Url& url);

}  // namespace winnow::feeds
