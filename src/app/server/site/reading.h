#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/server/pages/pages.h"
#include "app/server/site/site.h"

namespace winnow::site {

// What pages and the API both show.

/// The latest run of each question, with its report or why it cannot be read.
Result<std::vector<LatestRun>> latest_runs(const SiteParts& parts);
/// The report of a run by its id. Errors: not_found, malformed.
Result<std::shared_ptr<const Report>> report_of(const SiteParts& parts, const std::string& run_id);
/// An entry with its quotes where they stand, and its label. Error: not_found.
Result<Article> article_of(const SiteParts& parts, const std::string& run_id, const std::string& position);
/// Labels by URL.
Result<std::map<std::string, Label>> labels_by_url(const SiteParts& parts);
Result<History> history_of(const SiteParts& parts, const std::string& question);
/// What the form asks of the index, and the answer; what went wrong is in `problem`. Error: invalid_argument.
Result<SearchAnswered> searched(const SiteParts& parts, const web::Form& query);

}  // namespace winnow::site
