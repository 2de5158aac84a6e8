#include "discover/sitemap/sitemap.h"

#include <algorithm>

#include "discover/dates/dates.h"
#include "discover/encoding/encoding.h"
#include "discover/feed/feed.h"
#include "http/message.h"
#include "markup/reader.h"
#include "markup/text.h"
#include "text/utf8.h"

namespace winnow::sitemaps {
namespace {

using markup::Event;
using markup::Vocabulary;
using Take = std::function<void(Kind, Entry)>;

constexpr std::size_t kMaxLocationBytes = 8u << 10;

/// The lines of a text, without white space at their ends.
template <typename Use>
void for_each_line(std::string_view text, Use use) {
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        use(markup::trimmed(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

/// Counts entries and stops at the limit.
class Entries {
public:
    Entries(const Take& take, Summary& summary) : take_(take), summary_(summary) {}

    bool full() const { return summary_.entries >= kMaxEntries; }
    void add(Entry entry) {
        if (entry.location.empty() || entry.location.size() > kMaxLocationBytes) return;
        if (full()) {
            summary_.warning = "only the first " + std::to_string(kMaxEntries) + " entries are read";
            return;
        }
        ++summary_.entries;
        take_(summary_.kind, std::move(entry));
    }

private:
    const Take& take_;
    Summary& summary_;
};

/// Reads <urlset> and <sitemapindex> element by element.
class SitemapReader {
public:
    SitemapReader(std::string_view text, const Url& url, const Take& take)
        : reader_(text, url), entries_(take, summary_) {}

    Result<Summary> read() {
        Event event;
        while (reader_.next(event)) {
            if (event.kind == Event::Kind::text) {
                if (wanted_ && value_.size() < kMaxLocationBytes) value_ += event.text;
            } else if (event.kind == Event::Kind::start) {
                start(event);
            } else {
                end(event);
            }
        }
        if (!recognised_) return fail(ErrorKind::malformed, "no sitemap: neither urlset nor sitemapindex");
        if (reader_.too_deep()) summary_.warning = "elements are nested too deep: what follows them was not read";
        return summary_;
    }

private:
    void start(const Event& event) {
        if (event.name == "sitemapindex") summary_.kind = Kind::index;
        recognised_ = recognised_ || event.name == "sitemapindex" || event.name == "urlset";
        const bool is_entry = event.vocabulary == Vocabulary::plain && (event.name == "url" || event.name == "sitemap");
        if (is_entry) entry_ = Entry{};
        value_.clear();
        // <image:loc> and <video:title> are in vocabularies of their own.
        wanted_ = (event.vocabulary == Vocabulary::plain && (event.name == "loc" || event.name == "lastmod")) ||
                  event.vocabulary == Vocabulary::news;
    }

    void end(const Event& event) {
        const auto value = markup::trimmed(value_);
        const bool plain = event.vocabulary == Vocabulary::plain;
        if (wanted_ && plain && event.name == "loc") {
            entry_.location = markup::absolute_reference(value, reader_.base());
        } else if (wanted_ && plain && event.name == "lastmod") {
            entry_.modified = feeds::parse_date(value);
        } else if (wanted_ && event.name == "title") {
            entry_.title = text::folded_white_space(text::truncated(value, feeds::kMaxTitleBytes));
        } else if (wanted_ && event.name == "publication_date") {
            entry_.published = feeds::parse_date(value);
        } else if (plain && (event.name == "url" || event.name == "sitemap")) {
            entries_.add(std::exchange(entry_, {}));
        }
        wanted_ = false;
    }

    markup::Reader reader_;
    Summary summary_;
    Entries entries_;
    Entry entry_;
    std::string value_;
    bool wanted_ = false;
    bool recognised_ = false;
};

Result<Summary> parse_lines(std::string_view text, const Url& url, const Take& take) {
    Summary summary;
    Entries entries(take, summary);
    for_each_line(text, [&](std::string_view line) {
        if (line.starts_with("http://") || line.starts_with("https://"))
            entries.add({.location = markup::absolute_reference(line, url)});
    });
    if (summary.entries == 0) return fail(ErrorKind::malformed, "no sitemap: neither XML nor a list of addresses");
    return summary;
}

/// Some sites name a feed as their sitemap, which the protocol allows.
Result<Summary> parse_as_feed(std::string_view text, const Url& url, const Take& take) {
    TRY(auto feed, feeds::parse_xml_feed(text, url));
    Summary summary;
    Entries entries(take, summary);
    for (auto& item : feed.items)
        entries.add({.location = std::move(item.link),
                     .modified = item.updated ? item.updated : item.published,
                     .published = item.published,
                     .title = std::move(item.title)});
    return summary;
}

}  // namespace

Result<Summary> parse_sitemap(std::string_view bytes, std::string_view content_type, const Url& url, const Take& take) {
    std::string inflated;
    if (bytes.starts_with("\x1F\x8B")) {
        TRY(inflated, http::decode_content(bytes, "gzip", kMaxSitemapBytes));
        bytes = inflated;
        content_type = {};  // told of the compressed file
    }
    const auto document = markup::to_unicode(bytes, content_type);
    const auto text = markup::trimmed(document.text);
    if (!text.starts_with('<')) return parse_lines(text, url, take);
    constexpr std::size_t kBeginning = 2048;
    const auto begin = text.substr(0, kBeginning);
    const bool is_feed = begin.contains("<rss") || begin.contains("<feed") || begin.contains("<rdf:RDF");
    return is_feed ? parse_as_feed(text, url, take) : SitemapReader(text, url, take).read();
}

std::vector<std::string> sitemap_lines(std::string_view robots) {
    constexpr std::string_view kField = "sitemap:";
    std::vector<std::string> found;
    if (robots.starts_with("\xEF\xBB\xBF")) robots.remove_prefix(3);
    for_each_line(robots, [&](std::string_view line) {
        if (line.size() <= kField.size() || !markup::equal_ignoring_case(line.substr(0, kField.size()), kField)) return;
        auto value = markup::trimmed(line.substr(kField.size()));
        value = markup::trimmed(value.substr(0, value.find(" #")));
        if (!value.empty()) found.emplace_back(value);
    });
    return found;
}

}  // namespace winnow::sitemaps
