#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/commands/commands.h"
#include "app/cli/parser/command_line.h"

namespace winnow::cli {

void add_run(CommandLine& line) {
    const auto arguments = std::make_shared<RunArguments>();
    auto* command =
        line.add_command("run", "Answer a question with a ranked, explained reading list", &arguments->common);
    command->add_option("question", arguments->question, "What you want to know");
    command->add_option("url", arguments->sources.urls, "Judge these URLs instead of asking the sources");
    line.add_sources_of(command, arguments->sources);
    line.add_network_of(command, &arguments->common, arguments->sources);
    command->add_option("-o,--output", arguments->output, "Folder that gets a folder per run")->type_name("DIR");
    command
        ->add_option("--format", arguments->formats, "Forms of the report: json, markdown, html, csv, atom, json_feed")
        ->delimiter(',');
    command->add_option("-n,--limit", arguments->limit, "How long the list may be")->check(CLI::Range(0, 1'000'000));
    command->add_option("--per-source", arguments->per_source, "How many URLs each source may give")
        ->check(CLI::Range(0, 1'000'000));
    command->add_option("--max-urls", arguments->max_urls, "How many URLs are looked at in all")
        ->check(CLI::Range(0, 1'000'000));
    command->add_option("--since", arguments->since,
                        "Nothing older: a date, an age such as 7d, or last, what is new since the last run");
    command->add_option("--workers", arguments->workers, "How many pages are treated at a time")
        ->check(CLI::Range(0, 1'000'000));
    line.setting(command, &arguments->common, "--min-score", "evaluate.min_score",
                 "Overall score that counts as high quality", "N");
    line.setting(command, &arguments->common, "--budget-usd", "budget.cost_usd", "What models may cost", "USD");
    command->add_flag_callback(
        "--no-index", [arguments] { arguments->common.settings["index.enabled"] = "false"; },
        "Leave the index as it is");
    line.setting(command, &arguments->common, "--budget-tokens", "budget.tokens", "How many tokens models may use",
                 "N");
    command->add_flag_callback(
        "--batch", [arguments] { arguments->common.settings["evaluate.batch"] = "true"; },
        "Ask models in batches: cheaper, and there within a day");
    command->add_option("--resume", arguments->resume, "Continue the latest unfinished run, or the one named")
        ->expected(0, 1)
        ->default_str("")
        ->type_name("RUN");
    command->add_flag("--dry-run", arguments->dry_run, "Say what would be fetched and judged, and do nothing");
    command->add_flag("--refresh", arguments->refresh, "Ask for every page again, however fresh the known one is");
    command->add_option("--profile", arguments->profiles, "Question and limits of the configuration; may be repeated")
        ->type_name("NAME");
    command->add_flag("--all-profiles", arguments->all_profiles, "Every profile, one after the other")
        ->excludes("--profile");
    command->add_flag("--digest", arguments->digest, "Then deliver what is new, as winnow digest does");
    command->footer(
        "Examples:\n"
        "  winnow run \"blameless incident reviews\"\n"
        "  cat urls.txt | winnow run \"code review\" --urls -\n"
        "  winnow run \"platform teams\" --record web.warc.gz && winnow run \"platform teams\" --archive "
        "web.warc.gz\n"
        "  winnow run --resume");
    line.choose(command, [arguments] { return run_command(*arguments); });
}

void add_estimate(CommandLine& line) {
    const auto arguments = std::make_shared<RunArguments>();
    auto* command = line.add_command("estimate", "Say what a run would take: tokens, money, time", &arguments->common);
    arguments->estimate = true;
    command->add_option("question", arguments->question, "What you want to know");
    command->add_option("url", arguments->sources.urls, "These URLs instead of asking the sources");
    line.add_sources_of(command, arguments->sources);
    line.add_network_of(command, &arguments->common, arguments->sources);
    command->add_option("--provider", arguments->provider, "As if this provider's model judged")->type_name("NAME");
    command->add_flag_callback(
        "--batch", [arguments] { arguments->common.settings["evaluate.batch"] = "true"; }, "At the price of batches");
    command->add_option("--per-source", arguments->per_source, "How many URLs each source may give")
        ->check(CLI::Range(0, 1'000'000));
    command->add_option("--max-urls", arguments->max_urls, "How many URLs are looked at in all")
        ->check(CLI::Range(0, 1'000'000));
    command->add_option("--since", arguments->since, "Nothing older: a date, or an age such as 7d");
    command->add_option("--workers", arguments->workers, "How many pages are treated at a time")
        ->check(CLI::Range(0, 1'000'000));
    command->add_flag("--refresh", arguments->refresh, "As if every page were asked for again");
    command->footer(
        "Examples:\n"
        "  winnow estimate \"blameless incident reviews\"\n"
        "  winnow estimate \"platform teams\" --archive web.warc.gz --provider anthropic");
    line.choose(command, [arguments] { return run_command(*arguments); });
}

void add_evaluate(CommandLine& line) {
    const auto arguments = std::make_shared<EvaluateArguments>();
    auto* command = line.add_command("evaluate", "Judge single pages and say why", &arguments->common);
    command->footer(
        "Examples:\n"
        "  winnow evaluate article.html --question \"career growth frameworks\"\n"
        "  winnow evaluate https://example.org/article --method local --json");
    command->add_option("url", arguments->targets, "URLs or files")->required();
    command->add_option("--question", arguments->question, "What the reader wants to know");
    line.add_network_of(command, &arguments->common, arguments->sources);
    line.choose(command, [arguments] { return evaluate_command(*arguments); });
}

void add_judge(CommandLine& line) {
    const auto arguments = std::make_shared<JudgeArguments>();
    auto* command = line.add_command("judge", "Measure a judge against labels that people gave", &arguments->common);
    command->footer(
        "Examples:\n"
        "  winnow judge --labels labels.csv\n"
        "  winnow judge --labels labels.csv --method standard --output agreement.md");
    command->add_option("--labels", arguments->labels, "CSV or JSON: url and scores by criterion")
        ->required()
        ->type_name("FILE");
    command->add_option("--question", arguments->question, "What the reader wants to know");
    command->add_option("-o,--output", arguments->output, "Markdown file to write")->type_name("FILE");
    line.add_network_of(command, &arguments->common, arguments->sources);
    line.choose(command, [arguments] { return judge_command(*arguments); });
}

void add_compare(CommandLine& line) {
    const auto arguments = std::make_shared<CompareArguments>();
    auto* command = line.add_command("compare", "Judge the same pages by two methods", &arguments->common);
    command->footer(
        "Examples:\n"
        "  winnow compare local standard --archive web.warc.gz -n 20");
    command->add_option("method", arguments->methods, "The reference, and the judge to compare with it")
        ->required()
        ->expected(2);
    command->add_option("--url", arguments->sources.urls, "Page to judge; all of the archive if none is named")
        ->type_name("URL");
    command->add_option("--question", arguments->question, "What the reader wants to know");
    command->add_option("-n,--limit", arguments->limit, "How many pages of the archive")
        ->check(CLI::Range(0, 1'000'000));
    command->add_option("-o,--output", arguments->output, "Markdown file to write")->type_name("FILE");
    line.add_network_of(command, &arguments->common, arguments->sources);
    line.choose(command, [arguments] { return compare_command(*arguments); });
}

void add_rank(CommandLine& line) {
    const auto arguments = std::make_shared<RankArguments>();
    auto* command =
        line.add_command("rank", "Rank an archive's pages for judged questions (TREC run file)", &arguments->common);
    command->footer(
        "Examples:\n"
        "  winnow rank --archive web.warc.gz --queries queries.json --trec run.txt");
    command->add_option("--archive", arguments->archive, "WARC file with the pages")->required()->type_name("FILE");
    command->add_option("--queries", arguments->queries, "JSON object: query id to question")
        ->required()
        ->type_name("FILE");
    command->add_option("--trec", arguments->trec, "Run file to write; - is standard output")
        ->required()
        ->type_name("FILE");
    command
        ->add_option("--manifest", arguments->manifest, "JSON array that maps url to id; otherwise the URL is the id")
        ->type_name("FILE");
    command->add_option("--depth", arguments->depth, "How many documents a question gets")
        ->check(CLI::Range(0, 1'000'000));
    line.choose(command, [arguments] { return rank_command(*arguments); });
}

void add_extract(CommandLine& line) {
    const auto arguments = std::make_shared<ExtractArguments>();
    auto* command = line.add_command("extract", "Text and metadata of pages", &arguments->common);
    command->footer(
        "Examples:\n"
        "  winnow extract https://example.org/article --format markdown\n"
        "  winnow extract --batch pages --output texts.json");
    command->add_option("target", arguments->targets, "Files or URLs; - is standard input");
    command->add_option("--format", arguments->format, "text, markdown or json")
        ->check(CLI::IsMember({"text", "markdown", "json"}));
    command->add_option("--batch", arguments->batch, "Folder of .html and .html.gz files")->type_name("DIR");
    command->add_option("--output", arguments->output, "JSON file for --batch")->type_name("FILE");
    line.choose(command, [arguments] { return extract_command(*arguments); });
}

}  // namespace winnow::cli
