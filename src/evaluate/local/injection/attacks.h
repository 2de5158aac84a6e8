#pragma once

#include <span>
#include <string_view>

namespace winnow::evaluate {

/// Parts that occur in this order with a short gap at most. '|' divides alternatives; the second and third part may be
/// empty. Written as texts are compared: lower case, letters and digits alone, no accents on Latin letters. Each
/// alternative of the first part has at least three bytes.
struct Attack {
    std::string_view first;
    std::string_view second;
    std::string_view third;
};

std::span<const Attack> attacks();

}  // namespace winnow::evaluate
