#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "evaluate/agreement/agreement.h"

namespace winnow {

/// Scores and thumbs that people gave, as CSV (a header with `url` and names of criteria; `worth_reading`, yes or no;
/// other columns are passed over) or as JSON (a list of objects with `url`, `scores`: criterion → number, and
/// `worth_reading`). Each URL once, in canonical form; an empty cell is no score and no thumb. `name` is for messages.
/// Errors: malformed, invalid_argument (a score off the scale, a URL that is none or comes twice, neither a thumb nor a
/// score for a criterion of the rubric), with the line or the entry.
Result<std::vector<ScoredPage>> read_labels(std::string_view text, const Rubric& rubric, const std::string& name);

}  // namespace winnow
