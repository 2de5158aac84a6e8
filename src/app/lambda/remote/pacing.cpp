#include "app/lambda/remote/pacing.h"

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>

#include "log/log.h"
#include "store/redis_limits.h"

namespace winnow::lambda {
namespace {

using std::chrono::milliseconds;
using Moment = std::chrono::steady_clock::time_point;

/// Returns early when the deadline passes or is stopped.
void wait(milliseconds duration, const Deadline& deadline) {
    std::mutex mutex;
    std::condition_variable_any condition;
    std::unique_lock lock(mutex);
    condition.wait_for(lock, deadline.stop(), std::min(duration, deadline.remaining()), [] { return false; });
}

class PacedFetcher final : public Fetcher {
public:
    PacedFetcher(std::unique_ptr<Fetcher> inner, RedisAccess redis)
        : inner_(std::move(inner)), redis_(std::move(redis)) {}

    Result<Fetched> fetch(const Url& url, const std::optional<Validators>& validators,
                          const Deadline& deadline) override {
        const auto delay = inner_->delay_for(url);
        TRY(const auto turn, turn_at(url.origin(), delay, deadline.remaining() / 2));
        wait(turn, deadline);
        return inner_->fetch(url, validators, deadline);
    }
    milliseconds delay_for(const Url& url) override { return inner_->delay_for(url); }

private:
    Result<milliseconds> turn_at(const std::string& origin, milliseconds delay, milliseconds patience) {
        const std::scoped_lock lock(mutex_);
        if (delay.count() == 0) return milliseconds{0};
        if (redis_) {
            auto turn = shared_turn(origin, delay, patience);
            if (turn || turn.error().kind() == ErrorKind::rate_limited) return turn;
            log::warn("hosts are paced by this process alone", {{"error", turn.error()}});
        }
        return own_turn(origin, delay, patience);
    }

    Result<milliseconds> shared_turn(const std::string& origin, milliseconds delay, milliseconds patience) {
        if (!coordination_) {
            TRY(auto options, redis_());
            TRY(coordination_, make_redis_coordination(std::move(options)));
        }
        return coordination_->take_turn("host:" + origin, {.interval = delay, .burst = 1}, patience);
    }

    Result<milliseconds> own_turn(const std::string& origin, milliseconds delay, milliseconds patience) {
        const auto now = std::chrono::steady_clock::now();
        auto& next = next_[origin];
        const auto turn = std::max(next, now);
        const auto until_then = std::chrono::ceil<milliseconds>(turn - now);
        if (until_then > patience)
            return fail(
                Error(ErrorKind::rate_limited, "the next turn at " + origin + " comes too late").retry_in(until_then));
        next = turn + delay;
        return until_then;
    }

    std::unique_ptr<Fetcher> inner_;
    RedisAccess redis_;
    std::mutex mutex_;
    std::unique_ptr<Coordination> coordination_;
    std::map<std::string, Moment> next_;  // by origin
};

}  // namespace

std::unique_ptr<Fetcher> make_paced_fetcher(std::unique_ptr<Fetcher> inner, RedisAccess redis) {
    return std::make_unique<PacedFetcher>(std::move(inner), std::move(redis));
}

}  // namespace winnow::lambda
