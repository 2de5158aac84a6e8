#pragma once

#include <string_view>

#include "core/result.h"
#include "core/time.h"

namespace winnow {

/// "7d", "36h", "90m" or a date; the epoch for an empty text. Error: invalid_argument.
Result<Timestamp> parse_since(std::string_view text, Timestamp now);

}  // namespace winnow
