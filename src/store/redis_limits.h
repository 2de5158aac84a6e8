#pragma once

#include <memory>

#include "core/result.h"
#include "stages/sharing/coordination.h"
#include "store/redis_options.h"

namespace winnow {

/// What all agree on who use the same Redis.
Result<std::unique_ptr<Coordination>> make_redis_coordination(RedisOptions redis);

}  // namespace winnow
