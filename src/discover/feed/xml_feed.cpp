#include <algorithm>
#include <array>
#include <utility>

#include "discover/feed/capture.h"
#include "discover/feed/feed.h"
#include "discover/feed/slots.h"
#include "markup/reader.h"
#include "markup/text.h"

namespace winnow::feeds {
namespace {

using markup::Event;
using markup::Vocabulary;

// Links by how surely they lead to the article; RSS's and Atom's own link comes before all of these.
constexpr int kPermanentLinkRank = 2;
constexpr int kOtherTypeRank = 3;  // an alternate that is no page: still better than a guess
constexpr int kGuessRank = 1;

bool is_item(const Event& event) {
    return (event.name == "item" && (event.vocabulary == Vocabulary::plain || event.vocabulary == Vocabulary::atom)) ||
           (event.name == "entry" && (event.vocabulary == Vocabulary::plain || event.vocabulary == Vocabulary::atom));
}

/// Elements that hold titles and links of something else than the feed or the item.
bool is_about_something_else(const Event& event) {
    constexpr auto kNames = std::to_array<std::string_view>(
        {"image", "textinput", "source", "author", "contributor", "cloud", "owner", "rights", "category"});
    if (event.vocabulary == Vocabulary::other) return true;
    return std::ranges::find(kNames, event.name) != kNames.end();
}

bool is_url(std::string_view text) {
    return Url::parse_exact(text).has_value();
}

class FeedReader {
public:
    FeedReader(std::string_view text, const Url& url) : reader_(text, url) {}

    Result<Feed> read() {
        Event event;
        while (reader_.next(event)) {
            if (capture_) {
                inside_capture(event);
            } else if (event.kind == Event::Kind::start) {
                start(event);
            } else if (event.kind == Event::Kind::end) {
                end(event);
            }
        }
        finish_item();
        if (feed_.kind.empty()) return fail(ErrorKind::malformed, "no feed: neither RSS nor Atom");
        if (reader_.too_deep()) feed_.warning = "elements are nested too deep: what follows them was not read";
        return finished();
    }

private:
    Slots& slots() { return item_ ? *item_ : channel_; }

    void start(const Event& event) {
        if (skip_depth_ != 0) return;
        recognise(event);
        if (is_item(event)) return begin_item(event);
        if (is_about_something_else(event)) {
            skip_depth_ = reader_.depth();
            return;
        }
        if (event.vocabulary == Vocabulary::feedburner && event.name == "origlink") {
            original_ = true;
            capture_.emplace(Meaning{Field::link, 0}, event, reader_);
            return;
        }
        const auto meaning = meaning_of(event.vocabulary, event.name);
        if (!meaning) return;
        if (meaning->field == Field::link && !leads_to_page(event)) return;
        if (meaning->field == Field::link && !reader_.attribute(event, "href").empty()) return link(event, *meaning);
        if (meaning->field == Field::content) content_source(event);
        capture_.emplace(*meaning, event, reader_);
    }

    void end(const Event& event) {
        if (skip_depth_ != 0 && reader_.depth() < skip_depth_) skip_depth_ = 0;
        if (is_item(event) && reader_.depth() < item_depth_) finish_item();
    }

    void inside_capture(const Event& event) {
        if (event.kind == Event::Kind::text) return capture_->add_text(event);
        if (event.kind == Event::Kind::end) {
            if (reader_.depth() >= capture_->depth()) return capture_->add_end(event);
            return finish_capture();
        }
        // An item begins where one cannot stand: an element before it was never closed.
        if (is_item(event) && capture_->meaning().field != Field::content) {
            finish_capture();
            return begin_item(event);
        }
        capture_->add_start(event);
    }

