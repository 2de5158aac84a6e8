#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace winnow::url {

/// Longer domains with other than ASCII letters are refused: DNS has room for 253 bytes, and Punycode takes quadratic
/// time. The standard knows no limit.
constexpr std::size_t kMaxIdnaBytes = 4096;

/// ToASCII of UTS #46 as the URL Standard calls it: without transitional processing, STD3 rules, and checks of hyphens
/// and lengths; with checks of joiners and directions. For domains that are not pure ASCII. Nothing if invalid.
std::optional<std::string> domain_to_ascii(std::string_view domain);

}  // namespace winnow::url
