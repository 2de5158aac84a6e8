#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>

#include "stages/cache.h"

namespace winnow {

struct FaultToleranceOptions {
    std::size_t failures_to_open = 2;            ///< consecutive failures after which the cache is left alone …
    std::chrono::milliseconds open_for{30'000};  ///< … for so long; then one call probes it
    /// Called once when the trouble begins; again only after it was over. Default: a warning in the log.
    std::function<void(const Error&)> report;
    std::function<std::chrono::steady_clock::time_point()> now = std::chrono::steady_clock::now;
};

/// A cache that slows a run at worst: where `inner` fails, finding finds nothing and saving is done. While it is left
/// alone no call reaches it. Never an error. Safe to call from several threads.
std::unique_ptr<Cache> make_fault_tolerant_cache(std::unique_ptr<Cache> inner, FaultToleranceOptions options = {});

}  // namespace winnow
