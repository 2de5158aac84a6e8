#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "core/result.h"
#include "core/time.h"
#include "stages/sharing/coordination.h"

namespace winnow {

/// A pace that is kept together with other processes: they take turns at `name`.
struct SharedPace {
    Coordination* among = nullptr;  ///< none: this process alone
    std::string name;
};

/// Lets one request through at a time, with a pause between the end of one and the begin of the next: for servers that
/// ask for that over everything which a client does. Safe to call from several threads.
class Pacer {
public:
    /// Waits, or returns early when the deadline passes or is stopped.
    using Wait = std::function<void(std::chrono::milliseconds, const Deadline&)>;

    explicit Pacer(std::chrono::milliseconds pause, Wait wait = {});

    /// Makes the next turn come no earlier than in `duration` from the end of the one that calls this, from within it.
    void rest(std::chrono::milliseconds duration) { rest_ = duration; }

    /// Calls `request` when it is its turn, and nobody's among those who share the pace. While what they agree on
    /// cannot be reached, this process keeps the pace alone. Errors: timed_out (at once when the turn would come after
    /// the deadline), cancelled.
    Result<void> take_turn(const Clock& clock, const Deadline& deadline, const std::function<void()>& request,
                           const SharedPace& shared = {});

    /// The pacer that all in this process share who ask `host` with that pause.
    static Pacer& of(const std::string& host, std::chrono::milliseconds pause);

private:
    Result<void> wait_for_turn(const Deadline& deadline);
    void give_turn_back();
    Result<void> pause_and_call(const Clock& clock, const Deadline& deadline, const std::function<void()>& request);
    Result<std::optional<std::string>> wait_for_others(const Deadline& deadline, const SharedPace& shared);
    Result<void> call_in_turn(const Clock& clock, const Deadline& deadline, const std::function<void()>& request,
                              const SharedPace& shared);

    std::mutex mutex_;
    std::condition_variable_any free_;
    bool taken_ = false;  // by one caller at a time, who alone touches what follows
    std::chrono::milliseconds pause_;
    Wait wait_;
    std::chrono::milliseconds rest_{0};
    bool used_ = false;
    std::chrono::steady_clock::time_point last_{};
};

}  // namespace winnow
