#pragma once

#include <string>

#include "core/assessment.h"
#include "core/report.h"
#include "stages/store.h"

namespace winnow {

/// Lets go of what only the reader of a report needs of a judgement: explanations, quotes, summaries. The numbers stay,
/// so that thousands of items can wait for their ranking in little memory.
void shed_details(Evaluated& item);

/// Brings them back for the entries of the report, from the outcomes that the run saved. Error: storage.
Result<void> restore_details(Store& store, const std::string& run_id, Report& report);

/// What a page says, for the list.
const std::string& excerpt_of(const Document& document, const Assessment& assessment);

}  // namespace winnow
