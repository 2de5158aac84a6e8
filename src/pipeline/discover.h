#pragma once

#include <vector>

#include "core/report.h"
#include "pipeline/components.h"
#include "pipeline/progress.h"

namespace winnow {

/// Asks every source, side by side. A source that fails costs its own candidates and a line in `sources`.
/// The order depends on the sources alone: round-robin over them, so that a limit cuts all alike.
Discovered discover(Components& components, const RunOptions& options, Progress& progress, const Deadline& deadline);

}  // namespace winnow
