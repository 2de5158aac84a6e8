#pragma once

#include <string>
#include <vector>

#include "config/section.h"
#include "core/result.h"
#include "core/rubric.h"

namespace winnow {

/// A rubric as users write it: name, description, min_score, criteria (name, title, description, weight, anchors).
/// Error: invalid_config with a line for each problem, weights that do not add up included.
Result<Rubric> read_rubric(config::Section& section);
/// A built-in rubric by name (builtin_rubrics), else a YAML file.
Result<Rubric> load_rubric_named(const std::string& name_or_file);
/// "default", "engineering_manager", "staff_engineer".
std::vector<std::string> builtin_rubrics();

}  // namespace winnow
