#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/document.h"

namespace winnow {

/// A vector in a byte a component, scaled so that the largest is 127: what is left is its direction. Zeros stay zeros.
/// Quantising what was restored gives the same bytes again.
std::vector<std::int8_t> quantised(std::span<const float> vector);
/// A vector of unit length, or of zeros.
Vector restored(std::span<const std::int8_t> components);

/// Rows are padded with zeros to a multiple of so many components.
constexpr std::size_t kRowAlignment = 32;

/// sums[r] = question · rows[r * width … (r + 1) * width), for `count` rows. `width` is a multiple of kRowAlignment and
/// at most 2^16, so that no sum overflows.
using DotRows = void (*)(const std::int8_t* question, const std::int8_t* rows, std::size_t count, std::size_t width,
                         std::int32_t* sums);

/// Any processor.
void dot_rows_portable(const std::int8_t* question, const std::int8_t* rows, std::size_t count, std::size_t width,
                       std::int32_t* sums);
/// The fastest that this processor has.
DotRows fastest_dot_rows();

}  // namespace winnow
