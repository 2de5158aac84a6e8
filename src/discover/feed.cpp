#include "discover/feed/feed.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "discover/ask/answer.h"
#include "discover/ask/collection.h"
#include "discover/ask/several.h"
#include "discover/feed/autodiscovery.h"
#include "discover/feed/opml.h"
#include "discover/keyless.h"
#include "files/files.h"

namespace winnow {
namespace {

constexpr std::size_t kFeedsAtATime = 6;  // of different hosts
constexpr std::string_view kAccept =
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, "
    "application/json;q=0.8, */*;q=0.5";

/// The page of an item: the publisher's own address if the item names one, else its link.
Result<Url> page_of(const feeds::Item& item, const Url& feed) {
    if (!item.original.empty())
        if (auto url = Url::parse(item.original, feed)) return url;
    if (item.link.empty()) return fail(ErrorKind::malformed, "an item without a link");
    return Url::parse(item.link, feed);
}

/// What one feed gave.
struct Found {
    std::vector<Candidate> candidates;
    std::string warning;
};

/// No more than can be wanted: the contents of many feeds would fill the memory.
Found candidates_of(feeds::Feed& feed, const Url& address, const Query& query) {
    Found found{.candidates = {}, .warning = std::move(feed.warning)};
    for (auto& item : feed.items) {
        if (found.candidates.size() >= query.limit) break;
        const auto published = item.published ? item.published : item.updated;
        auto url = page_of(item, address);
        if (!url || (published && *published < query.since)) continue;
        const bool whole = feeds::is_whole_article(item.content);
        found.candidates.push_back({.url = std::move(*url),
                                    .title = std::move(item.title),
                                    .published_at = published,
                                    .inline_html = whole ? feeds::as_html(item.content) : std::string()});
    }
    return found;
}

class FeedSource final : public Source {
public:
    FeedSource(std::vector<Url> feeds, SourceContext context)
        : feeds_(std::move(feeds)), context_(std::move(context)) {}

    const std::string& name() const override { return context_.name; }

    /// The order is row by row: the first item of each feed, then the second of each, since a feed begins with its
    /// newest and nothing makes one feed better than another.
    Result<Discovery> discover(const Query& query, const Deadline& deadline) override {
        std::vector<Result<Found>> read(feeds_.size(), Found{});
        std::vector<std::string> hosts;
        hosts.reserve(feeds_.size());
        for (const auto& feed : feeds_) hosts.emplace_back(feed.host());
        for_each_by_host(hosts, kFeedsAtATime, [&](std::size_t i) {
            auto feed = read_feed(feeds_[i], deadline);
            if (feed) {
                read[i] = candidates_of(*feed, feeds_[i], query);
            } else {
                read[i] = fail(std::move(feed).error());
            }
        });

        Collection found(context_.name, query, context_.clock.now());
        add_by_rows(read, found);
        Parts parts;
        for (std::size_t i = 0; i < read.size(); ++i) {
            if (!read[i]) {
                parts.failed(feeds_[i].href(), std::move(read[i]).error());
                continue;
            }
            parts.succeeded();
            if (!read[i]->warning.empty()) found.warn(feeds_[i].href() + ": " + read[i]->warning);
        }
        TRY_OK(std::move(parts).settle("feeds", found));
        return found.take();
    }

private:
    Result<Answer> get(const Url& url, const Deadline& deadline) const {
        return ask(context_.client, {.url = url, .accept = kAccept, .max_body_bytes = feeds::kMaxFeedBytes},
                   context_.clock, deadline);
    }

    Result<feeds::Feed> read_feed(const Url& url, const Deadline& deadline) const {
        TRY(auto answer, get(url, deadline));
        if (feeds::looks_like_html(answer.body, answer.content_type)) {
            const auto link = feeds::find_feed_link(answer.body, answer.url);
            if (!link) return fail(ErrorKind::malformed, "an HTML page that links to no feed");
            TRY(answer, get(*link, deadline));
            if (feeds::looks_like_html(answer.body, answer.content_type))
                return fail(ErrorKind::malformed, "the feed that the page links to, " + link->href() + ", is a page");
        }
        return feeds::parse_feed(answer.body, answer.content_type, answer.base);
    }

    static void add_by_rows(std::vector<Result<Found>>& read, Collection& found) {
        std::size_t longest = 0;
        for (const auto& feed : read)
            if (feed) longest = std::max(longest, feed->candidates.size());
        for (std::size_t row = 0; row < longest && !found.is_full(); ++row)
            for (auto& feed : read)
                if (feed && row < feed->candidates.size()) found.add(std::move(feed->candidates[row]));
    }

    std::vector<Url> feeds_;
    SourceContext context_;
};

/// Adds the address unless it is there.
Result<void> add_feed(std::string_view text, const std::string& where, std::vector<Url>& feeds) {
    auto url = Url::parse_exact(text);
    if (!url) return fail(ErrorKind::invalid_argument, where + ": " + url.error().message());
    if (std::ranges::find(feeds, *url) == feeds.end()) feeds.push_back(std::move(*url));
    return {};
}

}  // namespace

Result<FeedOptions> read_feed_options(config::Section& section) {
    FeedOptions options;
    section.field("urls", options.urls, "Addresses of feeds, or of pages that link to their feed.");
    section.field("opml_files", options.opml_files, "Lists of feeds, as feed readers export them.");
    TRY_OK(section.finish());
    return options;
}

Result<std::unique_ptr<Source>> make_feed_source(FeedOptions options, SourceContext context) {
    std::vector<Url> feeds;
    for (std::size_t i = 0; i < options.urls.size(); ++i)
        TRY_OK(add_feed(options.urls[i], context.name + ": urls[" + std::to_string(i) + "]", feeds));
    for (const auto& file : options.opml_files) {
        TRY(const auto bytes, files::read_file(file, feeds::kMaxOpmlBytes));
        auto subscriptions = feeds::parse_opml(bytes);
        if (!subscriptions) return fail(ErrorKind::invalid_argument, file + ": " + subscriptions.error().message());
        for (const auto& subscription : *subscriptions)
            TRY_OK(add_feed(subscription.url, file + ": \"" + subscription.title + "\"", feeds));
    }
    return std::make_unique<FeedSource>(std::move(feeds), std::move(context));
}

}  // namespace winnow
