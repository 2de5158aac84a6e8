#include "app/server/serve.h"

#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <spawn.h>

#include "app/cli/commands/serve/commands.h"
#include "app/cli/session.h"
#include "app/cli/terminal/interrupt.h"

namespace winnow::cli {
namespace {

/// Asks the desktop to show the page; that there is none is no failure.
void open_in_browser(const std::string& address) {
    std::string program = "xdg-open";
    std::string argument = address;
    char* arguments[] = {program.data(), argument.data(), nullptr};
    pid_t child = 0;
    if (posix_spawnp(&child, "xdg-open", nullptr, nullptr, static_cast<char**>(arguments), environ) != 0)
        say_notes({"there is no xdg-open to open the browser with"});
}

void wait_for(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any changed;
    std::unique_lock lock(mutex);
    changed.wait(lock, stop, [] { return false; });
}

Result<ExitCode> serve(const ServeArguments& arguments) {
    const auto& common = arguments.common;
    TRY(const auto settings, begin(common));
    TRY(auto options, load_serve_settings(common.config_file, common.settings));
    const auto stop = stop_on_signals();
    TRY(const auto server,
        Server::start(settings, {.serve = std::move(options), .archive = arguments.sources.archive, .stop = stop}));
    say_notes(server->notes());
    // Scripts wait for this line.
    std::printf("winnow serves %s (Ctrl-C ends it)\n", server->address().c_str());
    std::fflush(stdout);
    if (arguments.open) open_in_browser(server->address());
    wait_for(stop);
    return ExitCode::done;
}

}  // namespace

ExitCode serve_command(const ServeArguments& arguments) {
    const auto code = serve(arguments);
    return code ? *code : complain(code.error());
}

}  // namespace winnow::cli
