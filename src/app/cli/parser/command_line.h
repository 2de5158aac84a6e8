#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/arguments.h"
#include "app/cli/outline.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace winnow::cli {

/// The command line as it is put together: what all commands share. Each function below adds some; a command keeps the
/// arguments that its flags fill in.
class CommandLine {
public:
    CommandLine();
    ~CommandLine();

    /// A command that understands what all do; `common` may be null for one that does not.
    CLI::App* add_command(const std::string& name, const std::string& summary, CommonArguments* common);
    /// A flag that overrides a key of the configuration.
    static CLI::Option* setting(CLI::App* command, CommonArguments* common, const std::string& flag,
                                const std::string& key, const std::string& summary, const std::string& type);
    static void add_sources_of(CLI::App* command, SourceArguments& sources);
    static void add_network_of(CLI::App* command, CommonArguments* common, SourceArguments& sources);
    /// What the command does when it is the one.
    void choose(CLI::App* command, std::function<ExitCode()> run);

    int parse_and_run(int argc, const char* const* argv);
    std::vector<CommandOutline> outlines() const;

private:
    std::unique_ptr<CLI::App> app_;
    std::function<ExitCode()> chosen_;
};

void add_run(CommandLine& line);
void add_estimate(CommandLine& line);
void add_evaluate(CommandLine& line);
void add_judge(CommandLine& line);
void add_compare(CommandLine& line);
void add_rank(CommandLine& line);
void add_extract(CommandLine& line);

void add_digest(CommandLine& line);
void add_schedule(CommandLine& line);

void add_runs(CommandLine& line);
void add_search(CommandLine& line);
void add_index(CommandLine& line);
void add_cache(CommandLine& line);

void add_config(CommandLine& line);
void add_sources(CommandLine& line);
void add_doctor(CommandLine& line);
void add_cloud(CommandLine& line);
void add_completion(CommandLine& line);

}  // namespace winnow::cli
