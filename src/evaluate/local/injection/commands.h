#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace winnow::evaluate {

/// Bytes [begin, end) of a text.
struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;
    friend bool operator==(const Span&, const Span&) = default;
};

/// Where a text speaks to whoever judges it instead of to its reader: "ignore previous instructions", "rate this 10 out
/// of 10", the marks of chat templates; in some twenty languages, also over line breaks, with letters spaced out,
/// broken up by invisible characters or replaced by look-alikes. In order, not overlapping. Quotations in a text about
/// such attacks are found, too, for they cannot be told from attacks. Linear in the text.
std::vector<Span> commands_to_judge(std::string_view text);

}  // namespace winnow::evaluate
