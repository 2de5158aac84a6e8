#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/url.h"

namespace winnow::rank {

/// What decides an entry's place in the list.
struct Contender {
    double score = 0;
    std::string site;                          ///< see site_of
    std::span<const std::uint32_t> signature;  ///< may be empty
    std::string_view tie;                      ///< decides between equal scores, the smaller first
};

/// Whose pages these are: the host, with the first two segments of the path on hosts that many authors share
/// ("raw.githubusercontent.com/artsy/README", "medium.com/@ann").
std::string site_of(const Url& url);

/// The order of a list that shows various things early: each place goes to the contender whose score, lowered by its
/// resemblance to what stands before it and by the pages of its site before it, is highest. A score is never lowered
/// by more than a quarter, so diversity chooses among pages of like merit and never lifts a page that is clearly
/// worse. Places beyond kDiversePlaces are in order of the score.
/// Source: Carbonell and Goldstein, "The use of MMR" (1998).
std::vector<std::size_t> diverse_order(std::span<const Contender> contenders);

constexpr std::size_t kDiversePlaces = 100;  // nobody reads further, and the work grows with places × contenders

}  // namespace winnow::rank
