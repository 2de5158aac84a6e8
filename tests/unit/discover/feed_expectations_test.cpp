// The share of feedparser's expectations that hold, by kind. tests/data/feeds/README.md says where they come from.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "discover/feed/feed.h"
#include "discover/markup/entities.h"
#include "discover/markup/tokens.h"
#include "files/files.h"
#include "json/value.h"

namespace winnow::feeds {
namespace {

const std::string kFolder = std::string(WINNOW_SOURCE_DIR) + "/tests/data/feeds/";

/// The same for equal HTML: attributes in order of their names, references resolved, XML's way to end an element.
std::string normal(std::string_view html) {
    std::string result;
    markup::Tokenizer tokenizer(html);
    markup::Token token;
    while (tokenizer.next(token)) {
        if (token.kind == markup::Token::Kind::start_tag) {
            std::multimap<std::string, std::string> attributes;
            for (const auto& attribute : token.attributes)
                attributes.emplace(attribute.name, markup::decoded(attribute.value));
            result += "<" + std::string(token.name);
            for (const auto& [name, value] : attributes) result += " " + name + "='" + value + "'";
            result += ">";
        } else if (token.kind == markup::Token::Kind::end_tag) {
            result += "</" + std::string(token.name) + ">";
        } else {
            result += markup::decoded(token.raw);
        }
    }
    return result;
}

Result<Feed> parse(const json::Value& expectation) {
    const auto name = expectation["file"].text();
    TRY(const auto bytes, files::read_file(kFolder + name, kMaxFeedBytes));
    std::string type;
    TRY(auto url, Url::parse("http://127.0.0.1:8097/" + name));
    for (const auto& [header, value] : expectation["headers"].members()) {
        if (markup::equal_ignoring_case(header, "content-type")) type = value.text();
        if (markup::equal_ignoring_case(header, "content-location")) {
            TRY(url, Url::parse_exact(value.as_string(), url));
        }
    }
    return parse_feed(bytes, type, url);
}

json::Value date_value(const std::optional<Timestamp>& time) {
    return time ? json::Value(static_cast<std::int64_t>(time->time_since_epoch().count())) : json::Value();
}

json::Value found(const Feed& feed, const std::string& path) {
    const auto field = path.substr(path.find('.') + 1);
    if (path == "encoding") return feed.encoding;
    if (path.starts_with("feed")) {
        if (field == "title") return feed.title;
        if (field == "link") return feed.link;
        if (field == "id") return feed.id;
        if (field == "published") return date_value(feed.published);
        return field == "updated" ? date_value(feed.updated) : json::Value(feed.description.value);
    }
    const auto index = static_cast<std::size_t>(path[path.find('[') + 1] - '0');
    if (index >= feed.items.size()) return {};
    const auto& item = feed.items[index];
    if (field == "title") return item.title;
    if (field == "link") return item.link;
    if (field == "id") return item.id;
    if (field == "published") return date_value(item.published);
    if (field == "updated") return date_value(item.updated);
    return field == "content" || item.summary.empty() ? item.content.value : item.summary.value;
}

bool holds(const json::Value& expectation, const Result<Feed>& feed) {
    if (!feed) return false;
    const auto value = found(*feed, expectation["path"].text());
    if (expectation["kind"].as_string() == "content")
        return normal(value.as_string()) == normal(expectation["expected"].as_string());
    return value == expectation["expected"];
}

struct Share {
    int held = 0;
    int all = 0;
};

TEST(FeedExpectations, HoldAsFarAsRecorded) {
    const auto bytes = files::read_file(kFolder + "expectations.json", 1u << 20);
    ASSERT_TRUE(bytes);
    const auto expectations = json::parse(*bytes);
    ASSERT_TRUE(expectations);
    std::map<std::string, Share> shares;
    std::string misses;
    for (const auto& expectation : expectations->items()) {
        const auto feed = parse(expectation);
        auto& share = shares[expectation["kind"].text()];
        ++share.all;
        if (holds(expectation, feed)) {
            ++share.held;
            continue;
        }
        const auto got = feed ? json::dump(found(*feed, expectation["path"].text())) : feed.error().message();
        misses += expectation["file"].text() + " " + expectation["path"].text() + "\n   expected " +
                  json::dump(expectation["expected"]) + "\n   got      " + got + "\n";
    }
    for (const auto& [kind, share] : shares)
        std::printf("feedparser's expectations, %s: %d of %d\n", kind.c_str(), share.held, share.all);
    EXPECT_EQ(misses, "");
}

}  // namespace
}  // namespace winnow::feeds
