#include "app/lambda/runtime/runtime.h"

#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <thread>
#include <unistd.h>

#include "http/live.h"
#include "log/log.h"

namespace winnow::lambda {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kMostReadBytes = 2 * kMaxPayloadBytes;  // a larger event could not be answered with an error
constexpr milliseconds kAnswerTimeout{10'000};
constexpr std::size_t kLongestMessage = 8'000;  // of an error: Step Functions keeps a cause of 32 KiB
constexpr int kTries = 4;

std::string header_text(const http::Response& response, std::string_view name) {
    return std::string(response.header(name).value_or(""));
}

/// Lambda's deadline less a margin in which the error is still told: a second, or a tenth of a shorter time.
Deadline deadline_of(std::string_view epoch_milliseconds, const std::stop_token& stop) {
    std::int64_t when = 0;
    const auto* const end = epoch_milliseconds.data() + epoch_milliseconds.size();
    if (std::from_chars(epoch_milliseconds.data(), end, when).ec != std::errc())
        return Deadline(std::chrono::steady_clock::time_point::max(), stop);
    const auto now = std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch());
    const auto left = std::max(milliseconds{when} - now, milliseconds{0});
    return Deadline::after(left - std::min(milliseconds{1'000}, left / 10), stop);
}

/// The four calls of the Runtime API.
class RuntimeApi {
public:
    RuntimeApi(http::Client& client, const std::string& api)
        : client_(client), base_("http://" + api + "/2018-06-01/runtime/") {}

    Result<http::Response> next_event(const std::stop_token& stop) {
        TRY(auto url, Url::parse_exact(base_ + "invocation/next"));
        const http::Request request{
            .url = std::move(url), .timeout = std::chrono::hours{24}, .max_body_bytes = kMostReadBytes};
        const Deadline until_stopped(std::chrono::steady_clock::time_point::max(), stop);
        for (;;) {
            auto response = send(request, until_stopped);
            if (!response && response.error().kind() == ErrorKind::timed_out) continue;  // a day without an event
            if (response && response->status != 200)
                return fail(ErrorKind::unavailable, "the Runtime API answered " + std::to_string(response->status));
            return response;
        }
    }

    Result<void> post_reply(const std::string& request_id, std::string reply) {
        return post("invocation/" + request_id + "/response", std::move(reply), {});
    }
    Result<void> post_error(const std::string& request_id, const Error& error) {
        return post(request_id.empty() ? "init/error" : "invocation/" + request_id + "/error",
                    json::dump(error_reply(error)), std::string(error_name(error.kind())));
    }

private:
    Result<void> post(const std::string& path, std::string body, const std::string& error_type) {
        TRY(auto url, Url::parse_exact(base_ + path));
        http::Request request{.method = "POST",
                              .url = std::move(url),
                              .headers = {{"Content-Type", "application/json"}},
                              .body = std::move(body),
                              .timeout = kAnswerTimeout};
        if (!error_type.empty()) request.headers.push_back({"Lambda-Runtime-Function-Error-Type", error_type});
        TRY(const auto response, send(request, Deadline()));
        if (response.status >= 200 && response.status < 300) return {};
        // 4xx: this answer is refused, for instance because its call has run out of time; the next is another matter.
        log::error("answer was refused", {{"path", path}, {"status", response.status}});
        if (response.status < 500) return {};
        return fail(ErrorKind::unavailable, "the Runtime API answered " + std::to_string(response.status));
    }

    Result<http::Response> send(const http::Request& request, const Deadline& deadline) {
        auto pause = milliseconds{20};
        for (int tries = 1;; ++tries) {
            auto response = client_.send(request, deadline);
            if (response || response.error().kind() != ErrorKind::unavailable || tries == kTries) return response;
            std::this_thread::sleep_for(pause);
            pause *= 4;
        }
    }

    http::Client& client_;
    std::string base_;
};

Result<std::string> reply_to(const std::string& body, const Handler& handler, const Invocation& invocation) {
    if (body.size() > kMaxPayloadBytes)
        return fail(ErrorKind::too_large, "the event has " + std::to_string(body.size()) + " bytes, more than " +
                                              std::to_string(kMaxPayloadBytes));
    auto event = json::parse(body);
    if (!event) return fail(std::move(event).error().in("the event is no JSON"));
    TRY(const auto reply, handler(*event, invocation));
    auto text = json::dump(reply);
    if (text.size() > kMaxPayloadBytes)
        return fail(ErrorKind::too_large, "the reply has " + std::to_string(text.size()) + " bytes, more than " +
                                              std::to_string(kMaxPayloadBytes));
    return text;
}

/// The last catch of a function: a bug costs one call, not the process.
Result<std::string> guarded_reply(const std::string& body, const Handler& handler, const Invocation& invocation) {
    try {
        return reply_to(body, handler, invocation);
    } catch (const std::exception& error) {
        return fail(ErrorKind::internal, std::string("internal error: ") + error.what());
    } catch (...) {
        return fail(ErrorKind::internal, "internal error");
    }
}

Result<void> answer(RuntimeApi& runtime, const http::Response& event, const Handler& handler, bool is_first,
                    const std::stop_token& stop) {
    const Invocation invocation{.request_id = header_text(event, "Lambda-Runtime-Aws-Request-Id"),
                                .trace_id = header_text(event, "Lambda-Runtime-Trace-Id"),
                                .function_arn = header_text(event, "Lambda-Runtime-Invoked-Function-Arn"),
                                .deadline = deadline_of(header_text(event, "Lambda-Runtime-Deadline-Ms"), stop),
                                .is_first = is_first};
    ::setenv("_X_AMZN_TRACE_ID", invocation.trace_id.c_str(), 1);  // no other thread works between two events
    log::set_context("request_id", invocation.request_id);
    log::set_context("trace_id", invocation.trace_id);
    const auto reply = guarded_reply(event.body, handler, invocation);
    if (reply) return runtime.post_reply(invocation.request_id, *reply);
    log::error("call failed", {{"error", reply.error()}});
    return runtime.post_error(invocation.request_id, reply.error());
}

void wait_for_signals(const std::stop_source& source, const std::atomic<bool>& is_waiting, sigset_t signals) {
    for (;;) {
        int signal = 0;
        sigwait(&signals, &signal);
        source.request_stop();
        if (is_waiting) _exit(0);
    }
}

}  // namespace

Result<std::unique_ptr<http::Client>> make_runtime_client(const std::string& api) {
    http::LiveOptions options;
    options.user_agent = "winnow-lambda";
    options.allowed_hosts = {api};
    options.stalled_after = std::chrono::seconds{0};
    options.max_idle_connections = 2;
    return http::make_live_client(std::move(options));
}

json::Value error_reply(const Error& error) {
    auto message = error.message();
    if (message.size() > kLongestMessage) message.resize(kLongestMessage);
    return json::object(
        {{"errorType", error_name(error.kind())}, {"errorMessage", std::move(message)}, {"stackTrace", json::Array{}}});
}

void report_start_failure(http::Client& client, const std::string& api, const Error& error) {
    log::error("function cannot start", {{"error", error}});
    RuntimeApi runtime(client, api);
    if (const auto told = runtime.post_error({}, error); !told)
        log::error("the Runtime API cannot be told", {{"error", told.error()}});
}

Result<void> serve(http::Client& client, const std::string& api, const Handler& handler, const std::stop_token& stop,
                   std::atomic<bool>& is_waiting) {
    RuntimeApi runtime(client, api);
    for (bool is_first = true; !stop.stop_requested(); is_first = false) {
        is_waiting = true;
        auto next = runtime.next_event(stop);
        is_waiting = false;
        if (!next && stop.stop_requested()) break;
        if (!next) return fail(std::move(next).error());
        TRY_OK(answer(runtime, *next, handler, is_first, stop));
    }
    log::info("function stopped");
    return {};
}

std::stop_token stop_on_termination(const std::atomic<bool>& is_waiting) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // inherited by every later thread
    std::stop_source source;
    std::thread([source, &is_waiting, signals] { wait_for_signals(source, is_waiting, signals); }).detach();
    return source.get_token();
}

}  // namespace winnow::lambda
