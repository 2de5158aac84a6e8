#pragma once
// app/lambda: the stages as AWS Lambda functions. The loop speaks the Lambda Runtime API, version 2018-06-01.

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "core/result.h"
#include "core/time.h"
#include "http/client.h"
#include "json/value.h"

namespace winnow::lambda {

/// What Lambda takes and gives in one synchronous call.
constexpr std::size_t kMaxPayloadBytes = 6u << 20;

/// One call of a function.
struct Invocation {
    std::string request_id;
    std::string trace_id;      ///< X-Ray's header
    std::string function_arn;  ///< as invoked
    Deadline deadline;         ///< a margin before Lambda's own, so that the function's error is the one seen
    bool is_first = false;     ///< of this process: a cold start
};

using Handler = std::function<Result<json::Value>(const json::Value& event, const Invocation& invocation)>;

/// A client for the Runtime API at `api` ("127.0.0.1:9001") alone, which waits for the next event as long as it takes.
Result<std::unique_ptr<http::Client>> make_runtime_client(const std::string& api);

/// Tells Lambda that the function cannot start.
void report_start_failure(http::Client& client, const std::string& api, const Error& error);

/// Takes events and answers them until `stop` is requested. An error of the handler, its exception, an event that is no
/// JSON and a reply that is too large are answered with errorType (error_name of the kind) and errorMessage, and the
/// loop goes on. While it waits for an event, `is_waiting` is true. Errors: unavailable (the Runtime API is gone).
Result<void> serve(http::Client& client, const std::string& api, const Handler& handler, const std::stop_token& stop,
                   std::atomic<bool>& is_waiting);

/// From now on SIGTERM and SIGINT ask for a stop through this token; while `is_waiting`, when nothing can be lost, they
/// end the process at once. Call once, before other threads start; `is_waiting` lives as long as the process.
std::stop_token stop_on_termination(const std::atomic<bool>& is_waiting);

/// {"errorType", "errorMessage", "stackTrace": []}: the form that Step Functions matches on.
json::Value error_reply(const Error& error);

}  // namespace winnow::lambda
