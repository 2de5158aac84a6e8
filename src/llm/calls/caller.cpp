#include "llm/calls/caller.h"

#include <algorithm>

#include "llm/calls/failure.h"
#include "log/log.h"

namespace winnow::llm {
namespace {

using std::chrono::milliseconds;

Error out_of_time(const Deadline& deadline, const std::string& provider) {
    if (deadline.is_stopped()) return {ErrorKind::cancelled, "stopped while " + provider + " was asked"};
    return {ErrorKind::timed_out, "no time left to ask " + provider};
}

/// retry-after-ms before Retry-After, since it is more exact.
std::optional<milliseconds> asked_wait(const http::Response& response, Timestamp now) {
    if (const auto text = response.header("retry-after-ms"))
        if (const auto wait = parse_go_duration(std::string(*text) + "ms")) return wait;
    return http::retry_after(response, now);
}

/// An error of the connection in the terms of ChatModel.
Error translated(Error error, const std::string& provider) {
    switch (error.kind()) {
        case ErrorKind::cancelled:
        case ErrorKind::timed_out:
        case ErrorKind::unavailable:
        case ErrorKind::rate_limited:
        case ErrorKind::malformed: return std::move(error).in(provider);
        case ErrorKind::too_large: return {ErrorKind::malformed, provider + ": the answer is too large"};
        case ErrorKind::blocked:
            return {ErrorKind::invalid_config, provider + ": the endpoint must not be asked: " + error.message()};
        case ErrorKind::not_found: return {ErrorKind::unavailable, provider + ": " + error.message()};
        default: return {ErrorKind::internal, provider + ": " + error.message()};
    }
}

}  // namespace

/// How one attempt ended.
struct Caller::Attempt {
    std::optional<Error> error;
    bool may_retry = false;
    std::optional<milliseconds> asked_wait;
};

Caller::Caller(CallerOptions options, http::Client& client, const Clock& clock)
    : options_(std::move(options)), client_(client), clock_(clock), pacer_(clock) {
    options_.retry = http::with_defaults(std::move(options_.retry));
}

std::optional<Error> Caller::ended() const {
    const std::scoped_lock lock(mutex_);
    return ended_;
}

Result<void> Caller::enter(const Deadline& deadline) {
    std::unique_lock lock(mutex_);
    const auto may_go_on = [this] { return ended_ || inside_ < options_.concurrency; };
    if (!left_.wait_for(lock, deadline.stop(), deadline.remaining(), may_go_on))
        return fail(out_of_time(deadline, options_.provider));
    if (ended_) return fail(*ended_);
    ++inside_;
    return {};
}

void Caller::end(const Error& error) {
    {
        const std::scoped_lock lock(mutex_);
        if (ended_) return;
        ended_ = error;
    }
    left_.notify_all();
    log::warn("provider left alone for the rest of the run", {{"provider", options_.provider}, {"error", error}});
}

void Caller::leave() {
    {
        const std::scoped_lock lock(mutex_);
        --inside_;
    }
    left_.notify_one();
}

Result<void> Caller::wait(milliseconds duration, const Error& why, const Deadline& deadline) {
    if (duration >= deadline.remaining()) return fail(Error(why).retry_in(duration));
    options_.retry.sleep(duration, deadline);
    if (deadline.has_passed()) return fail(out_of_time(deadline, options_.provider));
    return {};
}

Result<void> Caller::wait_for_turn(const Call& call, const Deadline& deadline) {
    const Error why(ErrorKind::rate_limited, options_.provider + " allows no further request yet");
    for (;;) {
        if (deadline.has_passed()) return fail(out_of_time(deadline, options_.provider));
        const auto pause = pacer_.admit(call.tokens);
        if (pause <= milliseconds{0}) return {};
        log::debug("waiting for a provider's limit", {{"provider", options_.provider}, {"delay", pause}});
        TRY_OK(wait(pause, why, deadline));
    }
}

Caller::Attempt Caller::judge(const Call& call, const http::Response& response) {
    if (response.status >= 200 && response.status < 300) {
        auto read = call.read(response);
        if (read) return {};
        const bool passing = is_transient(read.error().kind());
        auto error = std::move(read).error().in(options_.provider);
        if (error.kind() == ErrorKind::quota_exhausted) end(error);
        return {.error = std::move(error), .may_retry = passing};
    }
    auto failure = failure_of(options_.provider, response, {.input = call.input, .key = options_.key});
    if (failure.ends_provider) end(failure.error);
    return {.error = std::move(failure.error),
            .may_retry = failure.may_retry,
            .asked_wait = asked_wait(response, clock_.now())};
}

Caller::Attempt Caller::attempt(const Call& call, const Deadline& deadline) {
    auto request = call.request;
    if (auto authorised = call.authorise(request); !authorised) return {.error = std::move(authorised).error()};
    auto response = client_.send(request, deadline);
    if (!response) {
        const bool passing = is_transient(response.error().kind());
        const auto asked = response.error().retry_after();
        return {.error = translated(std::move(response).error(), options_.provider),
                .may_retry = passing,
                .asked_wait = asked};
    }
    pacer_.heed(*response);
    return judge(call, *response);
}

Result<void> Caller::perform(const Call& call, const Deadline& deadline) {
    for (std::size_t number = 0;; ++number) {
        if (auto error = ended()) return fail(std::move(*error));
        TRY_OK(enter(deadline));
        auto turn = wait_for_turn(call, deadline);
        auto result = turn ? attempt(call, deadline) : Attempt{.error = std::move(turn).error()};
        leave();
        if (!result.error) return {};
        auto& error = *result.error;
        if (result.asked_wait && error.kind() != ErrorKind::quota_exhausted)
            error = std::move(error).retry_in(*result.asked_wait);
        if (!result.may_retry || number >= options_.retry.retries) return fail(std::move(error));
        if (result.asked_wait && *result.asked_wait > options_.retry.longest_retry_after) return fail(std::move(error));
        // Everybody heeds what one was told.
        if (result.asked_wait && error.kind() == ErrorKind::rate_limited) pacer_.rest(*result.asked_wait);
        const auto delay = std::max(result.asked_wait.value_or(milliseconds{0}), backoff(options_.retry, number));
        log::debug("asking a provider again",
                   {{"provider", options_.provider}, {"delay", delay}, {"attempt", number + 1}});
        TRY_OK(wait(delay, error, deadline));
    }
}

}  // namespace winnow::llm
