#include <algorithm>
#include <cctype>
#include <string>
#include <utility>
#include <vector>

#include "discover/ask/answer.h"
#include "discover/ask/collection.h"
#include "discover/ask/pacer.h"
#include "discover/ask/search_text.h"
#include "discover/feed/feed.h"
#include "discover/keyless.h"
#include "text/utf8.h"

namespace winnow {
namespace {

constexpr std::chrono::milliseconds kPause{3'000};  // arXiv's terms of use: one request in three seconds
constexpr std::size_t kMaxSearches = 5;             // joined by OR in one request
constexpr std::size_t kResultsPerPage = 200;        // 2,000 are allowed; a page of those takes minutes
constexpr std::size_t kMaxResults = 30'000;         // beyond, arXiv answers 400

/// arXiv counts all that come from us, whatever source asks: one pacer a process, which takes turns with those of
/// others.
Pacer& arxiv_pacer() {
    static Pacer pacer(kPause);
    return pacer;
}

/// "202401312359" of a time, as submittedDate wants it.
std::string minute_of(Timestamp time) {
    std::string digits;
    for (const char c : to_rfc3339(time))
        if (std::isdigit(static_cast<unsigned char>(c))) digits += c;
    return digits.substr(0, 12);
}

/// A word as a term of the search language, without the characters that mean something there.
std::string term(std::string_view word) {
    std::string clean;
    for (const char c : word) clean += std::string_view("\"()[]{}:\\").contains(c) ? ' ' : c;
    return "all:\"" + clean + "\"";
}

std::string any_of(const std::vector<std::string>& parts) {
    return parts.size() == 1 ? parts.front() : "(" + joined_texts(parts, " OR ") + ")";
}

std::string search_query(const Query& query, const ArxivOptions& options) {
    std::vector<std::string> alternatives, all;
    for (const auto& words : searches(query, kMaxSearches, Phrases::kept)) {
        std::vector<std::string> terms;
        terms.reserve(words.size());
        for (const auto& word : words) terms.push_back(term(word));
        alternatives.push_back(terms.size() == 1 ? terms.front() : "(" + joined_texts(terms, " AND ") + ")");
    }
    if (!alternatives.empty()) all.push_back(any_of(alternatives));
    std::vector<std::string> categories;
    categories.reserve(options.categories.size());
    for (const auto& category : options.categories) categories.push_back("cat:" + category);
    if (!categories.empty()) all.push_back(any_of(categories));
    // The end lies far ahead instead of at today, so that equal questions are equal requests.
    if (query.since.time_since_epoch().count() > 0)
        all.push_back("submittedDate:[" + minute_of(query.since) + " TO 299912312359]");
    return joined_texts(all, " AND ");
}

/// "https://arxiv.org/abs/2104.13982" (or /pdf/) of an entry's id with a version: all versions are one document.
Result<Url> page_of(const std::string& id, const std::string& kind) {
    const auto path = id.find("/abs/");
    if (path == std::string::npos) return fail(ErrorKind::malformed, "no arXiv id: " + id);
    auto number = id.substr(path + 5);
    const auto version = number.find_last_of('v');
    if (version != std::string::npos && version + 1 < number.size() &&
        std::ranges::all_of(number.substr(version + 1), [](unsigned char c) { return std::isdigit(c); }))
        number.resize(version);
    return Url::parse("https://arxiv.org/" + kind + "/" + number);
}

class ArxivSource final : public Source {
public:
    ArxivSource(ArxivOptions options, SourceContext context)
        : options_(std::move(options)), context_(std::move(context)) {}

    const std::string& name() const override { return context_.name; }

    Result<Discovery> discover(const Query& query, const Deadline& deadline) override {
        Collection found(context_.name, query, context_.clock.now());
        const auto words = search_query(query, options_);
        for (std::size_t start = 0; !words.empty() && !found.is_full() && start < kMaxResults;) {
            const auto wanted = std::min(kResultsPerPage, query.limit - found.size());
            auto page = ask_for(words, start, wanted, deadline);
            if (!page) {
                if (found.size() == 0 && may_stand_in(page.error().kind()))
                    return look_through_feeds(query, std::move(page).error(), std::move(found), deadline);
                if (found.size() == 0 || page.error().kind() == ErrorKind::cancelled)
                    return fail(std::move(page).error());
                found.warn("further results are missing: " + page.error().message());
                break;
            }
            for (auto& item : page->items)
                if (auto url = page_of(item.id, options_.read == "pdf" ? "pdf" : "abs"))
                    found.add({.url = std::move(*url), .title = item.title, .published_at = item.published});
            if (page->items.size() < wanted) break;
            start += page->items.size();
        }
        return found.take();
    }

private:
    Result<feeds::Feed> read_feed(const Url& url, const Deadline& deadline) {
        Result<Answer> answer = fail(ErrorKind::internal, "not asked");
        const auto request = [&] {
            // Without an Accept of its own the API answers 406 to some clients.
            answer = ask(context_.client,
                         {.url = url, .accept = "application/atom+xml", .max_body_bytes = feeds::kMaxFeedBytes},
                         context_.clock, deadline);
        };
        TRY_OK(pacer().take_turn(context_.clock, deadline, request, {context_.coordination, "arxiv"}));
        if (!answer) return fail(std::move(answer).error());
        return feeds::parse_feed(answer->body, answer->content_type, answer->base);
    }

    bool may_stand_in(ErrorKind kind) const {
        return is_transient(kind) && kind != ErrorKind::cancelled && !options_.feeds.empty() &&
               !options_.categories.empty();
    }

    /// What the categories announced today and holds a word of the question, since the API cannot be asked.
    Result<Discovery> look_through_feeds(const Query& query, Error why, Collection found, const Deadline& deadline) {
        TRY(const auto url, Url::parse_exact(options_.feeds + "/" + joined_texts(options_.categories, "+")));
        const auto feed = read_feed(url, deadline);
        if (!feed) return fail(std::move(why));
        const auto words = search_words(query.question);
        for (const auto& item : feed->items) {
            const auto text = text::lower_case(item.title + " " + item.summary.value);
            const auto occurs = [&](const std::string& word) { return text.contains(text::lower_case(word)); };
            if (!std::ranges::any_of(words, occurs)) continue;
            if (auto page = page_of(item.link, options_.read == "pdf" ? "pdf" : "abs"))
                found.add({.url = std::move(*page), .title = item.title, .published_at = item.published});
        }
        found.warn("the API cannot be asked, so only what its categories announced today was looked through: " +
                   why.message());
        return found.take();
    }

    Result<feeds::Feed> ask_for(const std::string& words, std::size_t start, std::size_t count,
                                const Deadline& deadline) {
        TRY(const auto url, Url::parse_exact(with_parameters(options_.endpoint, {{"search_query", words},
                                                                                 {"start", std::to_string(start)},
                                                                                 {"max_results", std::to_string(count)},
                                                                                 {"sortBy", "relevance"},
                                                                                 {"sortOrder", "descending"}})));
        TRY(auto feed, read_feed(url, deadline));
        for (const auto& item : feed.items)
            if (item.id.contains("arxiv.org/api/errors"))
                return fail(ErrorKind::malformed, "arXiv refuses the question: " + item.summary.value);
        return feed;
    }

    Pacer& pacer() { return options_.pacer != nullptr ? *options_.pacer : arxiv_pacer(); }

    ArxivOptions options_;
    SourceContext context_;
};

}  // namespace

Result<ArxivOptions> read_arxiv_options(config::Section& section) {
    ArxivOptions options;
    section.field("endpoint", options.endpoint, "Address of arXiv's search API.");
    section.field("categories", options.categories, "Only papers of these categories (\"cs.SE\"); all if empty.");
    for (const auto& category : options.categories)
        if (!std::ranges::all_of(category, [](unsigned char c) { return std::isalnum(c) || c == '.' || c == '-'; }) ||
            category.empty())
            section.refuse("categories", "\"" + category + "\" is no category of arXiv, such as cs.SE");
    section.field(
        "feeds", options.feeds,
        "Address of arXiv's daily feeds, looked through when the API is down and categories are named; empty: "
        "never.");
    section.choice("read", options.read, {"abstract", "pdf"},
                   "What is judged: the page with the abstract, or the paper's full text as PDF.");
    TRY_OK(section.finish());
    return options;
}

Result<std::unique_ptr<Source>> make_arxiv_source(ArxivOptions options, SourceContext context) {
    TRY_OK(Url::parse_exact(options.endpoint));
    while (options.feeds.ends_with('/')) options.feeds.pop_back();
    if (!options.feeds.empty()) TRY_OK(Url::parse_exact(options.feeds));
    return std::make_unique<ArxivSource>(std::move(options), std::move(context));
}

}  // namespace winnow
