#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stages/search_index.h"

namespace winnow {

/// Best first, equal scores by URL, and no more than were asked for.
void in_order(std::vector<SearchHit>& hits, const SearchRequest& request);

/// The closest to the signature first, equal ones by URL, at most `limit`.
void closest_first(std::vector<IndexedDocument>& documents, std::span<const std::uint32_t> signature,
                   std::size_t limit);

/// What every index refuses, whatever holds it: vectors that are not as many as the passages, or that are not of the
/// index's dimension. Errors: invalid_argument, invalid_config.
Result<void> check_vectors(const IndexedDocument& document, std::size_t dimensions);

/// The index was made with another model. Error: invalid_config, naming both and the remedy.
Error other_model(const std::string& of_index, std::size_t its_dimensions, const std::string& wanted,
                  std::size_t wanted_dimensions);

}  // namespace winnow
