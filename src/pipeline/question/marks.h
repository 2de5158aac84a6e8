#pragma once

#include <map>
#include <string>

#include "core/result.h"
#include "core/time.h"
#include "stages/store.h"

namespace winnow {

/// How far each source has been read.
using Marks = std::map<std::string, Timestamp, std::less<>>;

/// For each source by its name, since when it must be asked to miss nothing that earlier runs of the question have not
/// seen: the start of the last finished run in which it worked without trouble, and a day before, since sources list
/// what is new with delay. What was seen then and comes again is known by its page. A source that is not here was never
/// read. Error: storage.
Result<Marks> high_water_marks(Store& store, const std::string& question);

}  // namespace winnow
