#pragma once

#include <string>
#include <vector>

#include "app/server/pages/pages.h"
#include "app/server/site/site.h"

namespace winnow::site {

// What pages and the API both do.

/// Every kind of source, and how its last use went.
Result<std::vector<SourceRow>> source_rows(const SiteParts& parts);
RunChoices run_choices(const SiteParts& parts);
/// What a run may be asked for from a browser: rubrics that are built in or configured, sources that there are, URLs
/// that are some. Error: invalid_argument, naming what is wrong.
Result<void> check_wish(const SiteParts& parts, const RunWish& wish);
/// Notes what is known of `label`'s page: URL, scores on the scale, a note that is not too long. Error:
/// invalid_argument.
Result<void> check_label(const Label& label);

/// The job as events, until it is over. Error: not_found.
Result<web::Response> job_events(const SiteParts& parts, const web::Call& call);

constexpr std::size_t kMostQuestion = 1'000;  // characters
constexpr std::size_t kMostNote = 4'000;

}  // namespace winnow::site
