#pragma once

#include <functional>
#include <memory>

#include "app/lambda/environment.h"
#include "aws/context.h"
#include "stages/blob_store.h"
#include "stages/cache.h"
#include "store/redis_options.h"

namespace winnow::lambda {

/// How Redis is reached, with the user and password of its secret, which is asked at the first call and remembered.
using RedisAccess = std::function<Result<RedisOptions>()>;

/// Empty if the environment names no Redis. What `aws` borrows from outlives it. Error: invalid_config.
Result<RedisAccess> redis_access(const Environment& environment, const std::string& ca_file,
                                 const std::function<Result<aws::Context>()>& aws);

/// The cache that the environment names, behind one that forgives failures: a cache that is away makes a run slow,
/// never wrong. Nothing is asked before the first call. Nothing for CacheKind::local, which is the store's own.
/// `content` outlives it.
std::unique_ptr<Cache> open_cache(const Environment& environment, BlobStore& content, RedisAccess redis);

}  // namespace winnow::lambda
