#pragma once

#include <string>
#include <string_view>

namespace winnow::url {

/// The publisher's own address out of that of an AMP cache, which carries it within: google.com/amp/…, bing.com/amp/…,
/// *.cdn.ampproject.org/c/… and /v/…. Empty for every other URL. `path` includes the query.
std::string address_in_amp_cache(std::string_view host, std::string_view path);

}  // namespace winnow::url
