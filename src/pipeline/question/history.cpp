#include "pipeline/question/history.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace winnow {
namespace {

KnownPage known_page(const Ending& item, Timestamp started) {
    return {.url = item.url,
            .title = item.title,
            .source = item.source,
            .fingerprint = item.fingerprint,
            .score = item.overall.value_or(0),
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

Novelty novelty_of(const Ending& item, const std::vector<KnownPage>& earlier) {
    const auto before = std::ranges::lower_bound(earlier, item.url, {}, &KnownPage::url);
    if (before == earlier.end() || before->url != item.url) return Novelty::fresh;
    return before->fingerprint == item.fingerprint ? Novelty::unchanged : Novelty::changed;
}

}  // namespace

History compare_with_earlier(std::span<Ending> items, const std::vector<SourceReport>& sources,
                             const RunOptions& options, PreviousRun present, std::optional<KnownPages> earlier) {
    History history{.previous = {},
                    .known = {.run_id = std::move(present.run_id), .started = present.started, .pages = {}},
                    .gone = {}};
    auto& pages = history.known.pages;
    std::unordered_map<std::string_view, const Ending*> seen;
    seen.reserve(items.size());
    for (auto& item : items) {
        seen.emplace(item.url.href(), &item);
        if (!item.overall) continue;
        pages.push_back(known_page(item, present.started));
        if (earlier) item.novelty = novelty_of(item, earlier->pages);
    }
    if (earlier) {
        history.previous = PreviousRun{.run_id = earlier->run_id, .started = earlier->started};
        const auto whole = asked_for_all(sources, options, items.size());
        for (const auto& page : earlier->pages) {
            const auto found = seen.find(page.url.href());
            if (found == seen.end() ? whole.contains(page.source) : found->second->is_gone)
                history.gone.push_back(
                    gone_page(page, found == seen.end() ? Disappearance::not_suggested : Disappearance::removed));
            else if (found == seen.end() || !found->second->overall)
                pages.push_back(page);
        }
    }
    forget_the_oldest(pages);
    std::ranges::sort(pages, {}, &KnownPage::url);
    return history;
}

void add_history(Report& report, History& history) {
    report.previous = std::move(history.previous);
    report.gone = std::move(history.gone);
}

}  // namespace winnow
