#pragma once

#include <vector>

#include "core/report/ending.h"
#include "pipeline/components.h"
#include "pipeline/progress.h"
#include "stages/store.h"

namespace winnow {

/// Fetches, extracts and judges every candidate of the run that has no outcome yet, and saves each outcome as soon as
/// there is one. How each ended, in the order in which they did. Where answers come in batches, what is put off has its
/// turn again when they are there, as often as it takes. Errors: cancelled, storage, and those of the batches.
Result<std::vector<Ending>> process_all(Components& components, const RunOptions& options, const RunRecord& record,
                                        std::vector<Candidate> candidates, Progress& progress,
                                        const Deadline& deadline);

}  // namespace winnow
