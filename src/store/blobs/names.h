#pragma once

#include <string_view>

#include "core/result.h"

namespace winnow::blobs {

/// Whether a name is one that BlobStore promises to take; at most 900 bytes. Error: invalid_argument.
Result<void> check_name(std::string_view name);
/// The same for a prefix, which may be empty or end anywhere in a name.
Result<void> check_prefix(std::string_view prefix);

}  // namespace winnow::blobs
