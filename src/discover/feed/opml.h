#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace winnow::feeds {

constexpr std::size_t kMaxOpmlBytes = 16u << 20;
constexpr std::size_t kMaxOutlines = 5'000;  // feeds of one list; nobody reads more

/// A feed in a list of subscriptions.
struct Subscription {
    std::string title;
    std::string url;  ///< as written
};

/// The feeds of an OPML document (1.0, 1.1, 2.0), whatever folders they lie in, in its order. Error: malformed (no
/// OPML).
Result<std::vector<Subscription>> parse_opml(std::string_view bytes);

}  // namespace winnow::feeds
