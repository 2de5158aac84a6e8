#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace winnow {

/// Columns that UTF-8 text takes in a terminal, near enough: two for wide characters of East Asia and emoji, none for
/// marks that combine with what stands before them.
std::size_t columns_of(std::string_view text);
/// At most so many columns; a text that is longer ends in an ellipsis.
std::string fitted(std::string_view text, std::size_t columns);
/// The text, which is on one line, folded at blanks; a word longer than a line is cut.
std::vector<std::string> folded(std::string_view text, std::size_t columns);

}  // namespace winnow
