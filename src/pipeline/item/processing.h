#pragma once

#include <vector>

#include "core/report/ending.h"
#include "pipeline/components.h"
#include "pipeline/progress.h"
#include "stages/store.h"

namespace winnow {

/// Fetches, extracts and judges every candidate of the run that has no outcome yet, and saves each outcome as soon as
/// there is one; nothing else is kept of it, so that memory does not grow with the work done. Where answers come in
/// batches, what is put off has its turn again when they are there, as often as it takes. Errors: cancelled, storage,
/// and those of the batches.
Result<void> process_all(Components& components, const RunOptions& options, const RunRecord& record,
                         const std::vector<Candidate>& candidates, Progress& progress, const Deadline& deadline);

/// How each of the run's `count` candidates has ended, from the saved outcomes. One whose outcome cannot be read any
/// more has failed: it is not passed over. Error: storage.
Result<std::vector<Ending>> read_endings(Store& store, const std::string& run_id, std::size_t count);

}  // namespace winnow
