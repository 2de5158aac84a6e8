#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace winnow::url {

/// Whether a parameter of that name only says how a reader came to the page; docs/urls.md lists them with reasons.
bool is_tracking_parameter(std::string_view name);

/// How many names and beginnings of names the list has.
std::size_t tracking_rules();

/// Removes such parameters from the query that begins with '?' at `query_begin`; the rest keeps its order and spelling.
/// If nothing but them was there, the '?' goes as well.
void remove_tracking(std::string& href, std::size_t query_begin);

}  // namespace winnow::url
