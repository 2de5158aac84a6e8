#pragma once

#include "app/wiring/search/open.h"

namespace winnow::cli {

/// Before an index is read: one that was damaged is filled again from the memory of runs. What a person should know of
/// that, and of a rebuild that is not finished, goes to standard error. Errors: those of the memory.
Result<void> make_whole(const Settings& settings, SearchAssembly& search, const Deadline& deadline);

}  // namespace winnow::cli
