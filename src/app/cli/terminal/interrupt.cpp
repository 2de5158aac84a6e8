#include "app/cli/terminal/interrupt.h"

#include <csignal>
#include <cstring>
#include <thread>
#include <unistd.h>

namespace winnow::cli {
namespace {

void say(const char* text) {
    [[maybe_unused]] const auto written = write(STDERR_FILENO, text, std::strlen(text));
}

/// Waits for signals in a thread of its own, where more than the few async-signal-safe calls is allowed.
void wait_for_signals(const std::stop_source& source, sigset_t signals) {
    int signal = 0;
    sigwait(&signals, &signal);
    say("\nwinnow: stopping; what was learned is kept (once more to stop at once)\n");
    source.request_stop();
    sigwait(&signals, &signal);
    _exit(130);
}

std::stop_token wait_from_now_on() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // inherited by every later thread
    std::stop_source source;
    std::thread(wait_for_signals, source, signals).detach();
    return source.get_token();
}

}  // namespace

std::stop_token stop_on_signals() {
    static const auto token = wait_from_now_on();
    return token;
}

}  // namespace winnow::cli
