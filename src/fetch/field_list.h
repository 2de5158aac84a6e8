#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/document.h"

namespace winnow {

/// The items of a list field (RFC 9110 section 5.6.1) of all lines of that name: divided by commas outside of quoted
/// strings, without blanks around them and without empty ones. They point into `headers`.
std::vector<std::string_view> list_items(const std::vector<HeaderField>& headers, std::string_view name);
std::vector<std::string_view> list_items(std::vector<HeaderField>&& headers, std::string_view name) = delete;

/// "Name = value" as name in lower case and value without quotation marks; the value is empty if there is none.
std::pair<std::string, std::string> split_parameter(std::string_view item);

}  // namespace winnow
