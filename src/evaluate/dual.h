#pragma once

#include <memory>
#include <vector>

#include "core/result.h"
#include "core/rubric.h"
#include "stages/evaluator.h"

namespace winnow {

/// The criteria of several rubrics as one, each rubric with the same share of the weight: what a report of
/// `dual_perspective` is made by. Error: invalid_config (fewer than two, or a criterion that two of them have).
Result<Rubric> combined_rubric(const std::vector<Rubric>& perspectives);

/// Judges from each point of view on its own with `judge`, and says where they disagree by two points or more (flag
/// "perspectives_disagree"). Asked with another rubric than the combined one it answers invalid_argument. Its tokens
/// are those of `judge`, once a perspective. Precondition: combined_rubric(perspectives) has a value.
std::unique_ptr<Evaluator> make_dual_evaluator(std::unique_ptr<Evaluator> judge, std::vector<Rubric> perspectives);

}  // namespace winnow
