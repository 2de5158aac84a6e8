#pragma once

#include <string>
#include <vector>

#include "app/wiring/assembly.h"
#include "evaluate/agreement/agreement.h"
#include "pipeline/progress.h"

namespace winnow::cli {

/// What one judge said of a list of pages.
struct JudgedPages {
    std::vector<ScoredPage> pages;      ///< those with a judgement, in the order asked
    std::vector<std::string> unjudged;  ///< "URL: why not"
    Usage usage;
};

/// Judges the pages side by side as a run would, whatever their length, within the budget.
JudgedPages judge_pages(Assembly& assembly, RunOptions options, const std::vector<std::string>& urls,
                        Progress& progress, const Deadline& deadline);

/// "12 pages have no judgement:" and a line for each, the first ten; empty if there are none.
std::string unjudged_text(const JudgedPages& judged);

}  // namespace winnow::cli
