#include <cstdio>
#include <random>

#include "app/cli/commands/cloud/commands.h"
#include "app/cli/session.h"
#include "app/cli/terminal/interrupt.h"
#include "app/lambda/handlers.h"
#include "files/files.h"

namespace winnow::cli {
namespace {

Result<json::Value> read_event(const std::string& file) {
    TRY(const auto text, files::read_file(file == "-" ? "/dev/stdin" : file, lambda::kMaxPayloadBytes));
    auto event = json::parse(text);
    if (!event) return fail(std::move(event).error().in("the event is no JSON"));
    return event;
}

/// As Lambda forms them, so that a log shows which calls were made by hand.
std::string new_request_id() {
    std::random_device random;
    char text[40];
    std::snprintf(text, sizeof text, "by-hand-%08x%08x", random(), random());
    return text;
}

Result<json::Value> invoke(const InvokeArguments& arguments) {
    TRY_OK(begin(arguments.common));
    TRY(const auto* const kind, lambda::find_handler(arguments.handler));
    TRY(const auto event, read_event(arguments.event));
    TRY(auto environment, lambda::read_environment());
    if (!arguments.archive.empty()) environment.archive = arguments.archive;
    const lambda::Invocation invocation{.request_id = new_request_id(),
                                        .deadline = Deadline::after(std::chrono::minutes{15}, stop_on_signals())};
    TRY(const auto host, lambda::Host::make(std::move(environment), arguments.common.config_file));
    return lambda::handle(*kind, *host, event, invocation);
}

}  // namespace

ExitCode invoke_command(const InvokeArguments& arguments) {
    const auto reply = invoke(arguments);
    if (!reply) {
        std::fputs(json::dump_pretty(lambda::error_reply(reply.error())).c_str(), stdout);
        return complain(reply.error());
    }
    std::fputs(json::dump_pretty(*reply).c_str(), stdout);
    return ExitCode::done;
}

}  // namespace winnow::cli
