#pragma once

#include <string>
#include <string_view>

namespace winnow::extract {

/// What a character reference ("&amp;", "&#8212;", "&#x2014;") stands for, in UTF-8; the reference itself if it is
/// unknown. Names are those of HTML 4.
std::string decoded_entity(std::string_view reference);
/// The text with every character reference resolved.
std::string decoded_entities(std::string_view text);

}  // namespace winnow::extract
