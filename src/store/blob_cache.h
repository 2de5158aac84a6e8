#pragma once

#include <memory>
#include <string>

#include "stages/blob_store.h"
#include "stages/cache.h"

namespace winnow {

/// A cache of blobs under `prefix` of a store, which outlives it: for a system without Redis. Records are compressed.
/// What is old goes by the bucket's lifecycle rule. Two processes that move the freshness of one page at a time: the
/// last one wins.
std::unique_ptr<Cache> make_blob_cache(BlobStore& blobs, std::string prefix = "cache/");

}  // namespace winnow
