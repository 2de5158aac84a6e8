#include "discover/ask/pacer.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "discover/ask/answer.h"
#include "log/log.h"

namespace winnow {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLongestTurn{300'000};  // of a process that is killed in it
constexpr milliseconds kLookAgain{100};        // whether others have ended theirs

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

Result<void> Pacer::take_turn(const Clock& clock, const Deadline& deadline, const std::function<void()>& request,
                              const SharedPace& shared) {
    TRY_OK(wait_for_turn(deadline));
    auto result = call_in_turn(clock, deadline, request, shared);
    give_turn_back();
    return result;
}

/// The token of the turn; nothing while there is nobody to ask.
Result<std::optional<std::string>> Pacer::wait_for_others(const Deadline& deadline, const SharedPace& shared) {
    while (shared.among != nullptr) {
        auto token = shared.among->lock(shared.name, std::min(deadline.remaining(), kLongestTurn));
        if (!token) {
            log::warn("the pace is kept by this process alone", {{"name", shared.name}, {"error", token.error()}});
            break;
        }
        if (*token) return token;
        wait_(kLookAgain, deadline);
        TRY_OK(check_deadline(deadline));
    }
    return std::optional<std::string>();
}

Result<void> Pacer::call_in_turn(const Clock& clock, const Deadline& deadline, const std::function<void()>& request,
                                 const SharedPace& shared) {
    TRY(const auto token, wait_for_others(deadline, shared));
    auto result = pause_and_call(clock, deadline, request);
    if (!token) return result;
    // The turn ends by itself when the pause is over: the next one finds it free then, whichever process it is in.
    const auto ended = result ? shared.among->prolong(shared.name, *token, std::max(pause_, rest_))
                              : shared.among->unlock(shared.name, *token);
    if (!ended) log::warn("a shared turn was not given back", {{"name", shared.name}, {"error", ended.error()}});
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
