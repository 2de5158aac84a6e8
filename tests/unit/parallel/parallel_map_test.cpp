#include "parallel/parallel_map.h"

#include <atomic>
#include <map>
#include <mutex>
#include <thread>

#include <gtest/gtest.h>

namespace winnow {
namespace {

using std::chrono::milliseconds;

TEST(ParallelFor, CallsEveryItemOnce) {
    std::vector<std::atomic<int>> calls(1000);
    std::vector<std::string> hosts(calls.size());
    for (std::size_t i = 0; i < hosts.size(); ++i) hosts[i] = i % 3 == 0 ? "" : "host" + std::to_string(i % 7);
    const auto called =
        parallel_for(hosts, {.workers = 8, .pace = [](const auto&) { return Pace{2, milliseconds{0}}; }}, {},
                     [&](std::size_t i) { ++calls[i]; });
    for (std::size_t i = 0; i < calls.size(); ++i) {
        EXPECT_EQ(calls[i], 1) << i;
        EXPECT_TRUE(called[i]);
    }
}

TEST(ParallelFor, KeepsAHostWithinItsConcurrency) {
    std::mutex mutex;
    std::map<std::string, int> running, most;
    std::vector<std::string> hosts;
    for (int i = 0; i < 120; ++i) hosts.push_back(i % 2 == 0 ? "a" : "b");
    parallel_for(hosts,
                 {.workers = 8, .pace = [](const auto& host) { return Pace{host == "a" ? 1u : 3u, milliseconds{0}}; }},
                 {}, [&](std::size_t i) {
                     {
                         const std::scoped_lock lock(mutex);
                         most[hosts[i]] = std::max(most[hosts[i]], ++running[hosts[i]]);
                     }
                     std::this_thread::yield();
                     const std::scoped_lock lock(mutex);
                     --running[hosts[i]];
                 });
    EXPECT_EQ(most["a"], 1);
    EXPECT_LE(most["b"], 3);
}

TEST(ParallelFor, PassesOverAHostThatMustRest) {
    std::mutex mutex;
    std::vector<std::string> order;
    const std::vector<std::string> hosts{"slow", "slow", "quick", "quick", "quick"};
    parallel_for(
        hosts, {.workers = 1, .pace = [](const auto& host) { return Pace{1, milliseconds{host == "slow" ? 30 : 0}}; }},
        {}, [&](std::size_t i) {
            const std::scoped_lock lock(mutex);
            order.push_back(hosts[i]);
        });
    EXPECT_EQ(order, (std::vector<std::string>{"slow", "quick", "quick", "quick", "slow"}));
}

TEST(ParallelFor, KeepsAPaceThatWasLearnedFromTheFirstItem) {
    std::atomic<bool> is_known = false;
    std::mutex mutex;
    std::vector<std::string> order;
    const auto pace = [&](const auto& host) { return Pace{1, milliseconds{host == "slow" && is_known ? 30 : 0}}; };
    parallel_for({"slow", "slow", "quick", "quick", "quick"}, {.workers = 1, .pace = pace}, {}, [&](std::size_t i) {
        const std::scoped_lock lock(mutex);
        is_known = true;
        order.push_back(i < 2 ? "slow" : "quick");
    });
    EXPECT_EQ(order, (std::vector<std::string>{"slow", "quick", "quick", "quick", "slow"}));
}

TEST(ParallelFor, StartsNothingMoreWhenStopped) {
    std::stop_source stop;
    std::atomic<int> calls = 0;
    const auto called = parallel_for(std::vector<std::string>(100), {.workers = 2, .pace = {}},
                                     Deadline::after(std::chrono::hours{1}, stop.get_token()), [&](std::size_t) {
                                         if (++calls == 3) stop.request_stop();
                                     });
    EXPECT_LE(calls, 4);
    EXPECT_EQ(std::count(called.begin(), called.end(), true), calls);
}

TEST(ParallelFor, ReturnsAtOnceWithoutItems) {
    EXPECT_TRUE(parallel_for({}, {}, {}, [](std::size_t) { FAIL(); }).empty());
}

}  // namespace
}  // namespace winnow
