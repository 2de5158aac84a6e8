#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "core/secret.h"
#include "http/client.h"
#include "http/retry.h"
#include "llm/calls/pacer.h"

namespace winnow::llm {

struct CallerOptions {
    std::string provider;  ///< in messages
    Secret key;            ///< must appear in none of them
    std::size_t concurrency = 4;
    http::RetryOptions retry;  ///< `sleep` and `random` may be empty
};

/// One request with what is done to it and to its answer.
struct Call {
    http::Request request;
    std::string_view input;   ///< no message repeats it
    std::int64_t tokens = 0;  ///< about how many it takes
    /// Adds key or signature; called for each attempt.
    std::function<Result<void>(http::Request&)> authorise;
    /// Takes what a 2xx answer says. A passing error of its own (is_transient) is tried again like any other.
    std::function<Result<void>(const http::Response&)> read;
};

/// Sends requests to one provider: as many at a time as it may be asked, not faster than it allows, again after passing
/// failures. The one retry policy of all providers:
/// - Tried again: no connection, timeouts, 408, 409, 424, 425, 429, 5xx, unless x-should-retry says otherwise.
/// - After what retry-after-ms or Retry-After ask, or a random share of a doubling delay, whichever is longer; a
/// request
///   for more than `longest_retry_after` is not waited for, nor one that the deadline does not leave time for: the
///   error then carries `retry_after`.
/// - Never tried again: an empty account. It also ends the provider: every later call fails with the same error.
/// Safe to call from several threads.
class Caller {
public:
    /// `client` and `clock` outlive the caller.
    Caller(CallerOptions options, http::Client& client, const Clock& clock);

    /// Errors: unauthorized, rate_limited, quota_exhausted, too_large, malformed, blocked, timed_out, unavailable,
    /// cancelled, invalid_config.
    Result<void> perform(const Call& call, const Deadline& deadline);

private:
    struct Attempt;
    Result<void> enter(const Deadline& deadline);
    void leave();
    void end(const Error& error);
    Result<void> wait_for_turn(const Call& call, const Deadline& deadline);
    Result<void> wait(std::chrono::milliseconds duration, const Error& why, const Deadline& deadline);
    Attempt attempt(const Call& call, const Deadline& deadline);
    Attempt judge(const Call& call, const http::Response& response);
    std::optional<Error> ended() const;

    CallerOptions options_;
    http::Client& client_;
    const Clock& clock_;
    Pacer pacer_;
    mutable std::mutex mutex_;
    std::condition_variable_any left_;
    std::size_t inside_ = 0;
    std::optional<Error> ended_;
};

}  // namespace winnow::llm
