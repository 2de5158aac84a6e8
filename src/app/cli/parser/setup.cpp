#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/commands/cloud/commands.h"
#include "app/cli/commands/commands.h"
#include "app/cli/parser/command_line.h"

namespace winnow::cli {

void add_config(CommandLine& line) {
    const auto arguments = std::make_shared<ConfigArguments>();
    auto* command = line.add_command("config", "Write, check and show the configuration", &arguments->common);
    command->footer(
        "Examples:\n"
        "  winnow config init && winnow config check\n"
        "  winnow config explain");
    const auto add = [&](const std::string& name, const std::string& summary) {
        auto* action = command->add_subcommand(name, summary);
        action->callback([arguments, name] { arguments->action = name; });
        action->fallthrough();
        return action;
    };
    auto* init = add("init", "Write a commented winnow.yaml");
    init->add_option("path", arguments->path, "Where; winnow.yaml in this folder if not given");
    init->add_flag("--force", arguments->force, "Overwrite");
    add("check", "Read the configuration and name every problem in it")->add_option("path", arguments->path, "File");
    add("show", "What holds, and where it comes from");
    add("explain", "Every key with its type, default and meaning")
        ->add_flag("--markdown", arguments->markdown, "As a page of the documentation");
    command->require_subcommand(1, 1);
    line.choose(command, [arguments] { return config_command(*arguments); });
}

void add_sources(CommandLine& line) {
    const auto arguments = std::make_shared<SourcesArguments>();
    auto* command = line.add_command("sources", "List the sources, or try one", &arguments->common);
    command->footer(
        "Examples:\n"
        "  winnow sources\n"
        "  winnow sources test hackernews --question \"code review\"");
    auto* list = command->add_subcommand("list", "Every kind: what it needs, whether it is ready");
    auto* test = command->add_subcommand("test", "Ask one source and show what it gives");
    test->add_option("name", arguments->test, "Name or kind of the source")->required();
    test->add_option("--question", arguments->question, "What to ask for");
    list->fallthrough();
    test->fallthrough();
    command->require_subcommand(0, 1);
    line.choose(command, [arguments] { return sources_command(*arguments); });
}

void add_doctor(CommandLine& line) {
    const auto arguments = std::make_shared<CommonArguments>();
    const auto address = std::make_shared<std::string>();
    auto* command = line.add_command("doctor", "Check the set-up and say what is missing", arguments.get());
    command->footer(
        "Examples:\n"
        "  winnow doctor\n"
        "  winnow doctor --url http://127.0.0.1:8420/api/health");
    command->add_option("--url", *address, "Only say whether this address answers, for health checks")
        ->type_name("URL");
    line.choose(command, [arguments, address] {
        return address->empty() ? doctor_command(*arguments) : health_command(*address);
    });
}

void add_cloud(CommandLine& line) {
    const auto lambda_arguments = std::make_shared<LambdaArguments>();
    const auto invoke_arguments = std::make_shared<InvokeArguments>();
    auto* lambda =
        line.add_command("lambda", "Serve a step of the pipeline as an AWS Lambda function", &lambda_arguments->common);
    lambda->footer(
        "Examples:\n"
        "  winnow lambda pipeline-evaluator");
    lambda->add_option("handler", lambda_arguments->handler,
                       "Its name, pipeline-evaluator for instance; else $_HANDLER");
    line.choose(lambda, [lambda_arguments] { return lambda_command(*lambda_arguments); });
    auto* invoke = line.add_command("invoke", "Run a step of the pipeline once, by hand, as the cloud does",
                                    &invoke_arguments->common);
    invoke->footer(
        "Examples:\n"
        "  winnow invoke pipeline-evaluator event.json");
    invoke->add_option("handler", invoke_arguments->handler, "Its name, pipeline-evaluator for instance")->required();
    invoke->add_option("event", invoke_arguments->event, "File with the event; - is standard input");
    invoke->add_option("--archive", invoke_arguments->archive, "Answer from this WARC file instead of the network")
        ->type_name("FILE");
    line.choose(invoke, [invoke_arguments] { return invoke_command(*invoke_arguments); });
}

void add_completion(CommandLine& line) {
    const auto arguments = std::make_shared<CompletionArguments>();
    auto* command = line.add_command("completion", "Print a completion script", nullptr);
    command->footer(
        "Examples:\n"
        "  winnow completion bash > ~/.local/share/bash-completion/completions/winnow");
    command->add_option("shell", arguments->shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    line.choose(command, [arguments, &line] {
        std::fputs(completion_script(arguments->shell, line.outlines()).c_str(), stdout);
        return ExitCode::done;
    });
}

}  // namespace winnow::cli
