#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

#include "http/client.h"

namespace winnow::http {

struct RetryOptions {
    std::size_t retries = 2;                     ///< besides the first attempt
    std::chrono::milliseconds first_delay{500};  ///< doubled for each retry, then a random share of it
    std::chrono::milliseconds longest_delay{8'000};
    std::chrono::milliseconds longest_retry_after{120'000};  ///< a server that asks for more is not waited for
    std::size_t failures_to_open = 8;            ///< consecutive failures of an origin after which it is left alone …
    std::chrono::milliseconds open_for{60'000};  ///< … for so long; then one request probes it
    bool repeat_post = false;                    ///< POST, too: for APIs whose calls change nothing (models)
    /// Waits, or returns early when the deadline passes. Tests replace it.
    std::function<void(std::chrono::milliseconds, const Deadline&)> sleep;
    /// A number in [0, 1). Tests replace it.
    std::function<double()> random;
    std::function<std::chrono::steady_clock::time_point()> now = std::chrono::steady_clock::now;
    /// Whether asking again is no use although the status says so: a quota that is used up. None by default.
    std::function<bool(const Response&)> is_final = [](const Response&) { return false; };
};

/// Tries again what failed for a passing reason (connection, timeout, 408, 425, 429, 500, 502, 503, 504), with
/// full-jitter exponential backoff or after what Retry-After asks; only methods that may be repeated (GET, HEAD, PUT,
/// DELETE, OPTIONS; POST if the options say so). An origin that keeps failing is left alone for a while (circuit
/// breaker). `inner` outlives the client. The last response is returned as it is, whatever its status; a Retry-After
/// that is too long makes an Error rate_limited or unavailable with `retry_after`. Safe to call from several threads.
std::unique_ptr<Client> make_retrying_client(Client& inner, RetryOptions options);

/// How long the response asks to wait: Retry-After as seconds or as a date (RFC 9110), measured from `now`.
std::optional<std::chrono::milliseconds> retry_after(const Response& response, Timestamp now);

}  // namespace winnow::http
