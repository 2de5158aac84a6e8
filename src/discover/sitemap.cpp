#include "discover/sitemap/sitemap.h"

#include <algorithm>
#include <deque>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "discover/ask/answer.h"
#include "discover/ask/collection.h"
#include "discover/keyless.h"

namespace winnow {
namespace {

using sitemaps::Entry;
using sitemaps::Kind;

constexpr std::size_t kMaxSitemaps = 100;  // read for one question, indexes included
constexpr std::size_t kMaxDepth = 3;       // index within index; the protocol knows one level
constexpr std::size_t kMaxRobotsBytes = 512u << 10;
constexpr std::size_t kSpare = 4'096;  // entries kept beyond twice the limit before the worst are dropped

/// Keeps the best entries that came by, in bounded memory: newest first, those without a date after them in the order
/// of the sitemaps.
class Newest {
public:
    explicit Newest(std::size_t limit) : limit_(limit) {}

    void add(Candidate candidate, std::optional<Timestamp> time) {
        kept_.push_back({std::move(candidate), time.value_or(Timestamp::min()), count_++});
        if (kept_.size() >= limit_ * 2 + kSpare) prune();
    }

    std::vector<Candidate> take() {
        prune();
        std::vector<Candidate> result;
        result.reserve(kept_.size());
        for (auto& one : kept_) result.push_back(std::move(one.candidate));
        return result;
    }

private:
    struct Kept {
        Candidate candidate;
        Timestamp time;
        std::size_t place;
    };

    void prune() {
        std::ranges::sort(
            kept_, [](const Kept& a, const Kept& b) { return a.time != b.time ? a.time > b.time : a.place < b.place; });
        std::unordered_set<std::string> seen;
        std::erase_if(kept_, [&](const Kept& one) { return !seen.insert(one.candidate.url.href()).second; });
        if (kept_.size() > limit_) kept_.erase(kept_.begin() + static_cast<std::ptrdiff_t>(limit_), kept_.end());
    }

    std::size_t limit_;
    std::size_t count_ = 0;
    std::vector<Kept> kept_;
};

/// A sitemap to be read: how many indexes lead to it.
struct Waiting {
    Url url;
    std::size_t depth = 0;
};

/// One question's walk through the sitemaps.
class Walk {
public:
    Walk(const SitemapOptions& options, const SourceContext& context, const Query& query)
        : options_(options), context_(context), query_(query), newest_(query.limit) {}

    void start(const Url& url) { enqueue(url, 0); }

    Result<Discovery> run(const Deadline& deadline) {
        Collection found(context_.name, query_, context_.clock.now());
        Parts parts;
        for (; !waiting_.empty() && read_ < kMaxSitemaps; ++read_) {
            const auto next = std::move(waiting_.front());
            waiting_.pop_front();
            if (auto done = read(next, found, deadline); !done) {
                parts.failed(next.url.href(), std::move(done).error());
            } else {
                parts.succeeded();
            }
        }
        TRY_OK(std::move(parts).settle("sitemaps", found));
        if (left_ += waiting_.size(); left_ > 0)
            found.warn("only " + std::to_string(read_) + " sitemaps were read; " + std::to_string(left_) + " are left");
        for (auto& candidate : newest_.take()) found.add(std::move(candidate));
        return found.take();
    }

private:
    void enqueue(Url url, std::size_t depth) {
        if (!seen_.insert(url.href()).second) return;
        // More than can be read need not be kept: they would come last.
        if (waiting_.size() >= kMaxSitemaps) {
            ++left_;
        } else {
            waiting_.push_back({std::move(url), depth});
        }
    }

