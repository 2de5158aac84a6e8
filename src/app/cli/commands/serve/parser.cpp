#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/commands/serve/commands.h"
#include "app/cli/parser/command_line.h"

namespace winnow::cli {

void add_serve(CommandLine& line) {
    const auto arguments = std::make_shared<ServeArguments>();
    auto* const common = &arguments->common;
    auto* command = line.add_command("serve", "Show lists, history and search in a browser; start runs there", common);
    CommandLine::setting(command, common, "--address", "serve.address", "Where to listen; 127.0.0.1 if not given",
                         "ADDRESS");
    CommandLine::setting(command, common, "--port", "serve.port", "At which port; 8420 if not given, 0: any", "NUMBER");
    command->add_flag("--open", arguments->open, "Open the page in the browser");
    line.add_network_of(command, common, arguments->sources);
    command->footer(
        "Examples:\n"
        "  winnow serve --open\n"
        "  WINNOW_SERVE_PASSWORD=\"$(openssl rand -base64 24)\" winnow serve --address 0.0.0.0");
    line.choose(command, [arguments] { return serve_command(*arguments); });
}

void add_labels(CommandLine& line) {
    const auto arguments = std::make_shared<LabelsArguments>();
    auto* command = line.add_command("labels", "What you said of pages in winnow serve", &arguments->common);
    command->footer(
        "Examples:\n"
        "  winnow labels export labels.csv");
    auto* write = command->add_subcommand("export", "Write them as winnow judge --labels reads them");
    write->add_option("file", arguments->output, "File; standard output if not given");
    write->add_option("--format", arguments->format, "csv or json")->check(CLI::IsMember({"csv", "json"}));
    write->fallthrough();
    command->require_subcommand(1, 1);
    line.choose(command, [arguments] { return labels_command(*arguments); });
}

}  // namespace winnow::cli
