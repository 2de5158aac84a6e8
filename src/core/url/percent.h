#pragma once

#include <string>
#include <string_view>

namespace winnow::url {

/// Which bytes a part of a URL escapes (WHATWG URL Standard, "percent-encode sets").
enum class EncodeSet : unsigned char { path = 1, query = 2 };

/// Appends the text with the bytes of the set escaped; what is not UTF-8 becomes U+FFFD first.
void append_encoded(std::string_view text, EncodeSet set, std::string& target);

/// The bytes that the escapes stand for; a '%' without two hexadecimal digits stays.
std::string percent_decoded(std::string_view text);

}  // namespace winnow::url
