#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace winnow {

/// A point in time as reports and caches know it: UTC, whole seconds.
using Timestamp = std::chrono::sys_seconds;

/// Where the time comes from, so that tests decide what the time is. Safe to call from several threads.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
    virtual std::chrono::steady_clock::time_point steady_now() const = 0;
};

/// The system's clock; lives as long as the program.
const Clock& system_clock();

/// How long an operation may take, and who may call it off. Copies share the stop token.
class Deadline {
public:
    /// No limit of time, nobody to call it off.
    Deadline() = default;
    Deadline(std::chrono::steady_clock::time_point when, std::stop_token stop) : when_(when), stop_(std::move(stop)) {}
    static Deadline after(std::chrono::milliseconds duration, std::stop_token stop = {});

    /// The same stop token, and the earlier of this deadline and `duration` from now.
    Deadline within(std::chrono::milliseconds duration) const;
    bool is_stopped() const { return stop_.stop_requested(); }
    bool has_passed() const { return is_stopped() || std::chrono::steady_clock::now() >= when_; }
    /// What is left, never negative; a day when there is no limit.
    std::chrono::milliseconds remaining() const;
    const std::stop_token& stop() const { return stop_; }

private:
    std::chrono::steady_clock::time_point when_ = std::chrono::steady_clock::time_point::max();
    std::stop_token stop_;
};

/// "2026-11-23T23:58:00Z".
std::string to_rfc3339(Timestamp time);
/// Reads RFC 3339 and the ISO 8601 forms seen on the web (date alone, blank instead of T, offset with or without
/// colon, fractions dropped, no offset means UTC). Nothing for anything else, and for days that do not exist.
std::optional<Timestamp> parse_rfc3339(std::string_view text);
/// Reads the dates of HTTP and mail (RFC 9110 section 5.6.7, RFC 5322 with its obsolete zones).
std::optional<Timestamp> parse_http_date(std::string_view text);

}  // namespace winnow
