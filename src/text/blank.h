#pragma once

#include <string_view>

namespace winnow::text {

/// Whether a text says nothing: white space of every kind (Unicode's) and control characters alone, or nothing at all.
bool is_blank(std::string_view text);

}  // namespace winnow::text
