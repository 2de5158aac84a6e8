#include "pipeline/question/history.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "pipeline/item/details.h"

namespace winnow {
namespace {

KnownPage known_page(const Evaluated& item, Timestamp started) {
    return {.url = item.candidate.url,
            .title = title_of(item),
            .source = item.candidate.source,
            .fingerprint = item.fingerprint,
            .score = item.assessment->overall,
            .judged = started};
}

/// The sources whose silence about a page means that they name it no more.
std::unordered_set<std::string> asked_for_all(const std::vector<SourceReport>& sources, const RunOptions& options,
                                              std::size_t urls) {
    std::unordered_set<std::string> names;
    const bool was_cut = options.max_urls > 0 && urls >= options.max_urls;
    if (was_cut || options.since != Timestamp{}) return names;
    for (const auto& source : sources)
        if (source.error.empty() && !options.since_of.contains(source.source)) names.insert(source.source);
    return names;
}

ReportGone gone_page(KnownPage page, Disappearance why) {
    return {.url = std::move(page.url),
            .title = std::move(page.title),
            .source = std::move(page.source),
            .why = why,
            .last_score = page.score,
            .last_judged = page.judged};
}

void forget_the_oldest(std::vector<KnownPage>& pages) {
    if (pages.size() <= kMostKnownPages) return;
    std::ranges::sort(pages, [](const KnownPage& a, const KnownPage& b) {
        return a.judged != b.judged ? a.judged > b.judged : a.url < b.url;
    });
    pages.resize(kMostKnownPages);
}

const KnownPage* find_page(const std::vector<KnownPage>& pages, const Url& url) {
    const auto found = std::ranges::lower_bound(pages, url, {}, &KnownPage::url);
    return found != pages.end() && found->url == url ? &*found : nullptr;
}

}  // namespace

History compare_with_earlier(std::span<const Evaluated> items, const std::vector<SourceReport>& sources,
                             const RunOptions& options, PreviousRun present, std::optional<KnownPages> earlier) {
    History history{.earlier = std::move(earlier),
                    .known = {.run_id = std::move(present.run_id), .started = present.started, .pages = {}},
                    .gone = {}};
    auto& pages = history.known.pages;
    std::unordered_map<std::string_view, const Evaluated*> seen;
    seen.reserve(items.size());
    for (const auto& item : items) {
        seen.emplace(item.candidate.url.href(), &item);
        if (item.assessment) pages.push_back(known_page(item, present.started));
    }
    if (history.earlier) {
        const auto whole = asked_for_all(sources, options, items.size());
        for (const auto& page : history.earlier->pages) {
            const auto found = seen.find(page.url.href());
            if (found == seen.end() ? whole.contains(page.source) : found->second->is_gone)
                history.gone.push_back(
                    gone_page(page, found == seen.end() ? Disappearance::not_suggested : Disappearance::removed));
            else if (found == seen.end() || !found->second->assessment)
                pages.push_back(page);
        }
    }
    forget_the_oldest(pages);
    std::ranges::sort(pages, {}, &KnownPage::url);
    return history;
}

void add_history(Report& report, History& history) {
    if (!history.earlier) return;
    report.previous = PreviousRun{.run_id = history.earlier->run_id, .started = history.earlier->started};
    for (auto& entry : report.results) {
        const auto* const before = find_page(history.earlier->pages, entry.url);
        const auto* const now = find_page(history.known.pages, entry.url);
        entry.novelty = before == nullptr                                           ? Novelty::fresh
                        : now != nullptr && now->fingerprint != before->fingerprint ? Novelty::changed
                                                                                    : Novelty::unchanged;
    }
    report.gone = std::move(history.gone);
}

}  // namespace winnow
