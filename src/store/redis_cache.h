#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "core/result.h"
#include "stages/cache.h"
#include "store/redis_options.h"

namespace winnow {

struct RedisCacheOptions {
    std::chrono::seconds page_lifetime{std::chrono::days{30}};
    std::chrono::seconds assessment_lifetime{std::chrono::days{90}};
};

/// Pages and assessments in Redis, compressed, each under one key with a time to live. Reads go to the reader endpoint
/// if there is one, and may then miss what was written a moment ago. Connects at the first call.
/// Errors of calls: unavailable, timed_out, unauthorized (wrong password, missing right), storage (memory full,
/// read-only), malformed. Wrap it in make_fault_tolerant_cache where its failure must not fail a run.
Result<std::unique_ptr<Cache>> make_redis_cache(RedisOptions redis, RedisCacheOptions options = {});

}  // namespace winnow
