#pragma once

#include <string>

#include "core/report.h"

namespace winnow {

/// A report as a run makes it: four entries with every member filled, one of each kind of omission.
Report made_report();
/// The same in comparison with an earlier run.
Report later_report();
/// A run that found pages but nothing to read.
Report empty_report();
/// Foreign text that tries to act on whatever shows it, in every member that comes from outside.
Report hostile_report();

Url url(const std::string& text);

}  // namespace winnow
