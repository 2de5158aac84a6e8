#include "app/cli/commands/agreement/judged_pages.h"

#include <map>
#include <mutex>

#include "parallel/parallel_map.h"
#include "pipeline/item.h"

namespace winnow::cli {
namespace {

constexpr std::size_t kShown = 10;

ScoredPage scored(const std::string& url, const Assessment& assessment) {
    ScoredPage page{.url = url, .scores = {}};
    for (const auto& score : assessment.scores) page.scores.emplace_back(score.criterion, score.score);
    return page;
}

}  // namespace

JudgedPages judge_pages(Assembly& assembly, RunOptions options, const std::vector<std::string>& urls,
                        Progress& progress, const Deadline& deadline) {
    auto& components = assembly.components();
    options.min_words = 0;
    std::vector<Candidate> candidates;
    std::vector<std::string> hosts;
    std::map<std::string, Url> url_of_host;
    for (const auto& text : urls) {
        auto url = Url::parse(text);
        if (!url) continue;  // checked where it was read
        hosts.push_back(options.paced ? url->origin() : std::string());
        url_of_host.emplace(hosts.back(), *url);
        candidates.push_back({.url = std::move(*url), .source = "command line"});
    }
    std::vector<Evaluated> items(candidates.size());
    LocalLedger ledger(options.budget);
    std::mutex mutex;
    const auto pace = [&](const std::string& host) {
        return Pace{options.host_concurrency, components.fetcher->delay_for(url_of_host.at(host))};
    };
    progress.stage_started("evaluate", candidates.size());
    parallel_for(hosts, {.workers = options.workers, .pace = pace}, deadline, [&](std::size_t i) {
        items[i] = process_item(components, options, candidates[i], ledger, deadline);
        const std::scoped_lock lock(mutex);
        progress.item_done(items[i]);
    });

    JudgedPages judged;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto& item = items[i];
        const auto& href = candidates[i].url.href();
        judged.usage += item.lost;
        if (item.assessment) {
            judged.pages.push_back(scored(href, *item.assessment));
            if (item.state == UrlState::judged) judged.usage += item.assessment->usage;
        } else {
            judged.unjudged.push_back(href + ": " + std::string(to_string(item.state)) +
                                      (item.reason.empty() ? "" : ", " + item.reason));
        }
    }
    return judged;
}

std::string unjudged_text(const JudgedPages& judged) {
    if (judged.unjudged.empty()) return {};
    auto text = "\n" + std::to_string(judged.unjudged.size()) +
                (judged.unjudged.size() == 1 ? " page has no judgement:\n\n" : " pages have no judgement:\n\n");
    for (std::size_t i = 0; i < judged.unjudged.size() && i < kShown; ++i) text += "- " + judged.unjudged[i] + "\n";
    if (judged.unjudged.size() > kShown) text += "- and " + std::to_string(judged.unjudged.size() - kShown) + " more\n";
    return text;
}

}  // namespace winnow::cli
