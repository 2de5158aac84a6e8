#include <algorithm>

#include "discover/dates/dates.h"
#include "discover/feed/feed.h"
#include "json/value.h"
#include "markup/text.h"
#include "text/utf8.h"

namespace winnow::feeds {
namespace {

/// JSON Feed says that ids are texts; numbers are seen all the same.
std::string text_or_number(const json::Value& value) {
    return value.is_integer() ? std::to_string(value.as_int()) : value.text();
}

Item read_item(const json::Value& value, const Url& url) {
    Item item;
    item.id = text_or_number(value["id"]);
    item.title = text::folded_white_space(value["title"].as_string());
    item.title.resize(text::truncated(item.title, kMaxTitleBytes).size());
    item.link = markup::absolute_reference(value["url"].as_string(), url);
    // A link blog's item is about another page: that one is to be read.
    item.original = markup::absolute_reference(value["external_url"].as_string(), url);
    if (item.link.empty()) item.link = item.original;
    if (item.link.empty() && Url::parse_exact(item.id)) item.link = item.id;
    item.published = parse_date(value["date_published"].as_string());
    item.updated = parse_date(value["date_modified"].as_string());
    item.summary = {value["summary"].text(), false};
    if (!value["content_html"].as_string().empty()) {
        item.content = {markup::with_absolute_links(value["content_html"].as_string(), url), true};
    } else {
        item.content = {value["content_text"].text(), false};
    }
    return item;
}

}  // namespace

Result<Feed> parse_json_feed(std::string_view text, const Url& url) {
    TRY(const auto value, json::parse(text));
    const auto version = value["version"].as_string();
    if (!value["items"].is_array()) return fail(ErrorKind::malformed, "no feed: JSON without a list \"items\"");
    Feed feed;
    feed.kind = version.contains("jsonfeed.org") && version.ends_with("1.1") ? "json11" : "json1";
    feed.title = text::folded_white_space(value["title"].as_string());
    feed.link = markup::absolute_reference(value["home_page_url"].as_string(), url);
    feed.id = markup::absolute_reference(value["feed_url"].as_string(), url);
    feed.description = {value["description"].text(), false};
    for (const auto& item : value["items"].items()) {
        if (feed.items.size() >= kMaxItems) {
            feed.warning = "only the first " + std::to_string(kMaxItems) + " items are read";
            break;
        }
        if (item.is_object()) feed.items.push_back(read_item(item, url));
    }
    return feed;
}

}  // namespace winnow::feeds
