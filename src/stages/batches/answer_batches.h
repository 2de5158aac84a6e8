#pragma once

#include <cstdint>
#include <string>

#include "core/result.h"
#include "core/time.h"

namespace winnow {

/// What the money and the tokens of a run may come to; 0 means no limit.
struct Budget {
    double cost_usd = 0;
    std::int64_t tokens = 0;
};

/// Answers of models that are asked for in batches. A judge that needs one which is not there yet ends in an error, but
/// has not failed: its request was put off. settle() sends what was put off and waits for it; then the judge is asked
/// again, and finds the answers that it found before and the new ones. What was sent for a run is known to every
/// process that begins with the run's id, so nothing is paid twice. Safe to call from several threads.
class AnswerBatches {
public:
    virtual ~AnswerBatches() = default;
    /// Takes up what was sent for the run before. Call it before anything is judged. Errors: storage, malformed.
    virtual Result<void> begin(const std::string& run_id) = 0;
    /// Whether the calling thread has put off a request since it last asked.
    virtual bool take_put_off() = 0;

    enum class Settled { answers_came, budget_is_used_up };
    /// Sends what was put off, as far as what was spent and is under way leaves something of the budget, and waits
    /// until all that is under way has ended. Requests that found no place wait for the next call. Errors: cancelled
    /// and timed_out (the batches go on; begin() finds them again), storage, and those of the provider.
    virtual Result<Settled> settle(const Budget& budget, const Deadline& deadline) = 0;
    /// The run is over; what was kept for it may go. Errors: storage.
    virtual Result<void> end() = 0;
};

}  // namespace winnow
