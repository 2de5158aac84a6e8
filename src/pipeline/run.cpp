#include "pipeline/run.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <unordered_map>

#include "log/log.h"
#include "parallel/parallel_map.h"
#include "pipeline/assemble.h"
#include "pipeline/discover.h"
#include "pipeline/item.h"
#include "pipeline/item/details.h"
#include "pipeline/question/history.h"
#include "text/digest.h"

namespace winnow {
namespace {

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// Measures the stages one after the other.
class StageTimes {
public:
    explicit StageTimes(const Clock& clock) : clock_(clock), start_(clock.steady_now()), last_(start_) {}

    void done(std::string stage) {
        const auto now = clock_.steady_now();
        times_.push_back({std::move(stage), std::chrono::duration<double>(now - last_).count()});
        last_ = now;
    }
    double total() const { return std::chrono::duration<double>(last_ - start_).count(); }
    std::vector<StageTime> take() { return std::move(times_); }

private:
    const Clock& clock_;
    std::chrono::steady_clock::time_point start_;
    std::chrono::steady_clock::time_point last_;
    std::vector<StageTime> times_;
};

/// A new run, or the one to be continued, as the store knows it.
Result<RunRecord> open_run(Components& components, const RunOptions& options) {
    auto& store = *components.store;
    if (!options.run_id.empty()) {
        TRY(auto found, store.find_run(options.run_id));
        if (!found) return fail(ErrorKind::invalid_argument, "there is no run '" + options.run_id + "'");
        return *found;
    }
    RunRecord record{.query = options.question,
                     .method = components.evaluator->method(),
                     .started = components.clock->now(),
                     .settings = options.settings,
                     .folder = {}};
    const auto base = new_run_id(record.started, options.question);
    record.id = base;
    for (int n = 2;; ++n) {
        TRY(const auto taken, store.find_run(record.id));
        if (!taken) break;
        record.id = base + "-" + std::to_string(n);
    }
    TRY_OK(store.start_run(record));
    return record;
}

/// The URLs of a run on their way from candidates to outcomes.
struct Work {
    std::vector<Evaluated> items;    // in the candidates' order; an open one has its candidate alone
    std::vector<std::size_t> open;   // those without an outcome
    std::vector<std::string> hosts;  // of the open ones, as they are paced
    std::unordered_map<std::string, Url> url_of_host;
};

/// What earlier calls of the run have done is done.
Result<Work> work_of(Components& components, const RunOptions& options, const std::string& run_id,
                     std::vector<Candidate> candidates, LocalLedger& ledger, Progress& progress) {
    Work work;
    work.items.resize(candidates.size());
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        auto& item = work.items[i];
        std::optional<Evaluated> earlier;
        if (!options.run_id.empty()) {  // a run that is continued
            TRY(earlier, components.store->outcome(run_id, candidates[i].url));
        }
        if (!earlier) {
            work.open.push_back(i);
            work.hosts.push_back(options.paced ? candidates[i].url.origin() : std::string());
            work.url_of_host.emplace(work.hosts.back(), candidates[i].url);
            item.candidate = std::move(candidates[i]);
            continue;
        }
        item = std::move(*earlier);
        if (item.document) {
            TRY_OK(ledger.add_lost(item.document->content_hash, item.lost));
            if (item.state == UrlState::judged && item.assessment)
                TRY_OK(ledger.add(item.document->content_hash, item.assessment->usage));
        }
        progress.item_done(item);
        shed_details(item);
    }
    return work;
}

/// A list of thousands of pages of one host takes hours at a polite pace: who did not expect that should know it.
void warn_of_a_long_wait(const Work& work, Fetcher& fetcher) {
    constexpr std::chrono::hours kLong{1};
    std::unordered_map<std::string_view, std::int64_t> pages;
    for (const auto& host : work.hosts) ++pages[host];
    for (const auto& [host, count] : pages) {
        if (host.empty()) continue;
        const auto wait = count * fetcher.delay_for(work.url_of_host.at(std::string(host)));
        if (wait >= kLong)
            log::warn("the pages of one host will take long",
                      {{"host", host},
                       {"pages", count},
                       {"hours", std::chrono::duration_cast<std::chrono::hours>(wait).count()},
                       {"advice", "--max-urls looks at fewer; Ctrl-C and --resume go on later"}});
    }
}

/// Fetches, extracts and judges every candidate that has no outcome yet; all outcomes, in the candidates' order.
Result<std::vector<Evaluated>> process_all(Components& components, const RunOptions& options, const std::string& run_id,
                                           std::vector<Candidate> candidates, Progress& progress,
                                           const Deadline& deadline) {
    progress.stage_started("evaluate", candidates.size());
    LocalLedger ledger(options.budget);
    TRY(auto work, work_of(components, options, run_id, std::move(candidates), ledger, progress));
    warn_of_a_long_wait(work, *components.fetcher);
    std::mutex mutex;
    std::optional<Error> storage_error;
    std::stop_source stop;
    const std::stop_callback forward(deadline.stop(), [&] { stop.request_stop(); });
    const Deadline inner = Deadline::after(deadline.remaining(), stop.get_token());
    const auto pace = [&](const std::string& host) {
        return Pace{options.host_concurrency, components.fetcher->delay_for(work.url_of_host.at(host))};
    };
    auto item_options = options;
    item_options.run_id = run_id;
    const auto called = parallel_for(work.hosts, {.workers = options.workers, .pace = pace}, inner, [&](std::size_t n) {
        const auto i = work.open[n];
        auto item = process_item(components, item_options, work.items[i].candidate, ledger, inner);
        if (inner.has_passed() && item.state == UrlState::failed)
            return;  // cut off, not failed: it has its turn next time
        const auto saved = components.store->save_outcome(run_id, item);
        const std::scoped_lock lock(mutex);
        if (!saved && !storage_error) storage_error = saved.error();
        if (!saved) stop.request_stop();
        progress.item_done(item);
        shed_details(item);
        work.items[i] = std::move(item);
    });
    if (storage_error) return fail(*storage_error);
    if (deadline.has_passed()) return fail(ErrorKind::cancelled, "the run was stopped before every URL had its turn");
    return std::move(work.items);
}

Result<Discovered> candidates_of(Components& components, const RunOptions& options, const RunRecord& record,
                                 Progress& progress, const Deadline& deadline) {
    if (!options.run_id.empty()) {
        TRY(auto known, components.store->discovered(record.id));
        if (!known.candidates.empty()) return known;
    }
    auto found = discover(components, options, progress, deadline);
    if (deadline.has_passed()) return fail(ErrorKind::cancelled, "the run was stopped while the sources were asked");
    TRY_OK(components.store->save_discovered(record.id, found));
    return found;
}

/// What the reader of the report should know of the index, if it is not as it should be.
void warn_of_index(const Components& components, Report& report) {
    if (!components.indexer) return;
    const auto summary = components.indexer->summary();
    log::info("index filled", {{"added", summary.added}, {"copies", summary.copies}, {"failed", summary.failed}});
    if (summary.error)
        report.warnings.push_back("the index was not filled as it should be (" + std::to_string(summary.failed) +
                                  " documents are missing, or have no vectors): " + summary.error->message());
}

Result<RunResult> run_stages(Components& components, const RunOptions& options, RunRecord& record, Progress& progress,
                             const Deadline& deadline) {
    StageTimes times(*components.clock);
    TRY(auto found, candidates_of(components, options, record, progress, deadline));
    times.done("discover");
    TRY(auto items, process_all(components, options, record.id, std::move(found.candidates), progress, deadline));
    times.done("evaluate");

    RunResult result;
    TRY(auto earlier, components.store->known_pages(record.query));
    auto history = compare_with_earlier(items, found.sources, options, {record.id, record.started}, std::move(earlier));
    result.report = assemble_report(components, options, std::move(items));
    TRY_OK(restore_details(*components.store, record.id, result.report));
    times.done("rank");
    auto& report = result.report;
    report.run_id = record.id;
    report.started = record.started;
    add_history(report, history);
    TRY_OK(components.store->save_known(record.id, history.known));
    add_sources(report, std::move(found));
    warn_of_index(components, report);
    report.runtime_seconds = times.total();
    report.stages = times.take();
    if (!options.publish.folder.empty()) {
        auto publish = options.publish;
        publish.folder /= record.id;
        progress.stage_started("publish", 1);
        TRY(result.publication, components.publisher->publish(report, publish));
        record.folder = publish.folder.string();
    }
    record.total_urls = report.total_urls;
    record.judged = report.evaluated_urls + report.cached_urls_used;
    record.high_quality = report.high_quality_count;
    return result;
}

}  // namespace

