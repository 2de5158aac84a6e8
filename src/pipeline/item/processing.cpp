#include "pipeline/item/processing.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

#include "log/log.h"
#include "parallel/parallel_map.h"
#include "pipeline/item.h"

namespace winnow {
namespace {

/// A list of thousands of pages of one host takes hours at a polite pace: who did not expect that should know it.
void warn_of_a_long_wait(const std::vector<std::string>& hosts,
                         const std::function<std::chrono::milliseconds(const std::string&)>& delay_for) {
    constexpr std::chrono::hours kLong{1};
    std::unordered_map<std::string, std::int64_t> pages;
    for (const auto& host : hosts) ++pages[host];
    for (const auto& [host, count] : pages) {
        if (host.empty()) continue;
        const auto wait = count * delay_for(host);
        if (wait >= kLong)
            log::warn("the pages of one host will take long",
                      {{"host", host},
                       {"pages", count},
                       {"hours", std::chrono::duration_cast<std::chrono::hours>(wait).count()},
                       {"advice", "--max-urls looks at fewer; Ctrl-C and --resume go on later"}});
    }
}

Ending lost(const Candidate& candidate) {
    return {.url = candidate.url,
            .title = candidate.title,
            .source = candidate.source,
            .state = UrlState::failed,
            .reason = "its outcome is not in the memory any more",
            .error = ErrorKind::storage};
}

/// The URLs of a run on their way to an outcome.
class Processing {
public:
    Processing(Components& components, const RunOptions& options, const RunRecord& record,
               const std::vector<Candidate>& candidates, Progress& progress, const Deadline& deadline)
        : components_(components),
          options_(options),
          progress_(progress),
          deadline_(deadline),
          is_continued_(!options.run_id.empty()),
          ledger_(components.batches ? Budget{} : options.budget),  // batches look after it themselves
          candidates_(candidates) {
        options_.run_id = record.id;
        if (components.batches) options_.fresh_since = record.started;  // asked again, a judge must see the same pages
    }

    /// Takes over what an earlier process has done.
    Result<void> take_over() {
        progress_.stage_started("evaluate", candidates_.size());
        for (std::size_t i = 0; i < candidates_.size(); ++i) {
            std::optional<Evaluated> earlier;
            if (is_continued_) {
                TRY(earlier, components_.store->outcome(options_.run_id, candidates_[i].url));
            }
            if (!earlier) {
                open_.push_back(i);
                continue;
            }
            if (earlier->document) {
                const auto& hash = earlier->document->content_hash;
                TRY_OK(ledger_.add_lost(hash, earlier->lost));
                if (earlier->state == UrlState::judged && earlier->assessment)
                    TRY_OK(ledger_.add(hash, earlier->assessment->usage));
            }
            progress_.item_done(*earlier);
        }
        return {};
    }

    /// Treats all that is open; what was put off stays open.
    Result<void> go_on() {
        std::vector<std::string> hosts;
        std::unordered_map<std::string, Url> url_of_host;
        for (const auto i : open_) {
            const auto& url = candidates_[i].url;
            hosts.push_back(options_.paced ? url.origin() : std::string());
            url_of_host.emplace(hosts.back(), url);
        }
        const auto delay_for = [&](const std::string& host) {
            return components_.fetcher->delay_for(url_of_host.at(host));
        };
        warn_of_a_long_wait(hosts, delay_for);
        std::stop_source stop;
        const std::stop_callback forward(deadline_.stop(), [&] { stop.request_stop(); });
        const Deadline inner = Deadline::after(deadline_.remaining(), stop.get_token());
        const auto pace = [&](const std::string& host) { return Pace{options_.host_concurrency, delay_for(host)}; };
        std::vector<std::size_t> put_off;
        const auto called =
            parallel_for(std::move(hosts), {.workers = options_.workers, .pace = pace}, inner, [&](std::size_t n) {
                const auto i = open_[n];
                auto item = process_item(components_, options_, candidates_[i], ledger_, inner);
                if (inner.has_passed() && item.state == UrlState::failed)
                    return;  // cut off, not failed: it has its turn next time
                if (components_.batches && components_.batches->take_put_off()) {
                    const std::scoped_lock lock(mutex_);
                    put_off.push_back(i);
                    return;
                }
                if (!keep(item)) stop.request_stop();
            });
        if (storage_error_) return fail(*storage_error_);
        if (deadline_.has_passed())
            return fail(ErrorKind::cancelled, "the run was stopped before every URL had its turn");
        std::ranges::sort(put_off);
        open_ = std::move(put_off);
        return {};
    }

