#include "pipeline/run.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <utility>

#include "log/log.h"
#include "pipeline/assemble.h"
#include "pipeline/discover.h"
#include "pipeline/item.h"
#include "pipeline/item/details.h"
#include "pipeline/item/processing.h"
#include "pipeline/question/history.h"
#include "text/blank.h"
#include "text/digest.h"

namespace winnow {
namespace {

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

/// A run that was stopped, or had no room to write, goes on where it was; one that failed by itself would fail again.
RunState state_after(ErrorKind kind) {
    return kind == ErrorKind::cancelled || kind == ErrorKind::storage ? RunState::interrupted : RunState::failed;
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

/// What a stage needed is free, and would be kept beside what the next one needs.
void give_memory_back() {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
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

/// The report is there, so a file that stays behind is no reason to fail.
void forget_batches(const Components& components) {
    if (!components.batches) return;
    if (const auto ended = components.batches->end(); !ended)
        log::warn("what was kept of the batches stays", {{"error", ended.error()}});
}

Result<RunResult> run_stages(Components& components, const RunOptions& options, RunRecord& record, Progress& progress,
                             const Deadline& deadline) {
    StageTimes times(*components.clock);
    TRY(auto found, candidates_of(components, options, record, progress, deadline));
    give_memory_back();
    times.done("discover");
    TRY_OK(process_all(components, options, record, found.candidates, progress, deadline));
    const auto count = found.candidates.size();
    found.candidates = {};
    give_memory_back();
    TRY(auto items, read_endings(*components.store, record.id, count));
    times.done("evaluate");

    RunResult result;
    TRY(auto earlier, components.store->known_pages(record.query));
    auto history = compare_with_earlier(items, found.sources, options, {record.id, record.started}, std::move(earlier));
    TRY_OK(components.store->save_known(record.id, std::exchange(history.known, {})));
    result.report = assemble_report(components, options, std::move(items));
    TRY_OK(add_details(result.report, [&](const Url& url) { return components.store->outcome(record.id, url); }));
    times.done("rank");
    auto& report = result.report;
    report.run_id = record.id;
    report.started = record.started;
    add_history(report, history);
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
    forget_batches(components);
    return result;
}

}  // namespace

Result<RunResult> run(Components& components, const RunOptions& options, Progress& progress, const Deadline& deadline) {
    if (text::is_blank(options.question)) return fail(ErrorKind::invalid_argument, "the question is empty");
    TRY(auto record, open_run(components, options));
    log::set_context("run_id", record.id);
    log::info("run started", {{"question", options.question}, {"method", record.method}});
    auto result = run_stages(components, options, record, progress, deadline);
    record.state = result ? RunState::finished : state_after(result.error().kind());
    const auto finished = components.store->finish_run(record);
    log::set_context("run_id", "");
    if (!result) return result;
    if (!finished) return fail(finished.error());
    return result;
}

Result<DryRun> dry_run(Components& components, const RunOptions& options, Progress& progress,
                       const Deadline& deadline) {
    if (text::is_blank(options.question)) return fail(ErrorKind::invalid_argument, "the question is empty");
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
