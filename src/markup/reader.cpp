#include "markup/reader.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "markup/text.h"

namespace winnow::markup {
namespace {

constexpr std::size_t kMaxBaseBytes = 4u << 10;

struct Known {
    std::string_view name;
    Vocabulary vocabulary;
};

/// Namespace names in lower case, which is how they are compared: feeds get the case wrong.
constexpr auto kNamespaces = std::to_array<Known>({
    {"http://www.w3.org/2005/atom", Vocabulary::atom},
    {"http://purl.org/atom/ns#", Vocabulary::atom},
    {"http://purl.org/dc/elements/1.1/", Vocabulary::dublin_core},
    {"http://purl.org/dc/elements/1.0/", Vocabulary::dublin_core},
    {"http://purl.org/dc/terms/", Vocabulary::dublin_core_terms},
    {"http://purl.org/rss/1.0/modules/content/", Vocabulary::content},
    {"http://search.yahoo.com/mrss", Vocabulary::media},
    {"http://search.yahoo.com/mrss/", Vocabulary::media},
    {"http://www.itunes.com/dtds/podcast-1.0.dtd", Vocabulary::itunes},
    {"http://rssnamespace.org/feedburner/ext/1.0", Vocabulary::feedburner},
    {"http://www.google.com/schemas/sitemap-news/0.9", Vocabulary::news},
    {"http://www.w3.org/1999/02/22-rdf-syntax-ns#", Vocabulary::rdf},
    {"http://www.w3.org/1999/xhtml", Vocabulary::xhtml},
    {"http://purl.org/rss/1.0/", Vocabulary::plain},
    {"http://my.netscape.com/rdf/simple/0.9/", Vocabulary::plain},
    {"http://channel.netscape.com/rdf/simple/0.9/", Vocabulary::plain},
    {"http://purl.org/net/rss1.1#", Vocabulary::plain},
    {"http://backend.userland.com/rss", Vocabulary::plain},
    {"http://backend.userland.com/rss2", Vocabulary::plain},
    {"http://blogs.law.harvard.edu/tech/rss", Vocabulary::plain},
    {"http://cyber.law.harvard.edu/rss/rss.html", Vocabulary::plain},
    {"http://www.sitemaps.org/schemas/sitemap/0.9", Vocabulary::plain},
    {"http://www.google.com/schemas/sitemap/0.84", Vocabulary::plain},
    {"", Vocabulary::plain},
});

/// What a prefix means when nobody declared it.
constexpr auto kPrefixes = std::to_array<Known>({
    {"atom", Vocabulary::atom},
    {"atom10", Vocabulary::atom},
    {"dc", Vocabulary::dublin_core},
    {"dcterms", Vocabulary::dublin_core_terms},
    {"content", Vocabulary::content},
    {"media", Vocabulary::media},
    {"itunes", Vocabulary::itunes},
    {"feedburner", Vocabulary::feedburner},
    {"news", Vocabulary::news},
    {"rdf", Vocabulary::rdf},
    {"xhtml", Vocabulary::xhtml},
    {"rss", Vocabulary::plain},
    {"", Vocabulary::plain},
});

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

std::string_view prefix_of(std::string_view written) {
    const auto colon = written.find(':');
    return colon == std::string_view::npos ? std::string_view() : written.substr(0, colon);
}

}  // namespace

std::string local_name(std::string_view written) {
    const auto colon = written.find(':');
    return lower(colon == std::string_view::npos ? written : written.substr(colon + 1));
}

Reader::Reader(std::string_view text, Url base) : tokenizer_(text), base_(std::move(base)) {}

bool Reader::next(Event& event) {
    event.text.clear();
    event.is_cdata = false;
    event.token = nullptr;
    while (true) {
        if (to_close_ > 0) {
            end(event);
            return true;
        }
        if (at_end_ || !tokenizer_.next(token_)) {
            at_end_ = true;
            to_close_ = open_.size();
            if (to_close_ == 0) return false;
            continue;
        }
        switch (token_.kind) {
            case Token::Kind::text:
            case Token::Kind::cdata:
                event.kind = Event::Kind::text;
                event.is_cdata = token_.kind == Token::Kind::cdata;
                event.text = event.is_cdata ? std::string(token_.content) : decoded(token_.content, &entities_);
                return true;
            case Token::Kind::start_tag:
                if (start(event)) return true;
                break;
            case Token::Kind::end_tag: begin_closing(); break;
            case Token::Kind::declaration: entities_.read(token_.content); break;
            case Token::Kind::comment:
            case Token::Kind::instruction: break;
        }
    }
}

bool Reader::start(Event& event) {
    if (open_.size() >= kMaxDepth) {
        too_deep_ = at_end_ = true;
        return false;
    }
    declare_namespaces();
    enter_base();
    event.kind = Event::Kind::start;
    event.vocabulary = vocabulary_of(token_.name);
    event.name = local_name(token_.name);
    event.written = token_.name;
    event.token = &token_;
    open_.push_back({token_.name, event.vocabulary});
    if (token_.empty_element) to_close_ = 1;
    return true;
}

void Reader::end(Event& event) {
    --to_close_;
    event.kind = Event::Kind::end;
    event.vocabulary = open_.back().vocabulary;
    event.written = open_.back().written;
    event.name = local_name(event.written);
    open_.pop_back();
    while (!namespaces_.empty() && namespaces_.back().depth > open_.size()) namespaces_.pop_back();
    while (!bases_.empty() && bases_.back().first > open_.size()) bases_.pop_back();
}

bool Reader::begin_closing() {
    const auto found = std::find_if(open_.rbegin(), open_.rend(), [&](const Element& element) {
        return equal_ignoring_case(element.written, token_.name);
    });
    if (found == open_.rend()) return false;
    to_close_ = static_cast<std::size_t>(found - open_.rbegin()) + 1;
    return true;
}

void Reader::declare_namespaces() {
    const auto depth = open_.size() + 1;
    for (const auto& attribute : token_.attributes) {
        if (!attribute.name.starts_with("xmlns") || namespaces_.size() >= kMaxNamespaces) continue;
        if (attribute.name.size() > 5 && attribute.name[5] != ':') continue;
        const auto prefix = attribute.name.size() > 5 ? attribute.name.substr(6) : std::string_view();
        const auto name = lower(trimmed(decoded(attribute.value.substr(0, 200))));
        const auto* const known = std::ranges::find(kNamespaces, name, &Known::name);
        auto vocabulary = known == kNamespaces.end() ? Vocabulary::other : known->vocabulary;
        // A root element in a namespace of its own invention still is what its name says.
        if (vocabulary == Vocabulary::other && prefix.empty() && depth == 1) vocabulary = Vocabulary::plain;
        namespaces_.push_back({prefix, vocabulary, depth});
    }
}

void Reader::enter_base() {
    for (const auto& attribute : token_.attributes) {
        if (!equal_ignoring_case(attribute.name, "xml:base") || attribute.value.size() > kMaxBaseBytes) continue;
        const auto written = decoded(attribute.value);
        auto url = base().empty() ? Url::parse_exact(trimmed(written)) : Url::parse_exact(trimmed(written), base());
        if (url && url->href().size() <= kMaxBaseBytes) bases_.emplace_back(open_.size() + 1, std::move(*url));
    }
}

Vocabulary Reader::vocabulary_of(std::string_view written) const {
    const auto prefix = prefix_of(written);
    const auto declared = std::find_if(namespaces_.rbegin(), namespaces_.rend(),
                                       [&](const Namespace& candidate) { return candidate.prefix == prefix; });
    if (declared != namespaces_.rend()) return declared->vocabulary;
    const auto low = lower(prefix);
    const auto* const known = std::ranges::find(kPrefixes, low, &Known::name);
    return known == kPrefixes.end() ? Vocabulary::other : known->vocabulary;
}

std::string Reader::attribute(const Event& start, std::string_view name) {
    if (start.token == nullptr) return {};
    for (const auto& attribute : start.token->attributes) {
        const auto prefix = prefix_of(attribute.name);
        if (equal_ignoring_case(attribute.name.substr(prefix.empty() ? 0 : prefix.size() + 1), name) &&
            prefix != "xmlns")
            return std::string(trimmed(decoded(attribute.value, &entities_)));
    }
    return {};
}

}  // namespace winnow::markup