    Result<void> read(const Waiting& sitemap, Collection& found, const Deadline& deadline) {
        const bool robots = sitemap.url.path() == "/robots.txt";
        TRY(const auto answer, ask(context_.client,
                                   {.url = sitemap.url,
                                    .accept = robots ? "text/plain" : "application/xml, text/xml, text/plain;q=0.8",
                                    .max_body_bytes = robots ? kMaxRobotsBytes : sitemaps::kMaxSitemapBytes},
                                   context_.clock, deadline));
        if (robots) return read_robots(answer, sitemap.depth);
        std::vector<Entry> children;
        TRY(const auto summary,
            sitemaps::parse_sitemap(answer.body, answer.content_type, answer.url, [&](Kind kind, Entry entry) {
                if (kind == Kind::pages) return add_page(std::move(entry));
                children.push_back(std::move(entry));
            }));
        if (!summary.warning.empty()) found.warn(sitemap.url.href() + ": " + summary.warning);
        if (!children.empty() && sitemap.depth >= kMaxDepth)
            found.warn(sitemap.url.href() + ": an index within " + std::to_string(kMaxDepth) +
                       " others is not followed");
        if (sitemap.depth < kMaxDepth) add_children(children, sitemap.depth);
        return {};
    }

    Result<void> read_robots(const Answer& answer, std::size_t depth) {
        auto addresses = sitemaps::sitemap_lines(answer.body);
        if (addresses.empty()) addresses.emplace_back("/sitemap.xml");
        for (const auto& address : addresses)
            if (auto url = Url::parse_exact(address, answer.url)) enqueue(std::move(*url), depth);
        return {};
    }

    /// Newest first, because not all may be read.
    void add_children(std::vector<Entry>& children, std::size_t depth) {
        std::erase_if(children, [&](const Entry& child) { return child.modified && *child.modified < query_.since; });
        std::ranges::stable_sort(children, std::ranges::greater{},
                                 [](const Entry& child) { return child.modified.value_or(Timestamp::min()); });
        for (const auto& child : children)
            if (auto url = Url::parse_exact(child.location)) enqueue(std::move(*url), depth + 1);
    }

    void add_page(Entry entry) {
        const auto time = entry.modified ? entry.modified : entry.published;
        if (time && *time < query_.since) return;
        auto url = Url::parse(entry.location);
        if (!url) return;
        const auto matches = [&](const std::string& part) { return url->href().contains(part); };
        if (!options_.contains.empty() && std::ranges::none_of(options_.contains, matches)) return;
        // When a page was last changed is not when it was published.
        newest_.add({.url = std::move(*url), .title = std::move(entry.title), .published_at = entry.published}, time);
    }

    const SitemapOptions& options_;
    const SourceContext& context_;
    const Query& query_;
    Newest newest_;
    std::deque<Waiting> waiting_;
    std::unordered_set<std::string> seen_;
    std::size_t read_ = 0;
    std::size_t left_ = 0;
};

class SitemapSource final : public Source {
public:
    SitemapSource(std::vector<Url> urls, SitemapOptions options, SourceContext context)
        : urls_(std::move(urls)), options_(std::move(options)), context_(std::move(context)) {}

    const std::string& name() const override { return context_.name; }

    Result<Discovery> discover(const Query& query, const Deadline& deadline) override {
        Walk walk(options_, context_, query);
        for (const auto& url : urls_) walk.start(url);
        return walk.run(deadline);
    }

private:
    std::vector<Url> urls_;
    SitemapOptions options_;
    SourceContext context_;
};

}  // namespace

Result<SitemapOptions> read_sitemap_options(config::Section& section) {
    SitemapOptions options;
    section.field("urls", options.urls, "Addresses of sitemaps, or of a robots.txt that names them.");
    section.field("contains", options.contains, "Only pages whose address contains one of these; all if empty.");
    TRY_OK(section.finish());
    return options;
}

Result<std::unique_ptr<Source>> make_sitemap_source(SitemapOptions options, SourceContext context) {
    std::vector<Url> urls;
    for (std::size_t i = 0; i < options.urls.size(); ++i) {
        auto url = Url::parse_exact(options.urls[i]);
        if (!url)
            return fail(ErrorKind::invalid_argument,
                        context.name + ": urls[" + std::to_string(i) + "]: " + url.error().message());
        urls.push_back(std::move(*url));
    }
    return std::make_unique<SitemapSource>(std::move(urls), std::move(options), std::move(context));
}

}  // namespace winnow
