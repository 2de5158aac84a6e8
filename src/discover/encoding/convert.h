#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace winnow::markup {

struct Converted {
    std::string text;        ///< UTF-8
    std::size_t faults = 0;  ///< bytes that mean nothing in the encoding; each is U+FFFD in the text
};

/// The bytes as UTF-8; nothing if the encoding (a name in lower case) is unknown.
std::optional<Converted> convert(std::string_view bytes, const std::string& encoding);

/// The encoding of bytes that nobody named and that are no UTF-8, by what their letters would be: the common East
/// Asian, Cyrillic, Greek, Hebrew and Thai ones. Empty when none of them is likely, which leaves windows-1252.
std::string guessed_encoding(std::string_view bytes);

}  // namespace winnow::markup
