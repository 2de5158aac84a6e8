#pragma once

#include <string>

#include "core/assessment.h"
#include "core/report.h"
#include "stages/store.h"

namespace winnow {

/// Lets go of what only the reader of a report needs: the document, explanations, quotes, summaries. The title and the
/// numbers stay, so that thousands of items can wait for their ranking in little memory.
void shed_details(Evaluated& item);

/// Brings them back for the entries of the report, from the outcomes that the run saved. Error: storage.
Result<void> restore_details(Store& store, const std::string& run_id, Report& report);

/// What the document and its judgement say of an entry.
void describe(ReportItem& entry, const Document& document, const Assessment& assessment);
/// The document's title, or else the candidate's.
const std::string& title_of(const Evaluated& item);

}  // namespace winnow
