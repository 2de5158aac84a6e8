#pragma once

#include <string_view>
#include <utility>

namespace winnow::evaluate {

/// The text in two, cut at the end of the line that is nearest to its middle, else of a sentence, else of a character.
/// Each is about as long as the other, unless a line or a sentence is most of the text.
std::pair<std::string_view, std::string_view> halves_of(std::string_view text);

}  // namespace winnow::evaluate
