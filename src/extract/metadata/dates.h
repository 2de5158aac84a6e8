#pragma once

#include <optional>
#include <string_view>

#include "core/document.h"

namespace winnow::extract {

/// A date as machines and people write it: RFC 3339 and ISO 8601, HTTP dates, Unix seconds and milliseconds,
/// "2019-11", "2019", "2019/11/18", "18.11.2019", "November 18, 2019 5:30 pm", "18 de novembro de 2019",
/// "2019年11月18日"; month names in a dozen languages. The first date in the text counts. Of "3/4/2019" the order of
/// day and month is unknown: only the month's precision is lost, not guessed. Nothing for years before 1970 or after
/// 2099, and for texts without a date.
std::optional<Date> parse_date(std::string_view text);

/// The date in the path of a URL: /2019/11/18/, /2019/nov/18/, /2019-11-18-, /20191118/, /2019/11/.
std::optional<Date> date_in_path(std::string_view path);

}  // namespace winnow::extract