Result<RunResult> run(Components& components, const RunOptions& options, Progress& progress, const Deadline& deadline) {
    if (is_blank(options.question)) return fail(ErrorKind::invalid_argument, "the question is empty");
    TRY(auto record, open_run(components, options));
    log::set_context("run_id", record.id);
    log::info("run started", {{"question", options.question}, {"method", record.method}});
    auto result = run_stages(components, options, record, progress, deadline);
    if (result)
        record.state = RunState::finished;
    else
        record.state = result.error().kind() == ErrorKind::cancelled ? RunState::interrupted : RunState::failed;
    const auto finished = components.store->finish_run(record);
    log::set_context("run_id", "");
    if (!result) return result;
    if (!finished) return fail(finished.error());
    return result;
}

Result<DryRun> dry_run(Components& components, const RunOptions& options, Progress& progress,
                       const Deadline& deadline) {
    if (is_blank(options.question)) return fail(ErrorKind::invalid_argument, "the question is empty");
    auto found = discover(components, options, progress, deadline);
    DryRun plan;
    plan.sources = std::move(found.sources);
    for (auto& candidate : found.candidates) {
        DryRun::Entry entry{.candidate = std::move(candidate), .fetch = true, .evaluate = true};
        std::optional<CachedPage> known;
        if (options.pages != PageMemory::ignored) {
            TRY(known, components.memory().find_page(entry.candidate.url));
        }
        if (known) {
            entry.fetch = options.pages != PageMemory::used || known->fresh_until <= components.clock->now();
            const auto key =
                evaluation_key(known->document, components.rubric, *components.evaluator, options.question);
            TRY(const auto judged, components.memory().find_assessment(key));
            entry.evaluate = !judged;
        }
        plan.entries.push_back(std::move(entry));
    }
    return plan;
}

}  // namespace winnow
