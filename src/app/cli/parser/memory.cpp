#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/commands/commands.h"
#include "app/cli/parser/command_line.h"
#include "core/rubric.h"

namespace winnow::cli {

void add_runs(CommandLine& line) {
    const auto arguments = std::make_shared<RunsArguments>();
    auto* command = line.add_command("runs", "List earlier runs, or show one", &arguments->common);
    command->footer(
        "Examples:\n"
        "  winnow runs --limit 5\n"
        "  winnow runs show 20261124");
    command->add_option("-n,--limit", arguments->limit, "How many")->check(CLI::Range(0, 1'000'000));
    auto* list = command->add_subcommand("list", "The latest runs, newest first");
    auto* show = command->add_subcommand("show", "One run: its list, and where its report lies");
    show->add_option("run", arguments->id, "Its id, or the beginning of it")->required();
    list->fallthrough();
    show->fallthrough();
    command->require_subcommand(0, 1);
    line.choose(command, [arguments] { return runs_command(*arguments); });
}

void add_search(CommandLine& line) {
    const auto arguments = std::make_shared<SearchArguments>();
    auto& search = *arguments;
    auto* command = line.add_command("search", "Search what earlier runs judged", &search.common);
    command->footer(
        "Examples:\n"
        "  winnow search \"how are staff engineers promoted\" --min-score 6\n"
        "  winnow search --like https://example.org/article");
    command->add_option("question", search.question, "What to look for");
    command
        ->add_option("--like", search.like, "Documents like this one; with a question, those that say its words, too")
        ->type_name("URL");
    command->add_option("--mode", search.mode, "By words, by meaning, or both")
        ->check(CLI::IsMember({"lexical", "semantic", "hybrid"}));
    command
        ->add_option("--fusion", search.fusion,
                     "How the two lists become one: by scores (weighted), or by places (rrf)")
        ->check(CLI::IsMember({"rrf", "weighted"}));
    command
        ->add_option("--semantic-weight", search.semantic_weight,
                     "Share of meaning in --fusion weighted: 0.5, or from 0 (words alone) to 1")
        ->check(CLI::Range(0.0, 1.0));
    command->add_option("--source", search.sources, "Only what this source found; may be repeated");
    command->add_option("--language", search.languages, "Only this language, such as en; may be repeated");
    command->add_option("--tag", search.tags, "Only what has this tag; may be repeated for several");
    command->add_option("--since", search.since,
                        "Published on or after: a date, or an age such as 30d; pages without a date do not pass");
    command->add_option("--until", search.until,
                        "Published before: a date, or an age; pages without a date do not pass");
    command->add_option("--min-score", search.min_score, "Only what was judged at least so good, 1 to 10")
        ->check(CLI::Range(0.0, kHighestScore));
    command->add_option("--run", search.run, "Only what this run judged: its id, or the beginning of it");
    command->add_option("-n,--limit", search.limit, "How many documents")->check(CLI::Range(1, 1000));
    command->add_option("--format", search.format, "text, json or markdown")
        ->check(CLI::IsMember({"text", "json", "markdown"}));
    command->add_option("--rerank", search.rerank, "Order the answer anew: by the local judge, or by a model")
        ->check(CLI::IsMember({"local", "provider"}));
    command->footer(
        "Examples:\n"
        "  winnow search \"how are staff engineers promoted\"\n"
        "  winnow search \"error budgets\" --mode lexical --since 2024-01-01 --min-score 7 --tag reliability\n"
        "  winnow search --like https://example.org/article -n 5\n"
        "  winnow search \"on-call load\" --rerank local --format markdown");
    line.choose(command, [arguments] { return search_command(*arguments); });
}

void add_index(CommandLine& line) {
    const auto arguments = std::make_shared<IndexArguments>();
    auto* command = line.add_command("index", "What winnow search reads: size, checks, moving", &arguments->common);
    command->footer(
        "Examples:\n"
        "  winnow index verify\n"
        "  winnow index export all.jsonl");
    const auto add = [&](const std::string& name, const std::string& summary) {
        auto* action = command->add_subcommand(name, summary);
        action->callback([arguments, name] { arguments->action = name; });
        action->fallthrough();
        return action;
    };
    add("stats", "How much it holds, and by which model");
    add("verify", "Look for damage");
    add("rebuild", "Make it anew from itself and the memory, with the configured model");
    for (const auto* name : {"export", "import"})
        add(name, name == std::string("export") ? "Write all of it as JSON lines" : "Add what was exported")
            ->add_option("file", arguments->file, "File; standard input or output if not given");
    command->footer(
        "Examples:\n"
        "  winnow index stats\n"
        "  winnow index export all.jsonl\n"
        "  WINNOW_INDEX__KIND=qdrant WINNOW_INDEX__URL=http://localhost:6333 winnow index import all.jsonl");
    command->require_subcommand(1, 1);
    line.choose(command, [arguments] { return index_command(*arguments); });
}

void add_cache(CommandLine& line) {
    const auto arguments = std::make_shared<CacheArguments>();
    auto* command = line.add_command("cache", "What is remembered of pages and judgements", &arguments->common);
    command->footer(
        "Examples:\n"
        "  winnow cache prune --older-than 90d\n"
        "  winnow cache clear --yes");
    for (const auto* name : {"stats", "clear", "prune"}) {
        auto* action =
            command->add_subcommand(name, name == std::string("stats")   ? "How much is remembered"
                                          : name == std::string("clear") ? "Forget everything"
                                                                         : "Forget what was long not touched");
        action->callback([arguments, name] { arguments->action = name; });
        action->fallthrough();
        if (name == std::string("prune")) action->add_option("--older-than", arguments->older_than, "Age, such as 30d");
        if (name == std::string("clear")) action->add_flag("-y,--yes", arguments->yes, "Do not ask");
    }
    command->require_subcommand(1, 1);
    line.choose(command, [arguments] { return cache_command(*arguments); });
}

}  // namespace winnow::cli
