#pragma once

#include <functional>
#include <memory>

#include "app/lambda/environment.h"
#include "aws/context.h"
#include "stages/blob_store.h"
#include "stages/cache.h"

namespace winnow::lambda {

/// The cache that the environment names, behind one that forgives failures: a cache that is away makes a run slow,
/// never wrong. Nothing is asked before the first call, the secret with Redis' user and password included. Nothing for
/// CacheKind::local, which is the store's own. `content` and what `aws` borrows from outlive it. Error: invalid_config.
Result<std::unique_ptr<Cache>> open_cache(const Environment& environment, const std::string& ca_file,
                                          BlobStore& content, const std::function<Result<aws::Context>()>& aws);

}  // namespace winnow::lambda
