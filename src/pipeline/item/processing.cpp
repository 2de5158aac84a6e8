#include "pipeline/item/processing.h"

#include <algorithm>
#include <mutex>
#include <unordered_map>

#include "parallel/parallel_map.h"
#include "pipeline/item.h"
#include "pipeline/item/details.h"

namespace winnow {
namespace {

/// The URLs of a run on their way to an outcome.
class Processing {
public:
    Processing(Components& components, const RunOptions& options, const RunRecord& record,
               const std::vector<Candidate>& candidates, Progress& progress, const Deadline& deadline)
        : components_(components),
          options_(options),
          candidates_(candidates),
          progress_(progress),
          deadline_(deadline),
          items_(candidates.size()) {
        options_.run_id = record.id;
        if (components.batches) options_.fresh_since = record.started;  // asked again, a judge must see the same pages
    }

    /// Takes over what an earlier process has done.
    Result<void> take_over() {
        TRY(auto earlier, components_.store->outcomes(options_.run_id));
        std::unordered_map<std::string, std::size_t> done;
        for (std::size_t i = 0; i < earlier.size(); ++i) done.emplace(earlier[i].candidate.url.href(), i);
        progress_.stage_started("evaluate", candidates_.size());
        for (std::size_t i = 0; i < candidates_.size(); ++i) {
            const auto found = done.find(candidates_[i].url.href());
            if (found == done.end()) {
                open_.push_back(i);
                continue;
            }
            items_[i] = std::move(earlier[found->second]);
            shed_details(items_[i]);
            progress_.item_done(items_[i]);
        }
        return {};
    }

    /// Treats all that is open; what was put off stays open.
    Result<void> go_on() {
        LocalLedger ledger(components_.batches ? Budget{} : options_.budget);  // batches look after it themselves
        TRY_OK(fill(ledger));
        std::vector<std::string> hosts;
        std::unordered_map<std::string, Url> url_of_host;
        for (const auto i : open_) {
            hosts.push_back(options_.paced ? candidates_[i].url.origin() : std::string());
            url_of_host.emplace(hosts.back(), candidates_[i].url);
        }
        std::stop_source stop;
        const std::stop_callback forward(deadline_.stop(), [&] { stop.request_stop(); });
        const Deadline inner = Deadline::after(deadline_.remaining(), stop.get_token());
        const auto pace = [&](const std::string& host) {
            return Pace{options_.host_concurrency, components_.fetcher->delay_for(url_of_host.at(host))};
        };
        std::vector<std::size_t> put_off;
        const auto called = parallel_for(hosts, {.workers = options_.workers, .pace = pace}, inner, [&](std::size_t n) {
            const auto i = open_[n];
            auto item = process_item(components_, options_, candidates_[i], ledger, inner);
            if (inner.has_passed() && item.state == UrlState::failed)
                return;  // cut off, not failed: it has its turn next time
            if (components_.batches && components_.batches->take_put_off()) {
                const std::scoped_lock lock(mutex_);
                put_off.push_back(i);
                return;
            }
            if (!keep(i, std::move(item))) stop.request_stop();
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

    std::vector<Evaluated> take() && { return std::move(items_); }

private:
    /// A judgement may take a repair, a second look, a check by halves, each twice with two perspectives; a small
    /// budget divides them further.
    static constexpr int kMostRounds = 40;

    Result<void> fill(LocalLedger& ledger) const {
        for (const auto& item : items_) {
            if (!item.document) continue;
            TRY_OK(ledger.add_lost(item.document->content_hash, item.lost));
            if (item.state == UrlState::judged && item.assessment)
                TRY_OK(ledger.add(item.document->content_hash, item.assessment->usage));
        }
        return {};
    }

    /// Whether it could be saved.
    bool keep(std::size_t i, Evaluated item) {
        const auto saved = components_.store->save_outcome(options_.run_id, item);
        const std::scoped_lock lock(mutex_);
        if (!saved && !storage_error_) storage_error_ = saved.error();
        progress_.item_done(item);
        shed_details(item);
        items_[i] = std::move(item);
        return saved.has_value();
    }

    Result<void> give_up(UrlState state, const std::string& reason) {
        for (const auto i : open_) {
            Evaluated item{.candidate = candidates_[i], .state = state, .reason = reason};
            item.candidate.inline_html.clear();
            if (state == UrlState::failed) item.error = Error(ErrorKind::unavailable, reason);
            if (!keep(i, std::move(item))) return fail(*storage_error_);
        }
        open_.clear();
        return {};
    }

    Components& components_;
    RunOptions options_;
    const std::vector<Candidate>& candidates_;
    Progress& progress_;
    const Deadline& deadline_;
    std::vector<Evaluated> items_;   // in the order of the candidates
    std::vector<std::size_t> open_;  // candidates without an outcome
    std::mutex mutex_;
    std::optional<Error> storage_error_;
};

}  // namespace

Result<std::vector<Evaluated>> process_all(Components& components, const RunOptions& options, const RunRecord& record,
                                           const std::vector<Candidate>& candidates, Progress& progress,
                                           const Deadline& deadline) {
    if (components.batches) TRY_OK(components.batches->begin(record.id));
    Processing processing(components, options, record, candidates, progress, deadline);
    TRY_OK(processing.take_over());
    TRY_OK(processing.go_on());
    if (components.batches) TRY_OK(processing.wait_for_batches());
    return std::move(processing).take();
}

}  // namespace winnow
