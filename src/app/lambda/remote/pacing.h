#pragma once

#include <memory>

#include "app/lambda/remote/cache.h"
#include "stages/fetcher.h"

namespace winnow::lambda {

/// Waits before each request to a host as long as `inner` wants between two of them: with Redis over all processes,
/// without it over the requests of this one. While Redis is away, the latter. Errors: those of `inner`; rate_limited
/// (the turn would come too late for the deadline).
std::unique_ptr<Fetcher> make_paced_fetcher(std::unique_ptr<Fetcher> inner, RedisAccess redis);

}  // namespace winnow::lambda
