#pragma once

#include <string>
#include <string_view>

namespace winnow::extract {

/// What the bytes of a page that declares nothing look like: UTF-8 (a character cut off at the end does not count),
/// UTF-16 without its mark, an East Asian encoding, or one of Cyrillic, Greek or Hebrew letters. Empty if nothing of
/// it.
std::string detected_charset(std::string_view bytes);

}  // namespace winnow::extract
