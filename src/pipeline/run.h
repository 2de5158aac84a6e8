#pragma once

#include "core/report.h"
#include "pipeline/components.h"
#include "pipeline/progress.h"

namespace winnow {

/// A finished run: its report, and where it lies.
struct RunResult {
    Report report;
    Publication publication;
};

/// The main job: discover → fetch → extract → evaluate and index → rank → publish. What is learned is in the store
/// before the next step starts, so that a run that ends early continues where it was when it is called again with its
/// id. Errors: invalid_argument (empty question, unknown run), cancelled (stopped; `continue` works), storage, and what
/// the publisher reports. A URL that fails is an entry of the report, not an error.
Result<RunResult> run(Components& components, const RunOptions& options, Progress& progress, const Deadline& deadline);

/// What a run would do, without doing it.
struct DryRun {
    struct Entry {
        Candidate candidate;
        bool fetch = false;     ///< the page would be asked for; otherwise it is known and fresh
        bool evaluate = false;  ///< it would be judged; otherwise a judgement is known
    };
    std::vector<Entry> entries;
    std::vector<SourceReport> sources;
};

/// Asks the sources and the memory, and fetches, judges and writes nothing.
Result<DryRun> dry_run(Components& components, const RunOptions& options, Progress& progress, const Deadline& deadline);

}  // namespace winnow
