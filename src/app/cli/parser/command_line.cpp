#include "app/cli/parser/command_line.h"

#include <algorithm>
#include <cstdio>

#include <CLI/CLI.hpp>

#include "app/wiring/version.h"
#include "config/values.h"

namespace winnow::cli {
namespace {

void add_flags(CommandOutline& outline, const CLI::Option* option) {
    const auto type = option->get_type_name();
    const auto add = [&](const std::string& name) {
        const auto same = [&](const CommandOutline::Flag& flag) { return flag.name == name; };
        if (std::any_of(outline.flags.begin(), outline.flags.end(), same)) return;
        outline.flags.push_back({.name = name,
                                 .summary = option->get_description(),
                                 .takes_value = option->get_items_expected_max() > 0,
                                 .takes_file = type == "FILE" || type == "DIR",
                                 .choices = {}});
    };
    for (const auto& name : option->get_lnames()) add("--" + name);
    for (const auto& name : option->get_snames()) add("-" + name);
}

/// What was wrong, the nearest thing that would have been right, and where to read more.
int explain(const std::vector<CommandOutline>& outlines, const CLI::ParseError& error, int argc,
            const char* const* argv) {
    std::string message = error.what();
    std::vector<std::string> words;
    const std::string command = argc > 1 ? argv[1] : "";
    bool known = false;
    for (const auto& outline : outlines) {
        if (outline.name == command) {
            known = true;
            words = outline.actions;
            for (const auto& flag : outline.flags) words.push_back(flag.name);
        }
    }
    if (!known) {
        words.clear();
        for (const auto& outline : outlines) words.push_back(outline.name);
        if (!command.empty() && !command.starts_with('-')) message = "there is no command '" + command + "'";
    }
    std::string hint;
    for (int i = 1; i < argc && hint.empty(); ++i) {
        const std::string_view word(argv[i]);
        const auto name = word.substr(0, word.find('='));
        if ((i == 1 && known) || (known && !word.starts_with('-')) || name.size() < 2) continue;
        if (name[0] == '-' && name[1] >= '0' && name[1] <= '9') continue;  // a number, not a flag
        if (std::find(words.begin(), words.end(), name) != words.end()) continue;
        if (const auto* const meant = config::nearest(name, words)) hint = *meant;
    }
    std::fprintf(stderr, "winnow: %s\n", message.c_str());
    if (!hint.empty()) std::fprintf(stderr, "  Did you mean %s?\n", hint.c_str());
    std::fprintf(stderr, "  See winnow %s--help\n", known ? (command + " ").c_str() : "");
    return static_cast<int>(ExitCode::usage);
}

}  // namespace

CommandLine::CommandLine()
    : app_(std::make_unique<CLI::App>(
          "Finds, among everything that is written, what is worth an engineer's time, with proof.")) {
    app_->name("winnow");
    app_->require_subcommand(0, 1);
    app_->set_help_flag("-h,--help", "Explain the command, with examples");
    app_->set_version_flag("-V,--version", version_text(), "Version, commit, compiler and the kinds built in");
    app_->footer(
        "Examples:\n"
        "  winnow run \"engineering career growth frameworks\"\n"
        "  winnow run \"blameless incident reviews\" https://example.org/a https://example.org/b\n"
        "  winnow run \"rust async\" --feed https://blog.rust-lang.org/feed.xml --output reports\n"
        "  winnow COMMAND --help\n\n"
        "Exit codes: 0 done, 1 failed, 2 wrong use or configuration, 3 done but some URLs, or all sources, failed");
}

CommandLine::~CommandLine() = default;

CLI::App* CommandLine::add_command(const std::string& name, const std::string& summary, CommonArguments* common) {
    auto* command = app_->add_subcommand(name, summary);
    if (!common) return command;
    command->add_option("-c,--config", common->config_file, "Configuration file")->type_name("FILE");
    setting(command, common, "--data", "data", "Folder of the memory: cache, judgements, runs", "DIR");
    command->add_flag("--json", common->json, "Write JSON for machines to standard output");
    command->add_flag("-v", common->verbosity, "Say more; twice for every URL");
    command->add_flag("-q,--quiet", [common](std::int64_t) { common->verbosity = -1; }, "Say nothing but errors");
    return command;
}

CLI::Option* CommandLine::setting(CLI::App* command, CommonArguments* common, const std::string& flag,
                                  const std::string& key, const std::string& summary, const std::string& type) {
    return command
        ->add_option_function<std::string>(
            flag, [=](const std::string& value) { common->settings[key] = value; }, summary)
        ->type_name(type);
}

void CommandLine::add_sources_of(CLI::App* command, SourceArguments& sources) {
    command->add_option("--urls", sources.url_files, "File with URLs, one a line; - is standard input")
        ->type_name("FILE");
    command->add_option("--feed", sources.feeds, "RSS, Atom or JSON feed")->type_name("URL");
    command->add_option("--sitemap", sources.sitemaps, "Sitemap or sitemap index")->type_name("URL");
    command->add_option("--opml", sources.opml_files, "OPML file with feeds")->type_name("FILE");
    command->add_option("--source", sources.only, "Use only this configured source; may be repeated")
        ->type_name("NAME");
}

void CommandLine::add_network_of(CLI::App* command, CommonArguments* common, SourceArguments& sources) {
    command->add_option("--archive", sources.archive, "Answer from this WARC file instead of the network")
        ->type_name("FILE");
    command->add_option("--record", sources.record, "Write every exchange to this WARC file")
        ->type_name("FILE")
        ->excludes("--archive");
    command->add_flag_callback(
        "--allow-private", [common] { common->settings["net.allow_private"] = "true"; },
        "Allow loopback and private addresses");
    setting(command, common, "--method", "evaluate.method", "Judge: auto, or one that winnow doctor lists", "NAME");
    setting(command, common, "--rubric", "evaluate.rubric", "Rubric: a file, or the name of a built-in one", "FILE");
}

void CommandLine::choose(CLI::App* command, std::function<ExitCode()> run) {
    command->final_callback([this, run = std::move(run)] { chosen_ = run; });
}

int CommandLine::parse_and_run(int argc, const char* const* argv) {
    try {
        app_->parse(argc, argv);
    } catch (const CLI::CallForHelp& call) {
        return app_->exit(call);
    } catch (const CLI::CallForVersion& call) {
        return app_->exit(call);
    } catch (const CLI::ParseError& error) {
        return explain(outlines(), error, argc, argv);
    }
    if (!chosen_) {
        std::fputs(app_->help().c_str(), stdout);
        return static_cast<int>(ExitCode::usage);
    }
    return static_cast<int>(chosen_());
}

std::vector<CommandOutline> CommandLine::outlines() const {
    std::vector<CommandOutline> all;
    for (const auto* command : app_->get_subcommands([](const CLI::App*) { return true; })) {
        CommandOutline outline{
            .name = command->get_name(), .summary = command->get_description(), .flags = {}, .actions = {}};
        for (const auto* action : command->get_subcommands([](const CLI::App*) { return true; })) {
            outline.actions.push_back(action->get_name());
            for (const auto* option : action->get_options()) add_flags(outline, option);
        }
        for (const auto* option : command->get_options()) add_flags(outline, option);
        all.push_back(std::move(outline));
    }
    return all;
}

}  // namespace winnow::cli
