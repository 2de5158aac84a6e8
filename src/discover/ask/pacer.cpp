#include "discover/ask/pacer.h"

#include <algorithm>
#include <condition_variable>

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

Result<void> Pacer::take_turn(const Clock& clock, const Deadline& deadline, const std::function<void()>& request) {
    constexpr milliseconds kLook{200};  // how soon a request to stop is noticed while another one holds the turn
    std::unique_lock turn(one_at_a_time_, std::defer_lock);
    do {
        TRY_OK(check_deadline(deadline));
    } while (!turn.try_lock_for(std::min(kLook, deadline.remaining())));
    if (used_) {
        const auto since_last = std::chrono::duration_cast<milliseconds>(clock.steady_now() - last_);
        const auto left = pause_ - std::max(since_last, milliseconds{0});
        if (left > milliseconds{0}) {
            if (left >= deadline.remaining()) return fail(ErrorKind::timed_out, "its turn comes after the deadline");
            wait_(left, deadline);
            TRY_OK(check_deadline(deadline));
        }
    }
    used_ = true;
    request();
    last_ = clock.steady_now();
    return {};
}

}  // namespace winnow
