#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace winnow::url {

/// The code points as Punycode (RFC 3492), without the prefix "xn--"; nothing if they overflow its arithmetic.
/// Quadratic in the length: the caller bounds it.
std::optional<std::string> punycode_encoded(std::u32string_view label);

/// The reverse; nothing if it is not Punycode. Quadratic in the length as well.
std::optional<std::u32string> punycode_decoded(std::string_view text);

}  // namespace winnow::url
