#pragma once

#include <string>
#include <vector>

#include "core/report/ending.h"
#include "pipeline/components.h"

namespace winnow {

/// Ranks what was judged and writes down how every URL ended. Pure: the order of `items` does not change the report.
/// Left for the caller are what the entries' documents and judgements say (add_details) and the numbers of the run
/// itself (id, start, runtime, stages, sources). Of the components it needs ranker and rubric; without an evaluator
/// evaluation_method stays empty.
///
/// Counts: total_urls = evaluated_urls + cached_urls_used + failed_urls + the items with another state of no judgement.
/// An item that was judged but is off topic or a near-duplicate ends in that state and still counts as evaluated
/// (or cached). high_quality_count counts entries of the list; average_score is over all that have a score.
Report assemble_report(Components& components, const RunOptions& options, std::vector<Ending> items);
/// Adds what each source gave, how many URLs a limit left out, and to the explanation of an empty report what went
/// wrong with the sources. The candidates are not looked at.
void add_sources(Report& report, Discovered found);

/// "20261123T235800-1f2e3d": sorts by time, tells questions apart.
std::string new_run_id(Timestamp started, const std::string& question);

}  // namespace winnow
