#pragma once

#include <string_view>

namespace winnow::feeds {

/// 1 to 12 for the name of a month or its abbreviation, in lower case, in one of the languages that feeds were seen in;
/// 0 for another word.
int month_number(std::string_view word);

}  // namespace winnow::feeds
