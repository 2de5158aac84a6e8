#pragma once
// parallel: one straight-line function per item, run by a pool of threads that paces itself per host.

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "core/time.h"

namespace winnow {

/// How items that go to the same host are spaced.
struct Pace {
    std::size_t concurrency = 1;         ///< at most so many items of one host at a time
    std::chrono::milliseconds delay{0};  ///< from the end of one item to the start of the next
};

struct ParallelOptions {
    std::size_t workers = 4;
    /// How a host is to be treated; asked before each of its items starts and after it ended. Empty: no limits.
    std::function<Pace(const std::string& host)> pace;
};

/// Calls `work(i)` once for every i in [0, hosts.size()), on up to `workers` threads, where hosts[i] names the host of
/// item i ("" means none: never paced). Items whose host must wait are passed over for others that need not, so that a
/// slow host never holds a worker. When `deadline` passes or is stopped, items not yet started are not called.
/// Returns which were called. An exception of `work` is a bug and ends the program.
std::vector<bool> parallel_for(std::vector<std::string> hosts, const ParallelOptions& options, const Deadline& deadline,
                               const std::function<void(std::size_t)>& work);

}  // namespace winnow
