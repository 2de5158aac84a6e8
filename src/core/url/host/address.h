#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace winnow::url {

/// Whether the last label of an ASCII domain is a number: then the whole must be an IPv4 address or is invalid.
bool ends_in_number(std::string_view domain);

/// An IPv4 address of one to four parts, each decimal, octal ("0…") or hexadecimal ("0x…"), as "a.b.c.d".
std::optional<std::string> ipv4_serialised(std::string_view text);

/// An IPv6 address, given and returned without brackets; compressed as RFC 5952 has it.
std::optional<std::string> ipv6_serialised(std::string_view text);

}  // namespace winnow::url
