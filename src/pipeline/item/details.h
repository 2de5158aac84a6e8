#pragma once

#include <functional>
#include <optional>

#include "core/assessment.h"
#include "core/report.h"
#include "core/result.h"

namespace winnow {

/// Reads what a run saved of a URL; nothing if there is none. Called from several threads.
using ReadOutcome = std::function<Result<std::optional<Evaluated>>(const Url&)>;

/// Adds to the entries of a report what only its reader needs (document, explanations, quotes), from the saved
/// outcomes. Error: storage, and those of `read`.
Result<void> add_details(Report& report, const ReadOutcome& read);

}  // namespace winnow
