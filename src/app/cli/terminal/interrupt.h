#pragma once

#include <stop_token>

namespace winnow::cli {

/// From now on SIGINT and SIGTERM ask for a stop through this token; a second one ends the program at once (exit 130).
/// The first call, before other threads start, counts; later ones give the same token.
std::stop_token stop_on_signals();

}  // namespace winnow::cli
