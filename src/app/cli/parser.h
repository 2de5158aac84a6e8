#pragma once

#include "app/cli/arguments.h"

namespace winnow::cli {

/// Reads the command line and runs what it asks for. Wrong use is explained on standard error, with the nearest flag or
/// command, and ends with ExitCode::usage.
int main(int argc, const char* const* argv);

}  // namespace winnow::cli
