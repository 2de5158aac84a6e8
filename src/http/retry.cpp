#include "http/retry.h"

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <mutex>
#include <random>
#include <unordered_map>

#include "log/log.h"

namespace winnow::http {
namespace {

using std::chrono::milliseconds;

void sleep_until_done(milliseconds duration, const Deadline& deadline) {
    std::mutex mutex;
    std::condition_variable_any woken;
    std::unique_lock lock(mutex);
    woken.wait_for(lock, deadline.stop(), std::min(duration, deadline.remaining()), [] { return false; });
}

double random_share() {
    thread_local std::minstd_rand engine(std::random_device{}());
    return std::uniform_real_distribution<double>(0, 1)(engine);
}

bool may_repeat(const std::string& method) {
    return method == "GET" || method == "HEAD" || method == "PUT" || method == "DELETE" || method == "OPTIONS";
}

bool is_passing(int status) {
    return status == 408 || status == 425 || status == 429 || status == 500 || status == 502 || status == 503 ||
           status == 504;
}

/// Counts consecutive failures of each origin.
class Breaker {
public:
    explicit Breaker(const RetryOptions& options) : options_(options) {}

    /// Whether the origin may be asked now; when it has rested, one caller is let through.
    bool admits(const std::string& origin) {
        const std::scoped_lock lock(mutex_);
        const auto found = states_.find(origin);
        if (found == states_.end() || found->second.failures < options_.failures_to_open) return true;
        auto& state = found->second;
        const auto now = options_.now();
        if (now < state.closed_until) return false;
        state.closed_until = now + options_.open_for;
        return true;
    }
    void report(const std::string& origin, bool ok) {
        const std::scoped_lock lock(mutex_);
        if (ok) {
            states_.erase(origin);  // most origins never fail: only the others cost memory
            return;
        }
        auto& state = states_[origin];
        if (++state.failures == options_.failures_to_open) {
            state.closed_until = options_.now() + options_.open_for;
            log::warn("host left alone for a while", {{"origin", origin}, {"failures", state.failures}});
        }
    }

private:
    struct State {
        std::size_t failures = 0;
        std::chrono::steady_clock::time_point closed_until{};
    };
    const RetryOptions& options_;
    std::mutex mutex_;
    std::unordered_map<std::string, State> states_;
};

class RetryingClient final : public Client {
public:
    RetryingClient(Client& inner, RetryOptions options)
        : inner_(inner), options_(std::move(options)), breaker_(options_) {}

    Result<Response> send(const Request& request, const Deadline& deadline) override {
        const auto origin = request.url.origin();
        if (!breaker_.admits(origin))
            return fail(Error(ErrorKind::unavailable, origin + " failed again and again and is left alone for a while")
                            .retry_in(options_.open_for));
        for (std::size_t attempt = 0;; ++attempt) {
            auto result = inner_.send(request, deadline);
            const bool passing = result ? is_passing(result->status) && !options_.is_final(*result)
                                        : is_transient(result.error().kind());
            const bool host_down = result ? result->status >= 500 : passing;
            if (result || passing) breaker_.report(origin, !host_down);
            if (!passing || !(options_.repeat_post || may_repeat(request.method))) return result;
            const auto asked = result ? retry_after(*result, system_clock().now()) : result.error().retry_after();
            if (asked && *asked > options_.longest_retry_after) {
                if (!result) return result;
                return fail(too_long(origin, *result, *asked));
            }
            if (attempt >= options_.retries) return result;
            const auto delay = std::max(asked.value_or(milliseconds{0}), backoff(attempt));
            if (delay >= deadline.remaining()) return result;
            log::debug("trying again", {{"url", request.url.href()}, {"delay", delay}, {"attempt", attempt + 1}});
            options_.sleep(delay, deadline);
            if (deadline.has_passed() || !breaker_.admits(origin)) return result;
        }
    }

private:
    static Error too_long(const std::string& origin, const Response& response, milliseconds asked) {
        const auto kind = response.status == 429 ? ErrorKind::rate_limited : ErrorKind::unavailable;
        const auto seconds = std::to_string(asked.count() / 1000);
        return Error(kind, origin + " answered " + std::to_string(response.status) +
                               " and wants to be left alone for " + seconds + " s")
            .retry_in(asked);
    }

    milliseconds backoff(std::size_t attempt) const {
        const auto doubled = options_.first_delay * (1 << std::min<std::size_t>(attempt, 20));
        const auto most = std::min<milliseconds>(doubled, options_.longest_delay);
        return milliseconds{static_cast<std::int64_t>(options_.random() * static_cast<double>(most.count()))};
    }

    Client& inner_;
    RetryOptions options_;
    Breaker breaker_;
};

}  // namespace

std::optional<milliseconds> retry_after(const Response& response, Timestamp now) {
    const auto value = response.header("retry-after");
    if (!value) return std::nullopt;
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), seconds);
    if (error == std::errc() && end == value->data() + value->size() && seconds >= 0)
        return std::min(std::chrono::seconds{seconds}, std::chrono::seconds{std::chrono::days{365}});
    if (const auto date = parse_http_date(*value)) return std::max(milliseconds{0}, milliseconds{*date - now});
    return std::nullopt;
}

std::unique_ptr<Client> make_retrying_client(Client& inner, RetryOptions options) {
    if (!options.sleep) options.sleep = sleep_until_done;
    if (!options.random) options.random = random_share;
    return std::make_unique<RetryingClient>(inner, std::move(options));
}

}  // namespace winnow::http
