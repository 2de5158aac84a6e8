#include <atomic>
#include <cstdlib>

#include "app/cli/commands/cloud/commands.h"
#include "app/cli/session.h"
#include "app/lambda/handlers.h"
#include "app/lambda/runtime/runtime.h"
#include "log/log.h"

namespace winnow::cli {
namespace {

std::string variable(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? std::string() : value;
}

/// Lambda drops lines below AWS_LAMBDA_LOG_LEVEL; not to write them is cheaper.
log::Level level_of(const std::string& name) {
    if (name == "TRACE" || name == "DEBUG") return log::Level::debug;
    if (name == "WARN") return log::Level::warn;
    return name == "ERROR" || name == "FATAL" ? log::Level::error : log::Level::info;
}

Result<std::unique_ptr<lambda::Host>> start(const std::string& config_file, const std::string& name,
                                            const lambda::HandlerKind*& kind) {
    TRY(kind, lambda::find_handler(name));
    TRY(auto environment, lambda::read_environment());
    log::set_context("environment", environment.environment);
    return lambda::Host::make(std::move(environment), config_file);
}

Result<void> serve(const LambdaArguments& arguments, const std::string& api) {
    static std::atomic<bool> is_waiting = false;  // the thread that waits for signals outlives everything
    const auto stop = lambda::stop_on_termination(is_waiting);
    TRY(const auto client, lambda::make_runtime_client(api));
    const lambda::HandlerKind* kind = nullptr;
    const auto name = arguments.handler.empty() ? variable("_HANDLER") : arguments.handler;
    auto host = start(arguments.common.config_file, name, kind);
    if (!host) {
        lambda::report_start_failure(*client, api, host.error());
        return fail(std::move(host).error());
    }
    const auto handler = [&](const json::Value& event, const lambda::Invocation& invocation) {
        return lambda::handle(*kind, **host, event, invocation);
    };
    return lambda::serve(*client, api, handler, stop, is_waiting);
}

}  // namespace

ExitCode lambda_command(const LambdaArguments& arguments) {
    const bool is_human = variable("WINNOW_LOG_FORMAT") == "human";
    log::configure(level_of(variable("AWS_LAMBDA_LOG_LEVEL")), is_human ? log::Format::human : log::Format::json);
    const auto api = variable("AWS_LAMBDA_RUNTIME_API");
    if (api.empty())
        return complain({ErrorKind::invalid_argument,
                         "AWS_LAMBDA_RUNTIME_API is not set: this runs inside Lambda; winnow invoke runs a handler by "
                         "hand"});
    const auto served = serve(arguments, api);
    if (served) return ExitCode::done;
    log::error("function ended", {{"error", served.error()}});
    return ExitCode::failed;
}

}  // namespace winnow::cli
