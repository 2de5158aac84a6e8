#include "discover/ask/pacer.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "discover/ask/answer.h"

namespace winnow {
namespace {

using std::chrono::milliseconds;

void wait_for(milliseconds duration, const Deadline& deadline) {
    std::mutex mutex;
    std::condition_variable_any nothing;
    std::unique_lock lock(mutex);
    nothing.wait_for(lock, deadline.stop(), std::min(duration, deadline.remaining()), [] { return false; });
}

}  // namespace

Pacer::Pacer(milliseconds pause, Wait wait) : pause_(pause), wait_(wait ? std::move(wait) : wait_for) {}

Result<void> Pacer::wait_for_turn(const Deadline& deadline) {
    TRY_OK(check_deadline(deadline));
    std::unique_lock lock(mutex_);
    const bool is_free = free_.wait_for(lock, deadline.stop(), deadline.remaining(), [this] { return !taken_; });
    if (!is_free) {
        TRY_OK(check_deadline(deadline));
        return fail(ErrorKind::timed_out, "its turn comes after the deadline");
    }
    taken_ = true;
    return {};
}

Pacer& Pacer::of(const std::string& host, milliseconds pause) {
    static std::mutex mutex;
    static std::map<std::pair<std::string, milliseconds>, std::unique_ptr<Pacer>> pacers;  // as many as sources
    const std::scoped_lock lock(mutex);
    auto& pacer = pacers[{host, pause}];
    if (!pacer) pacer = std::make_unique<Pacer>(pause);
    return *pacer;
}

void Pacer::give_turn_back() {
    const std::scoped_lock lock(mutex_);
    taken_ = false;
    free_.notify_one();
}

Result<void> Pacer::take_turn(const Clock& clock, const Deadline& deadline, const std::function<void()>& request) {
    TRY_OK(wait_for_turn(deadline));
    auto result = pause_and_call(clock, deadline, request);
    give_turn_back();
    return result;
}

Result<void> Pacer::pause_and_call(const Clock& clock, const Deadline& deadline, const std::function<void()>& request) {
    if (used_) {
        const auto since_last = std::chrono::duration_cast<milliseconds>(clock.steady_now() - last_);
        const auto left = std::max(pause_, rest_) - std::max(since_last, milliseconds{0});
        if (left > milliseconds{0}) {
            if (left >= deadline.remaining()) return fail(ErrorKind::timed_out, "its turn comes after the deadline");
            wait_(left, deadline);
            TRY_OK(check_deadline(deadline));
        }
    }
    used_ = true;
    rest_ = milliseconds{0};
    request();
    last_ = clock.steady_now();
    return {};
}

}  // namespace winnow
