#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/commands/commands.h"
#include "app/cli/parser/command_line.h"

namespace winnow::cli {

void add_digest(CommandLine& line) {
    const auto arguments = std::make_shared<DigestArguments>();
    auto* command =
        line.add_command("digest", "Deliver the new best: mail, chat, Markdown, web folder", &arguments->common);
    command->add_option("--since", arguments->since, "Of runs since: an age such as 1d or 7d, or a date");
    command->add_option("--question", arguments->questions, "Only of this question or profile; may be repeated");
    command->add_option("--to", arguments->to, "Only to this destination; may be repeated")->type_name("NAME");
    command->add_option("-n,--limit", arguments->limit, "Most articles of each question")->check(CLI::Range(1, 1'000));
    command->add_option("--min-score", arguments->min_score, "Least overall score")->check(CLI::Range(0.0, 10.0));
    command->add_option("--below", arguments->below, "How many to list where nothing reaches it; 0: none")
        ->check(CLI::Range(0, 100));
    command->add_option("--format", arguments->format, "How it is shown when nothing is delivered")
        ->check(CLI::IsMember({"text", "markdown", "html", "json"}));
    command->add_flag("--dry-run", arguments->dry_run, "Show what each destination would get, and deliver nothing");
    command->footer(
        "Examples:\n"
        "  winnow digest --dry-run\n"
        "  winnow digest --since 7d --to inbox\n"
        "  winnow run --all-profiles --digest");
    line.choose(command, [arguments] { return digest_command(*arguments); });
}

void add_schedule(CommandLine& line) {
    const auto arguments = std::make_shared<ScheduleArguments>();
    auto* command = line.add_command("schedule", "Run by itself, by a systemd timer or cron", &arguments->common);
    command->footer(
        "Examples:\n"
        "  winnow schedule install --at 06:30 --weekdays\n"
        "  winnow schedule remove --yes");
    const auto add = [&](const std::string& name, const std::string& summary) {
        auto* action = command->add_subcommand(name, summary);
        action->callback([arguments, name] { arguments->action = name; });
        action->fallthrough();
        action->add_option("--name", arguments->name, "Name of the schedule, if there are several");
        return action;
    };
    auto* install = add("install", "Show what would be written, ask, and write it");
    install->add_option("--at", arguments->times, "Time of the day, 07:00 if not given; may be repeated")
        ->type_name("HH:MM");
    install->add_flag("--weekdays", arguments->weekdays, "From Monday to Friday only");
    install->add_option("--profile", arguments->profiles, "Profile to run; all if none is named")->type_name("NAME");
    install->add_flag_callback("--no-digest", [arguments] { arguments->digest = false; }, "Run only, deliver nothing");
    install->add_flag("--cron", arguments->cron, "A line for cron, even where systemd is");
    install->add_flag("-y,--yes", arguments->yes, "Do not ask");
    add("show", "What is installed, and when it runs next");
    add("remove", "Take it away")->add_flag("-y,--yes", arguments->yes, "Do not ask");
    command->require_subcommand(1, 1);
    line.choose(command, [arguments] { return schedule_command(*arguments); });
}

}  // namespace winnow::cli
