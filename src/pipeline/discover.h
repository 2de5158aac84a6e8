#pragma once

#include <vector>

#include "core/report.h"
#include "pipeline/components.h"
#include "pipeline/progress.h"

namespace winnow {

/// What the sources gave together: each URL once, the first source that named it keeps it.
struct Discovered {
    std::vector<Candidate> candidates;
    std::vector<SourceReport> sources;  ///< in the order of the components
};

/// Asks every source, side by side. A source that fails costs its own candidates and a line in `sources`.
/// The order depends on the sources alone: round-robin over them, so that a limit cuts all alike.
Discovered discover(Components& components, const RunOptions& options, Progress& progress, const Deadline& deadline);

}  // namespace winnow
