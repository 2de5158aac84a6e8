#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "core/result.h"

namespace winnow {

/// How often something may happen: `burst` times at once, and once every `interval` in the long run.
struct Rate {
    std::chrono::milliseconds interval{3'000};
    std::size_t burst = 1;
};

/// What processes agree on. Safe to call from several threads. Errors: unavailable, timed_out, unauthorized, storage,
/// conflict, cancelled.
class Coordination {
public:
    virtual ~Coordination() = default;
    /// Takes the next turn at `name` (an API) and says how long to wait for it; the clock is one that all share.
    /// rate_limited, with retry_after and without taking a turn, if that were longer than `patience`.
    virtual Result<std::chrono::milliseconds> take_turn(const std::string& name, const Rate& rate,
                                                        std::chrono::milliseconds patience) = 0;
    /// The token that holds the lock, or nothing if somebody else has it. It ends by itself after `lifetime`.
    virtual Result<std::optional<std::string>> lock(const std::string& name, std::chrono::milliseconds lifetime) = 0;
    /// Prolongs or gives back what the token holds; false if it holds nothing any more.
    virtual Result<bool> prolong(const std::string& name, const std::string& token,
                                 std::chrono::milliseconds lifetime) = 0;
    virtual Result<bool> unlock(const std::string& name, const std::string& token) = 0;
};

}  // namespace winnow
