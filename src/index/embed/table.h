#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "index/wordpiece/wordpiece.h"

namespace winnow::embed {

/// The token vectors of the static embedder, as tools/distill writes them, little-endian:
///   "winnow\0\1", number of rows (u32), components of each (u32), 48 bytes of 0;
///   a multiplier a row (u16), filled up with 0 to a multiple of 64 bytes;
///   the rows, a signed byte a component.
/// A token counts with its multiplier times its row: the multiplier holds its weight and the scale of its bytes. Sums
/// of whole numbers, so that a text has the same vector on every processor.
class TokenTable {
public:
    /// The table that is built into the program.
    static const TokenTable& instance();

    std::size_t dimensions() const { return dimensions_; }
    /// Adds the vectors of the tokens to `sums`. Precondition: at most kMostTokensAtOnce tokens, sums of dimensions()
    /// zeros; multipliers are below 2^12, so that no sum overflows.
    void add(std::span<const wordpiece::Token> tokens, std::span<std::int32_t> sums) const;
    static constexpr std::size_t kMostTokensAtOnce = 4'096;

private:
    explicit TokenTable(std::string_view bytes);
    std::size_t dimensions_ = 0;
    const std::uint16_t* multipliers_ = nullptr;
    const std::int8_t* rows_ = nullptr;
};

}  // namespace winnow::embed
