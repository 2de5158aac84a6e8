#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>

#include "core/time.h"
#include "http/client.h"

namespace winnow::llm {

/// A span as Go writes it, which the reset headers of OpenAI do: "12ms", "6m0s", "1h2m3.5s"; also plain seconds.
/// Nothing for anything else.
std::optional<std::chrono::milliseconds> parse_go_duration(std::string_view text);

/// Remembers what a provider's headers said of its limits, so that requests which it would refuse are not sent. The
/// headers are hints: no wait for them is longer than kLongestHint, and limits of 0 or below mean nothing. Safe to call
/// from several threads.
class Pacer {
public:
    static constexpr std::chrono::seconds kLongestHint{60};

    explicit Pacer(const Clock& clock) : clock_(clock) {}

    /// How long a request of so many tokens should wait; 0: it may go, and is counted as gone.
    std::chrono::milliseconds admit(std::int64_t tokens);
    /// Takes what the headers say: x-ratelimit-* of OpenAI, anthropic-ratelimit-*.
    void heed(const http::Response& response);
    /// Nobody goes before so long from now.
    void rest(std::chrono::milliseconds duration);

private:
    using Moment = std::chrono::steady_clock::time_point;
    struct Allowance {
        std::int64_t limit = 0;
        std::int64_t remaining = 0;
        Moment reset{};
    };
    std::optional<Allowance> read(const http::Response& response, std::string_view what) const;
    std::chrono::milliseconds missing(const std::optional<Allowance>& allowance, std::int64_t needed) const;

    const Clock& clock_;
    std::mutex mutex_;
    std::optional<Allowance> requests_;
    std::optional<Allowance> tokens_;
    Moment resting_until_{};
};

}  // namespace winnow::llm
