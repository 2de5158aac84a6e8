#include <algorithm>
#include <array>

#include "app/lambda/handlers.h"
#include "log/log.h"
#include "text/digest.h"

namespace winnow::lambda {
namespace {

constexpr std::size_t kLongestText = 4'000;  // of a message for people

/// What failed, as the state machine says it.
struct Failure {
    std::string run_id;
    std::string query;
    std::string method;
    std::string error;
    std::string cause;
};

/// A function's error comes as a JSON text with errorMessage; a text of Step Functions' own as it is.
std::string readable_cause(const json::Value& cause) {
    if (const auto inner = json::parse(cause.as_string()); inner && (*inner)["errorMessage"].is_string())
        return (*inner)["errorMessage"].text();
    return cause.text();
}

Result<Failure> read_failure(const json::Value& event) {
    const auto& error = event["error"].is_object() ? event["error"] : event;  // the plain form has only the error
    if (!error["Error"].is_string())
        return fail(ErrorKind::invalid_argument, "the event has no 'error' with Error and Cause");
    const auto text = [&](const char* key) {
        return event[key].is_string() ? event[key].text() : event["request"][key].text();
    };
    return Failure{.run_id = text("run_id"),
                   .query = text("query"),
                   .method = text("evaluation_method"),
                   .error = error["Error"].text(),
                   .cause = readable_cause(error["Cause"])};
}

/// Critical: no later run will do better until a person has changed something.
std::string severity_of(const std::string& error) {
    constexpr std::array<std::string_view, 7> critical{"InvalidConfig", "InvalidArgument", "Unauthorized",
                                                       "Forbidden",     "QuotaExhausted",  "States.Permissions",
                                                       "States.Runtime"};
    return std::ranges::find(critical, error) == critical.end() ? "warning" : "critical";
}

/// The same for the same failure, so that a repeated call leaves one record.
std::string record_name(const Failure& failure) {
    const auto hash = text::sha256_hex(failure.run_id + "\n" + failure.error + "\n" + failure.cause).substr(0, 12);
    return "failures/" + (failure.run_id.empty() ? "unknown-run" : failure.run_id) + "-" + hash + ".json";
}

json::Value record_of(const Failure& failure, const std::string& severity, const Invocation& invocation) {
    return json::object({{"run_id", failure.run_id},
                         {"query", failure.query},
                         {"evaluation_method", failure.method},
                         {"error", failure.error},
                         {"cause", failure.cause},
                         {"severity", severity},
                         {"recorded", to_rfc3339(system_clock().now())},
                         {"request_id", invocation.request_id},
                         {"trace_id", invocation.trace_id}});
}

Result<void> tell(Host& host, const Failure& failure, const std::string& severity, const std::string& location,
                  const Deadline& deadline) {
    const auto& environment = host.environment();
    const bool is_critical = severity == "critical" && !environment.critical_topic_arn.empty();
    const auto& topic = is_critical ? environment.critical_topic_arn : environment.failure_topic_arn;
    if (topic.empty()) return {};
    TRY(auto* const topics, host.topics());
    const aws::Notice notice{
        .subject = "[" + severity + "] run failed: " + failure.error,
        .text = "Run " + failure.run_id + " (" + failure.query + ") failed with " + failure.error + ": " +
                failure.cause.substr(0, kLongestText) + "\n\nRecord: " + location +
                "\nWhat to do: docs/operations.md#failed-runs\n",
        .attributes = {{"severity", severity}, {"error", failure.error}, {"environment", environment.environment}}};
    TRY_OK(topics->publish(topic, notice, deadline));
    return {};
}

}  // namespace

Result<json::Value> error_handler(Host& host, const json::Value& event, const Invocation& invocation) {
    TRY(const auto failure, read_failure(event));
    log::set_context("run_id", failure.run_id);
    const auto severity = severity_of(failure.error);
    log::error("run failed", {{"kind", failure.error}, {"cause", failure.cause}, {"severity", severity}});
    const auto name = record_name(failure);
    const auto location = host.results().location(name);
    TRY(const auto earlier, host.results().get(name, invocation.deadline));
    if (!earlier) {
        // Told before it is recorded: a call that dies in between is repeated and tells twice rather than never.
        TRY_OK(tell(host, failure, severity, location, invocation.deadline));
        TRY_OK(host.results().put(name, json::dump_pretty(record_of(failure, severity, invocation)), "application/json",
                                  invocation.deadline));
    }
    return json::object({{"run_id", failure.run_id},
                         {"error", failure.error},
                         {"severity", severity},
                         {"record", location},
                         {"recorded_before", earlier.has_value()}});
}

}  // namespace winnow::lambda
