#include "parallel/parallel_map.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace winnow {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

/// Hands out items. Hosts that may start now stand in `ready_` in the order of their next item; the others wait in
/// `resting_` for their delay, or nowhere at all while their concurrency is used up. Of the workers that find nothing
/// to do one is on watch; the others sleep until it leaves: woken all together, hundreds of them would cost more than
/// the work.
class Schedule {
public:
    Schedule(const std::vector<std::string>& hosts, const ParallelOptions& options) : options_(options) {
        for (std::size_t i = 0; i < hosts.size(); ++i) {
            auto& lane = lane_of(hosts[i], i);
            if (lane.waiting.empty()) ready_.push_back(&lane);
            lane.waiting.push_back(i);
        }
        left_ = hosts.size();
    }

    struct Lane {
        std::string host;
        std::deque<std::size_t> waiting;
        std::size_t running = 0;
        SteadyTime not_before{};
        Pace pace;
    };

    /// Waits for an item that may start. Nothing when all are handed out or the deadline has passed.
    Lane* next(std::size_t& item, const Deadline& deadline) {
        std::unique_lock lock(mutex_);
        while (left_ > 0 && !deadline.has_passed()) {
            wake_rested();
            if (Lane* lane = take(item)) {
                if (!is_watched_) idle_.notify_one();
                return lane;
            }
            if (is_watched_) {
                idle_.wait(lock);
                continue;
            }
            auto until =
                std::chrono::steady_clock::now() + std::min(deadline.remaining(), std::chrono::milliseconds{200});
            for (const auto* lane : resting_) until = std::min(until, lane->not_before);
            is_watched_ = true;
            changed_.wait_until(lock, until);
            is_watched_ = false;
        }
        idle_.notify_all();
        return nullptr;
    }

    void finished(Lane* lane) {
        const std::scoped_lock lock(mutex_);
        --lane->running;
        // What the item learned of its host (a Crawl-delay) counts for the very next one.
        if (!lane->host.empty() && options_.pace) lane->pace = options_.pace(lane->host);
        lane->not_before = std::chrono::steady_clock::now() + lane->pace.delay;
        park(lane);
        (is_watched_ ? changed_ : idle_).notify_one();
    }

private:
    Lane& lane_of(const std::string& host, std::size_t item) {
        const auto key = host.empty() ? "#" + std::to_string(item) : host;
        auto& lane = lanes_[key];
        lane.host = host;
        return lane;
    }

    void wake_rested() {
        const auto now = std::chrono::steady_clock::now();
        std::erase_if(resting_, [&](Lane* lane) {
            if (lane->not_before > now) return false;
            ready_.push_back(lane);
            return true;
        });
    }

    Lane* take(std::size_t& item) {
        if (ready_.empty()) return nullptr;
        Lane* lane = ready_.front();
        ready_.pop_front();
        item = lane->waiting.front();
        lane->waiting.pop_front();
        --left_;
        ++lane->running;
        if (!lane->host.empty() && options_.pace) lane->pace = options_.pace(lane->host);
        if (lane->pace.delay == std::chrono::milliseconds{0}) park(lane);
        return lane;
    }

    /// Puts a lane with items left where it belongs, unless it already stands there or is at its limit.
    void park(Lane* lane) {
        if (lane->waiting.empty() || lane->running >= std::max<std::size_t>(lane->pace.concurrency, 1)) return;
        if (std::ranges::find(ready_, lane) != ready_.end() || std::ranges::find(resting_, lane) != resting_.end())
            return;
        if (lane->not_before <= std::chrono::steady_clock::now())
            ready_.push_back(lane);
        else
            resting_.push_back(lane);
    }

    const ParallelOptions& options_;
    std::mutex mutex_;
    std::condition_variable changed_;  // for the worker on watch
    std::condition_variable idle_;     // for the others
    bool is_watched_ = false;
    std::unordered_map<std::string, Lane> lanes_;
    std::deque<Lane*> ready_;
    std::vector<Lane*> resting_;
    std::size_t left_ = 0;
};

}  // namespace

std::vector<bool> parallel_for(std::vector<std::string> hosts, const ParallelOptions& options, const Deadline& deadline,
                               const std::function<void(std::size_t)>& work) {
    Schedule schedule(hosts, options);
    std::vector<char> called(hosts.size(), 0);  // not vector<bool>: threads write neighbours
    hosts = {};                                 // the lanes have what is needed of it
    {
        std::vector<std::jthread> workers;
        const auto count = std::min(std::max<std::size_t>(options.workers, 1), called.size());
        workers.reserve(count);
        for (std::size_t n = 0; n < count; ++n)
            workers.emplace_back([&] {
                std::size_t item = 0;
                while (auto* lane = schedule.next(item, deadline)) {
                    called[item] = 1;
                    work(item);
                    schedule.finished(lane);
                }
            });
    }
    return {called.begin(), called.end()};
}

}  // namespace winnow
