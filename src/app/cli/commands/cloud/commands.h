#pragma once

#include <string>

#include "app/cli/arguments.h"

namespace winnow::cli {

struct LambdaArguments {
    CommonArguments common;
    std::string handler;  ///< empty: the one that the variable _HANDLER names
};

struct InvokeArguments {
    CommonArguments common;
    std::string handler;
    std::string event = "-";  ///< file with the event; "-" is standard input
    std::string archive;
};

/// Serves one function of the pipeline until it is told to stop.
ExitCode lambda_command(const LambdaArguments& arguments);
/// Runs one function once, by hand.
ExitCode invoke_command(const InvokeArguments& arguments);

}  // namespace winnow::cli
