#pragma once

#include <string>
#include <string_view>

namespace winnow {

/// A target ("/path?query") in the one spelling in which patterns and targets are compared (RFC 9309 section 2.2.2):
/// unreserved characters are not percent-encoded, all others but the reserved ones are, digits in upper case; '*' and
/// '$' of a target become %2A and %24, a '%' that begins no escape becomes %25. In the query ':', '/', '?', '@' and
/// brackets mean the same encoded or not.
std::string normalised_target(std::string_view target);
/// The same for the pattern of a rule, where '*' is kept as wildcard and a '$' at the end as anchor.
std::string normalised_pattern(std::string_view pattern);

/// Whether the normalised pattern matches the normalised target from its beginning. Linear time.
bool matches_pattern(std::string_view pattern, std::string_view target);

}  // namespace winnow
