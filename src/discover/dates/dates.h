#pragma once

#include <optional>
#include <string_view>

#include "core/time.h"

namespace winnow::feeds {

/// Reads a date as feeds write it: RFC 822 and RFC 3339 with all their deviations (missing parts, wrong weekdays, other
/// orders, two-digit years, named zones), ISO 8601 with ordinal days and weeks, asctime, SQL, month names in some
/// twenty languages, AM and PM in English and Korean. What is not said is the beginning: of the day, the month, the
/// year; without a zone it is UTC. Nothing for a text that is no date. Between 03/04/2020's readings, the month comes
/// first.
std::optional<Timestamp> parse_date(std::string_view text);

}  // namespace winnow::feeds
