#include <chrono>
#include <mutex>

#include "log/log.h"
#include "parallel/parallel_map.h"
#include "pipeline/assemble.h"
#include "pipeline/item.h"
#include "pipeline/item/details.h"
#include "pipeline/question/history.h"
#include "pipeline/steps/steps.h"

namespace winnow {
namespace {

constexpr std::size_t kReaders = 16;  // outcomes are waited for, not computed

ErrorKind kind_of(const std::string& failure) {
    for (int kind = 0; kind <= static_cast<int>(ErrorKind::internal); ++kind)
        if (error_name(static_cast<ErrorKind>(kind)) == failure) return static_cast<ErrorKind>(kind);
    return failure.ends_with("Timeout") || failure.ends_with("Timedout") ? ErrorKind::timed_out : ErrorKind::internal;
}

/// A URL whose function ended without a word: killed, out of memory or out of time.
Evaluated without_outcome(const Candidate& candidate, const std::map<std::string, std::string>& failures) {
    Evaluated item{.candidate = candidate};
    item.candidate.inline_html.clear();
    const auto found = failures.find(candidate.url.href());
    const auto failure = found == failures.end() ? std::string() : found->second;
    set_failure(item, Error(kind_of(failure), failure.empty() ? "the step that treats it left no outcome"
                                                              : "the step that treats it ended with " + failure));
    return item;
}

Result<std::vector<Ending>> read_endings(const std::vector<Candidate>& candidates,
                                         const std::map<std::string, std::string>& failures, RunBlobs& run,
                                         const Deadline& deadline) {
    std::vector<Ending> items(candidates.size());
    std::mutex mutex;
    std::optional<Error> problem;
    const auto called = parallel_for(
        std::vector<std::string>(candidates.size()), {.workers = kReaders, .pace = {}}, deadline, [&](std::size_t i) {
            auto outcome = run.outcome(candidates[i].url);
            if (outcome) {
                items[i] = ending_of(*outcome ? std::move(**outcome) : without_outcome(candidates[i], failures));
                return;
            }
            const std::scoped_lock lock(mutex);
            if (!problem) problem = outcome.error();
        });
    if (problem) return fail(std::move(*problem));
    for (const bool was_read : called)
        if (!was_read) return fail(ErrorKind::timed_out, "not every outcome could be read in time");
    return items;
}

/// In comparison with the run that was the question's last when this one began, so that a second call gives the same.
Result<History> history_of(std::vector<Ending>& items, const std::vector<SourceReport>& sources,
                           const RunOptions& options, const RunHeader& header, BlobStore& blobs,
                           const Deadline& deadline) {
    std::optional<KnownPages> earlier;
    if (!header.previous.empty()) {
        TRY(earlier, RunBlobs(blobs, header.previous, deadline).known());
    }
    return compare_with_earlier(items, sources, options, {header.run_id, header.started}, std::move(earlier));
}

double seconds(std::chrono::steady_clock::duration duration) {
    return std::chrono::duration<double>(duration).count();
}

}  // namespace

Result<Report> process_results(Components& components, const RunOptions& options, const RunHeader& header,
                               const std::map<std::string, std::string>& failures, BlobStore& blobs,
                               const Deadline& deadline) {
    RunBlobs run(blobs, header.run_id, deadline);
    const auto& clock = *components.clock;
    const auto since_start = std::chrono::duration<double>(clock.now() - header.started).count();
    TRY(auto discovered, run.discovered());
    TRY(auto items, read_endings(discovered.candidates, failures, run, deadline));
    const auto begin = clock.steady_now();
    TRY(auto history, history_of(items, discovered.sources, options, header, blobs, deadline));
    auto report = assemble_report(components, options, std::move(items));
    TRY_OK(add_details(report, [&](const Url& url) { return run.outcome(url); }));
    const auto rank_seconds = seconds(clock.steady_now() - begin);
    report.run_id = header.run_id;
    report.started = header.started;
    add_history(report, history);
    add_sources(report, std::move(discovered));
    report.stages = {{"discover", header.discover_seconds},
                     {"evaluate", std::max(0.0, since_start - header.discover_seconds)},
                     {"rank", rank_seconds}};
    report.runtime_seconds = since_start + rank_seconds;
    TRY_OK(run.save_report(report));
    TRY_OK(run.save_known(history.known, header.query));
    return report;
}

}  // namespace winnow
