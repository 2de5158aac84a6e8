#include "app/lambda/handlers.h"
#include "aws/states.h"
#include "log/log.h"
#include "text/digest.h"

namespace winnow::lambda {
namespace {

/// "career-growth-20261123T000000-1f2e3d": of the schedule, its time and what is asked, so that an event that is
/// delivered again has the same name. A call by hand, without a time, has the present one.
std::string run_id_of(const RunRequest& request) {
    const auto time = parse_rfc3339(request.scheduled_time).value_or(system_clock().now());
    auto stamp = to_rfc3339(time);
    std::erase_if(stamp, [](char c) { return c == '-' || c == ':' || c == 'Z'; });
    const auto name = (request.schedule.empty() ? "run" : request.schedule) + "-" + stamp + "-" +
                      text::sha256_hex(json::dump(request.input)).substr(0, 6);
    return aws::execution_name(name);
}

}  // namespace

Result<json::Value> trigger(Host& host, const json::Value& event, const Invocation& invocation) {
    const auto& machine = host.environment().state_machine_arn;
    if (machine.empty()) return fail(ErrorKind::invalid_config, "WINNOW_STATE_MACHINE_ARN is not set");
    TRY(auto request, decode_run_request(event));
    if (request.run_id.empty()) request.run_id = run_id_of(request);
    request.input.set("run_id", request.run_id);
    log::set_context("run_id", request.run_id);
    TRY(auto* const machines, host.state_machines());
    TRY(const auto execution,
        machines->start_execution(machine, aws::execution_name(request.run_id), request.input, invocation.deadline));
    log::info(execution.existed ? "run had been started before" : "run started",
              {{"execution", execution.arn}, {"schedule", request.schedule}});
    return json::object(
        {{"run_id", request.run_id}, {"execution_arn", execution.arn}, {"started", !execution.existed}});
}

}  // namespace winnow::lambda
