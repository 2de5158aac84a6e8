#pragma once

#include <string>
#include <string_view>

namespace winnow::mime {

/// Text as quoted-printable (RFC 2045 section 6.7): lines end in CRLF and hold at most 76 bytes, none begins with a
/// dot or "From ", which some programs on the way change.
std::string quoted_printable(std::string_view text);
/// Foreign text for a message: one line, cut short.
std::string shortened_for_message(std::string_view text);

}  // namespace winnow::mime
