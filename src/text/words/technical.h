#pragma once

#include <cstddef>
#include <string_view>

namespace winnow::text {

/// Where the word text[begin, end) ends if it is a name with a sign in it, such as "c++", "c#", "node.js" or
/// "asp.net"; otherwise `end`.
std::size_t technical_end(std::string_view text, std::size_t begin, std::size_t end);

/// Whether the full stop at `position` begins ".net" as a word of its own.
bool begins_dotted_name(std::string_view text, std::size_t position);

}  // namespace winnow::text
