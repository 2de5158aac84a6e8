#pragma once

#include <string>
#include <string_view>

namespace winnow::url {

/// Appends the host in its serialised form: a domain in lower-case ASCII, an IPv4 address in four decimal parts, an
/// IPv6 address in brackets. False, with `href` in any state, if it is not valid. Precondition: not empty.
/// Source: WHATWG URL Standard, "host parser", for special schemes.
bool append_host(std::string_view text, std::string& href);

}  // namespace winnow::url
