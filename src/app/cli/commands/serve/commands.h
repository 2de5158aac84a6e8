#pragma once

#include <string>

#include "app/cli/arguments.h"

namespace winnow::cli {

struct ServeArguments {
    CommonArguments common;
    SourceArguments sources;  ///< its archive alone
    bool open = false;        ///< in the browser
};

struct LabelsArguments {
    CommonArguments common;
    std::string format = "csv";
    std::string output = "-";
};

ExitCode serve_command(const ServeArguments& arguments);
ExitCode labels_command(const LabelsArguments& arguments);

class CommandLine;
void add_serve(CommandLine& line);
void add_labels(CommandLine& line);

}  // namespace winnow::cli