    void finish_capture() {
        auto capture = std::move(*capture_);
        capture_.reset();
        const auto [field, rank] = capture.meaning();
        const auto characters = capture.characters();
        if (std::exchange(original_, false)) return slots().set_original(std::string(characters));
        switch (field) {
            case Field::title: slots().set_title(capture.title(), rank); break;
            case Field::link: slots().set_link(markup::absolute_reference(characters, capture.base()), rank); break;
            case Field::id: identify(capture, rank); break;
            case Field::published:
            case Field::updated: slots().set_date(field, characters, rank); break;
            case Field::summary:
            case Field::content: slots().set_text(field, capture.text(), rank); break;
        }
    }

    void identify(const Capture& capture, int rank) {
        auto id = std::string(capture.characters());
        if (capture.is_permanent_link()) {
            id = markup::absolute_reference(id, capture.base());
            if (is_url(id)) slots().set_link(id, kPermanentLinkRank);
        }
        slots().set_id(std::move(id), rank);
    }

    bool leads_to_page(const Event& event) {
        const auto relation = reader_.attribute(event, "rel");
        return relation.empty() || markup::equal_ignoring_case(relation, "alternate") ||
               relation == "http://www.iana.org/assignments/relation/alternate";
    }

    void link(const Event& event, Meaning meaning) {
        const auto type = reader_.attribute(event, "type");
        const bool page = type.empty() || type.contains("html");
        slots().set_link(markup::absolute_reference(reader_.attribute(event, "href"), reader_.base()),
                         page ? meaning.rank : kOtherTypeRank);
    }

    /// Atom's content that lies elsewhere.
    void content_source(const Event& event) {
        const auto source = reader_.attribute(event, "src");
        if (!source.empty()) slots().set_link(markup::absolute_reference(source, reader_.base()), kGuessRank);
    }

    void begin_item(const Event& event) {
        finish_item();
        if (feed_.items.size() >= kMaxItems) {
            feed_.warning = "only the first " + std::to_string(kMaxItems) + " items are read";
            skip_depth_ = reader_.depth();
            return;
        }
        item_.emplace();
        item_depth_ = reader_.depth();
        const auto about = reader_.attribute(event, "about");
        if (about.empty()) return;
        item_->set_id(markup::absolute_reference(about, reader_.base()), 1);
        if (is_url(about)) item_->set_link(about, kGuessRank);
    }

    void finish_item() {
        if (!item_) return;
        feed_.items.push_back(item_->take_item());
        item_.reset();
    }

    /// Names the kind of feed by its root element.
    void recognise(const Event& event) {
        if (!feed_.kind.empty()) return;
        const auto version = reader_.attribute(event, "version");
        const auto vocabulary = event.vocabulary;
        if (event.name == "rss" && vocabulary == Vocabulary::plain) {
            feed_.kind = "rss";
            std::ranges::copy_if(version, std::back_inserter(feed_.kind), [](char c) { return c >= '0' && c <= '9'; });
        } else if (event.name == "rdf") {
            feed_.kind = event.token->raw.contains("purl.org/rss/1.0/") ? "rss10" : "rss090";
        } else if (event.name == "feed" && (vocabulary == Vocabulary::atom || vocabulary == Vocabulary::plain)) {
            feed_.kind = event.token->raw.contains("2005/Atom") ? "atom10" : "atom03";
        } else if (event.name == "channel" || (is_item(event) && vocabulary == Vocabulary::plain)) {
            feed_.kind = "rss";
        }
    }

    Feed finished() {
        auto about = channel_.take_item();
        feed_.id = std::move(about.id);
        feed_.title = std::move(about.title);
        feed_.link = std::move(about.link);
        feed_.description = std::move(about.summary);
        feed_.published = about.published;
        feed_.updated = about.updated;
        return std::move(feed_);
    }

    markup::Reader reader_;
    Feed feed_;
    Slots channel_;
    std::optional<Slots> item_;
    std::optional<Capture> capture_;
    std::size_t item_depth_ = 0;
    std::size_t skip_depth_ = 0;  // of an element whose content does not matter; 0 when there is none
    bool original_ = false;       // the capture is of an address before a counting service
};

}  // namespace

Result<Feed> parse_xml_feed(std::string_view text, const Url& url) {
    return FeedReader(text, url).read();
}

}  // namespace winnow::feeds