    /// Asks for what was put off, round by round, until nothing is open any more.
    Result<void> wait_for_batches() {
        for (int round = 0; !open_.empty(); ++round) {
            if (round == kMostRounds)
                return give_up(UrlState::failed, "there was no judgement after " + std::to_string(round) + " batches");
            progress_.stage_started("wait for a batch", 0);
            auto settled = components_.batches->settle(options_.budget, deadline_);
            if (!settled)
                return fail(std::move(settled).error().in("batches of run " + options_.run_id +
                                                          " (winnow run --resume " + options_.run_id +
                                                          " takes them up again)"));
            if (*settled == AnswerBatches::Settled::budget_is_used_up)
                return give_up(UrlState::budget_exhausted, "the budget of the run leaves nothing for its judgement");
            progress_.stage_started("evaluate", open_.size());
            TRY_OK(go_on());
        }
        return {};
    }

private:
    /// A judgement may take a repair, a second look, a check by halves, each twice with two perspectives; a small
    /// budget divides them further.
    static constexpr int kMostRounds = 40;

    /// Whether it could be saved.
    bool keep(const Evaluated& item) {
        // A memory or recording that takes no more is no fault of the page, which would count as failed for ever.
        const bool is_kept_out = item.error && item.error->kind() == ErrorKind::storage;
        const auto saved = is_kept_out ? fail(*item.error) : components_.store->save_outcome(options_.run_id, item);
        const std::scoped_lock lock(mutex_);
        if (!saved && !storage_error_) storage_error_ = saved.error();
        progress_.item_done(item);
        return saved.has_value();
    }

    Result<void> give_up(UrlState state, const std::string& reason) {
        for (const auto i : open_) {
            Evaluated item{.candidate = candidates_[i], .state = state, .reason = reason};
            item.candidate.inline_html.clear();
            if (state == UrlState::failed) item.error = Error(ErrorKind::unavailable, reason);
            if (!keep(item)) return fail(*storage_error_);
        }
        open_.clear();
        return {};
    }

    Components& components_;
    RunOptions options_;
    Progress& progress_;
    const Deadline& deadline_;
    bool is_continued_;
    LocalLedger ledger_;
    const std::vector<Candidate>& candidates_;
    std::vector<std::size_t> open_;  // those without an outcome
    std::mutex mutex_;
    std::optional<Error> storage_error_;
};

}  // namespace

Result<void> process_all(Components& components, const RunOptions& options, const RunRecord& record,
                         const std::vector<Candidate>& candidates, Progress& progress, const Deadline& deadline) {
    if (components.batches) TRY_OK(components.batches->begin(record.id));
    Processing processing(components, options, record, candidates, progress, deadline);
    TRY_OK(processing.take_over());
    TRY_OK(processing.go_on());
    if (components.batches) TRY_OK(processing.wait_for_batches());
    return {};
}

Result<std::vector<Ending>> read_endings(Store& store, const std::string& run_id, std::size_t count) {
    std::vector<Ending> endings;
    endings.reserve(count);
    TRY_OK(store.visit_outcomes(run_id, [&](Evaluated outcome) { endings.push_back(ending_of(std::move(outcome))); }));
    if (endings.size() >= count) return endings;
    std::unordered_set<std::string> found;
    for (const auto& ending : endings) found.insert(ending.url.href());
    TRY(const auto discovered, store.discovered(run_id));
    for (const auto& candidate : discovered.candidates)
        if (!found.contains(candidate.url.href())) endings.push_back(lost(candidate));
    return endings;
}

}  // namespace winnow
