#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/report/ending.h"
#include "core/report/history.h"
#include "pipeline/components.h"

namespace winnow {

constexpr std::size_t kMostKnownPages = 50'000;  // of a question: those judged last; some 12 MB in memory

/// What a run learned in comparison with the runs of its question before it.
struct History {
    std::optional<PreviousRun> previous;  ///< the last finished one; nothing in the first
    KnownPages known;                     ///< what this one leaves
    std::vector<ReportGone> gone;         ///< what was known and is not any more, in the order of the URLs
};

/// Compares by URL, and marks what was judged as new, changed or unchanged, unless there is nothing to compare it with.
/// A page that was not read this time stays known, unless its server says that it is gone, or its source names it no
/// more: that is concluded only of a source that worked and was asked without a limit of age, in a run that was not cut
/// off by max_urls. Pure: the order of `items` does not matter.
History compare_with_earlier(std::span<Ending> items, const std::vector<SourceReport>& sources,
                             const RunOptions& options, PreviousRun present, std::optional<KnownPages> earlier);

/// Names the run that the report is compared with, and what is gone since.
void add_history(Report& report, History& history);

}  // namespace winnow
