#include "app/cli/parser.h"

#include <cstdio>
#include <functional>

#include <CLI/CLI.hpp>

#include "app/cli/commands/cloud/commands.h"
#include "app/cli/commands/commands.h"
#include "app/cli/outline.h"
#include "app/wiring/version.h"
#include "config/values.h"

namespace winnow::cli {
namespace {

/// The commands, each with the arguments that its flags fill in.
class Parser {
public:
    Parser() {
        app_.name("winnow");
        app_.require_subcommand(0, 1);
        app_.set_help_flag("-h,--help", "Explain the command, with examples");
        app_.set_version_flag("-V,--version", version_text(), "Version, commit, compiler and the kinds built in");
        app_.footer(
            "Examples:\n"
            "  winnow run \"engineering career growth frameworks\"\n"
            "  winnow run \"blameless incident reviews\" https://example.org/a https://example.org/b\n"
            "  winnow run \"rust async\" --feed https://blog.rust-lang.org/feed.xml --output reports\n"
            "  winnow COMMAND --help\n\n"
            "Exit codes: 0 done, 1 failed, 2 wrong use or configuration, 3 done but some URLs, or all sources, failed");
        add_run();
        add_estimate();
        add_evaluate();
        add_judge();
        add_compare();
        add_runs();
        add_search();
        add_index();
        add_cache();
        add_config();
        add_sources();
        add_rank();
        add_extract();
        add_doctor();
        add_cloud();
        add_completion();
    }

    int parse_and_run(int argc, const char* const* argv) {
        try {
            app_.parse(argc, argv);
        } catch (const CLI::CallForHelp& call) {
            return app_.exit(call);
        } catch (const CLI::CallForVersion& call) {
            return app_.exit(call);
        } catch (const CLI::ParseError& error) {
            return explain(error, argc, argv);
        }
        if (!chosen_) {
            std::fputs(app_.help().c_str(), stdout);
            return static_cast<int>(ExitCode::usage);
        }
        return static_cast<int>(chosen_());
    }

private:
    CLI::App* add_command(const std::string& name, const std::string& summary, CommonArguments* common) {
        auto* command = app_.add_subcommand(name, summary);
        if (!common) return command;
        command->add_option("-c,--config", common->config_file, "Configuration file")->type_name("FILE");
        setting(command, common, "--data", "data", "Folder of the memory: cache, judgements, runs", "DIR");
        command->add_flag("--json", common->json, "Write JSON for machines to standard output");
        command->add_flag("-v", common->verbosity, "Say more; twice for every URL");
        command->add_flag("-q,--quiet", [common](std::int64_t) { common->verbosity = -1; }, "Say nothing but errors");
        return command;
    }

    /// A flag that overrides a key of the configuration.
    static CLI::Option* setting(CLI::App* command, CommonArguments* common, const std::string& flag,
                                const std::string& key, const std::string& summary, const std::string& type) {
        return command
            ->add_option_function<std::string>(
                flag, [=](const std::string& value) { common->settings[key] = value; }, summary)
            ->type_name(type);
    }

    static void add_sources_of(CLI::App* command, SourceArguments& sources) {
        command->add_option("--urls", sources.url_files, "File with URLs, one a line; - is standard input")
            ->type_name("FILE");
        command->add_option("--feed", sources.feeds, "RSS, Atom or JSON feed")->type_name("URL");
        command->add_option("--sitemap", sources.sitemaps, "Sitemap or sitemap index")->type_name("URL");
        command->add_option("--opml", sources.opml_files, "OPML file with feeds")->type_name("FILE");
        command->add_option("--source", sources.only, "Use only this configured source; may be repeated")
            ->type_name("NAME");
    }

    static void add_network_of(CLI::App* command, CommonArguments* common, SourceArguments& sources) {
        command->add_option("--archive", sources.archive, "Answer from this WARC file instead of the network")
            ->type_name("FILE");
        command->add_option("--record", sources.record, "Write every exchange to this WARC file")
            ->type_name("FILE")
            ->excludes("--archive");
        command->add_flag_callback(
            "--allow-private", [common] { common->settings["net.allow_private"] = "true"; },
            "Allow loopback and private addresses");
        setting(command, common, "--method", "evaluate.method", "Judge: auto, or one that winnow doctor lists", "NAME");
        setting(command, common, "--rubric", "evaluate.rubric", "Rubric: a file, or the name of a built-in one",
                "FILE");
    }

    void add_run() {
        auto* command = add_command("run", "Answer a question with a ranked, explained reading list", &run_.common);
        command->add_option("question", run_.question, "What you want to know");
        command->add_option("url", run_.sources.urls, "Judge these URLs instead of asking the sources");
        add_sources_of(command, run_.sources);
        add_network_of(command, &run_.common, run_.sources);
        command->add_option("-o,--output", run_.output, "Folder that gets a folder per run")->type_name("DIR");
        command->add_option("--format", run_.formats, "Forms of the report: json, markdown, html, csv, atom, json_feed")
            ->delimiter(',');
        command->add_option("-n,--limit", run_.limit, "How long the list may be");
        command->add_option("--per-source", run_.per_source, "How many URLs each source may give");
        command->add_option("--max-urls", run_.max_urls, "How many URLs are looked at in all");
        command->add_option("--since", run_.since,
                            "Nothing older: a date, an age such as 7d, or last, what is new since the last run");
        command->add_option("--workers", run_.workers, "How many pages are treated at a time");
        setting(command, &run_.common, "--min-score", "evaluate.min_score", "Overall score that counts as high quality",
                "N");
        setting(command, &run_.common, "--budget-usd", "budget.cost_usd", "What models may cost", "USD");
        command->add_flag_callback(
            "--no-index", [this] { run_.common.settings["index.enabled"] = "false"; }, "Leave the index as it is");
        setting(command, &run_.common, "--budget-tokens", "budget.tokens", "How many tokens models may use", "N");
        command->add_option("--resume", run_.resume, "Continue the latest unfinished run, or the one named")
            ->expected(0, 1)
            ->default_str("")
            ->type_name("RUN");
        command->add_flag("--dry-run", run_.dry_run, "Say what would be fetched and judged, and do nothing");
        command->add_flag("--refresh", run_.refresh, "Ask for every page again, however fresh the known one is");
        command->footer(
            "Examples:\n"
            "  winnow run \"blameless incident reviews\"\n"
            "  cat urls.txt | winnow run \"code review\" --urls -\n"
            "  winnow run \"platform teams\" --record web.warc.gz && winnow run \"platform teams\" --archive "
            "web.warc.gz\n"
            "  winnow run --resume");
        choose(command, [this] { return run_command(run_); });
    }

    void add_estimate() {
        auto* command = add_command("estimate", "Say what a run would take: tokens, money, time", &estimate_.common);
        estimate_.estimate = true;
        command->add_option("question", estimate_.question, "What you want to know");
        command->add_option("url", estimate_.sources.urls, "These URLs instead of asking the sources");
        add_sources_of(command, estimate_.sources);
        add_network_of(command, &estimate_.common, estimate_.sources);
        command->add_option("--provider", estimate_.provider, "As if this provider's model judged")->type_name("NAME");
        command->add_option("--per-source", estimate_.per_source, "How many URLs each source may give");
        command->add_option("--max-urls", estimate_.max_urls, "How many URLs are looked at in all");
        command->add_option("--since", estimate_.since, "Nothing older: a date, or an age such as 7d");
        command->add_option("--workers", estimate_.workers, "How many pages are treated at a time");
        command->add_flag("--refresh", estimate_.refresh, "As if every page were asked for again");
        command->footer(
            "Examples:\n"
            "  winnow estimate \"blameless incident reviews\"\n"
            "  winnow estimate \"platform teams\" --archive web.warc.gz --provider anthropic");
        choose(command, [this] { return run_command(estimate_); });
    }

    void add_evaluate() {
        auto* command = add_command("evaluate", "Judge single pages and say why", &evaluate_.common);
        command->add_option("url", evaluate_.targets, "URLs or files")->required();
        command->add_option("--question", evaluate_.question, "What the reader wants to know");
        add_network_of(command, &evaluate_.common, evaluate_.sources);
        choose(command, [this] { return evaluate_command(evaluate_); });
    }

    void add_judge() {
        auto* command = add_command("judge", "Measure a judge against labels that people gave", &judge_.common);
        command->add_option("--labels", judge_.labels, "CSV or JSON: url and scores by criterion")
            ->required()
            ->type_name("FILE");
        command->add_option("--question", judge_.question, "What the reader wants to know");
        command->add_option("-o,--output", judge_.output, "Markdown file to write")->type_name("FILE");
        add_network_of(command, &judge_.common, judge_.sources);
        choose(command, [this] { return judge_command(judge_); });
    }

    void add_compare() {
        auto* command = add_command("compare", "Judge the same pages by two methods", &compare_.common);
        command->add_option("method", compare_.methods, "The reference, and the judge to compare with it")
            ->required()
            ->expected(2);
        command->add_option("--url", compare_.sources.urls, "Page to judge; all of the archive if none is named")
            ->type_name("URL");
        command->add_option("--question", compare_.question, "What the reader wants to know");
        command->add_option("-n,--limit", compare_.limit, "How many pages of the archive");
        command->add_option("-o,--output", compare_.output, "Markdown file to write")->type_name("FILE");
        add_network_of(command, &compare_.common, compare_.sources);
        choose(command, [this] { return compare_command(compare_); });
    }

    void add_runs() {
        auto* command = add_command("runs", "List earlier runs, or show one", &runs_.common);
        command->add_option("-n,--limit", runs_.limit, "How many");
        auto* list = command->add_subcommand("list", "The latest runs, newest first");
        auto* show = command->add_subcommand("show", "One run: its list, and where its report lies");
        show->add_option("run", runs_.id, "Its id, or the beginning of it")->required();
        list->fallthrough();
        show->fallthrough();
        command->require_subcommand(0, 1);
        choose(command, [this] { return runs_command(runs_); });
    }

    void add_search() {
        auto& search = search_;
        auto* command = add_command("search", "Search what earlier runs judged", &search.common);
        command->add_option("question", search.question, "What to look for");
        command->add_option("--like", search.like, "Documents like this one")->type_name("URL");
        command->add_option("--mode", search.mode, "By words, by meaning, or both")
            ->check(CLI::IsMember({"lexical", "semantic", "hybrid"}));
        command->add_option("--fusion", search.fusion, "How the two lists become one: reciprocal rank, or weighted")
            ->check(CLI::IsMember({"rrf", "weighted"}));
        command->add_option("--semantic-weight", search.semantic_weight, "Share of meaning in --fusion weighted")
            ->check(CLI::Range(0.0, 1.0));
        command->add_option("--source", search.sources, "Only what this source found; may be repeated");
        command->add_option("--language", search.languages, "Only this language, such as en; may be repeated");
        command->add_option("--tag", search.tags, "Only what has this tag; may be repeated for several");
        command->add_option("--since", search.since, "Published on or after: a date, or an age such as 30d");
        command->add_option("--until", search.until, "Published before: a date, or an age");
        command->add_option("--min-score", search.min_score, "Only what was judged at least so good");
        command->add_option("--run", search.run, "Only what this run judged: its id, or the beginning of it");
        command->add_option("-n,--limit", search.limit, "How many documents")->check(CLI::Range(1, 1000));
        command->add_option("--format", search.format, "text, json or markdown")
            ->check(CLI::IsMember({"text", "json", "markdown"}));
        command->add_option("--rerank", search.rerank, "Order the answer anew: by the local judge, or by a model")
            ->check(CLI::IsMember({"local", "provider"}));
        choose(command, [this] { return search_command(search_); });
    }

    void add_index() {
        auto* command = add_command("index", "What winnow search reads: size, checks, moving", &index_.common);
        const auto add = [&](const std::string& name, const std::string& summary) {
            auto* action = command->add_subcommand(name, summary);
            action->callback([this, name] { index_.action = name; });
            action->fallthrough();
            return action;
        };
        add("stats", "How much it holds, and by which model");
        add("verify", "Look for damage");
        add("rebuild", "Make it anew from itself and the memory, with the configured model");
        for (const auto* name : {"export", "import"})
            add(name, name == std::string("export") ? "Write all of it as JSON lines" : "Add what was exported")
                ->add_option("file", index_.file, "File; standard input or output if not given");
        command->require_subcommand(1, 1);
        choose(command, [this] { return index_command(index_); });
    }

    void add_cache() {
        auto* command = add_command("cache", "What is remembered of pages and judgements", &cache_.common);
        for (const auto* name : {"stats", "clear", "prune"}) {
            auto* action =
                command->add_subcommand(name, name == std::string("stats")   ? "How much is remembered"
                                              : name == std::string("clear") ? "Forget everything"
                                                                             : "Forget what was long not touched");
            action->callback([this, name] { cache_.action = name; });
            action->fallthrough();
            if (name == std::string("prune")) action->add_option("--older-than", cache_.older_than, "Age, such as 30d");
            if (name == std::string("clear")) action->add_flag("-y,--yes", cache_.yes, "Do not ask");
        }
        command->require_subcommand(1, 1);
        choose(command, [this] { return cache_command(cache_); });
    }

    void add_config() {
        auto* command = add_command("config", "Write, check and show the configuration", &config_.common);
        const auto add = [&](const std::string& name, const std::string& summary) {
            auto* action = command->add_subcommand(name, summary);
            action->callback([this, name] { config_.action = name; });
            action->fallthrough();
            return action;
        };
        auto* init = add("init", "Write a commented winnow.yaml");
        init->add_option("path", config_.path, "Where; winnow.yaml in this folder if not given");
        init->add_flag("--force", config_.force, "Overwrite");
        add("check", "Read the configuration and name every problem in it")->add_option("path", config_.path, "File");
        add("show", "What holds, and where it comes from");
        add("explain", "Every key with its type, default and meaning")
            ->add_flag("--markdown", config_.markdown, "As a page of the documentation");
        command->require_subcommand(1, 1);
        choose(command, [this] { return config_command(config_); });
    }

    void add_sources() {
        auto* command = add_command("sources", "List the sources, or try one", &sources_.common);
        auto* list = command->add_subcommand("list", "Every kind: what it needs, whether it is ready");
        auto* test = command->add_subcommand("test", "Ask one source and show what it gives");
        test->add_option("name", sources_.test, "Name or kind of the source")->required();
        test->add_option("--question", sources_.question, "What to ask for");
        list->fallthrough();
        test->fallthrough();
        command->require_subcommand(0, 1);
        choose(command, [this] { return sources_command(sources_); });
    }

    void add_rank() {
        auto* command =
            add_command("rank", "Rank an archive's pages for judged questions (TREC run file)", &rank_.common);
        command->add_option("--archive", rank_.archive, "WARC file with the pages")->required()->type_name("FILE");
        command->add_option("--queries", rank_.queries, "JSON object: query id to question")
            ->required()
            ->type_name("FILE");
        command->add_option("--trec", rank_.trec, "Run file to write; - is standard output")
            ->required()
            ->type_name("FILE");
        command->add_option("--manifest", rank_.manifest, "JSON array that maps url to id; otherwise the URL is the id")
            ->type_name("FILE");
        command->add_option("--depth", rank_.depth, "How many documents a question gets");
        choose(command, [this] { return rank_command(rank_); });
    }

    void add_extract() {
        auto* command = add_command("extract", "Text and metadata of pages", &extract_.common);
        command->add_option("target", extract_.targets, "Files or URLs; - is standard input");
        command->add_option("--format", extract_.format, "text, markdown or json")
            ->check(CLI::IsMember({"text", "markdown", "json"}));
        command->add_option("--batch", extract_.batch, "Folder of .html and .html.gz files")->type_name("DIR");
        command->add_option("--output", extract_.output, "JSON file for --batch")->type_name("FILE");
        choose(command, [this] { return extract_command(extract_); });
    }

    void add_doctor() {
        auto* command = add_command("doctor", "Check the set-up and say what is missing", &doctor_);
        choose(command, [this] { return doctor_command(doctor_); });
    }

    void add_cloud() {
        auto* lambda = add_command("lambda", "Serve a step of the pipeline as an AWS Lambda function", &lambda_.common);
        lambda->add_option("handler", lambda_.handler, "Its name, pipeline-evaluator for instance; else $_HANDLER");
        choose(lambda, [this] { return lambda_command(lambda_); });
        auto* invoke =
            add_command("invoke", "Run a step of the pipeline once, by hand, as the cloud does", &invoke_.common);
        invoke->add_option("handler", invoke_.handler, "Its name, pipeline-evaluator for instance")->required();
        invoke->add_option("event", invoke_.event, "File with the event; - is standard input");
        invoke->add_option("--archive", invoke_.archive, "Answer from this WARC file instead of the network")
            ->type_name("FILE");
        choose(invoke, [this] { return invoke_command(invoke_); });
    }

    void add_completion() {
        auto* command = add_command("completion", "Print a completion script", nullptr);
        command->add_option("shell", completion_.shell, "bash, zsh or fish")
            ->required()
            ->check(CLI::IsMember({"bash", "zsh", "fish"}));
        choose(command, [this] {
            std::fputs(completion_script(completion_.shell, outlines()).c_str(), stdout);
            return ExitCode::done;
        });
    }

    void choose(CLI::App* command, std::function<ExitCode()> run) {
        command->final_callback([this, run = std::move(run)] { chosen_ = run; });
    }

    std::vector<CommandOutline> outlines() const {
        std::vector<CommandOutline> all;
        for (const auto* command : app_.get_subcommands([](const CLI::App*) { return true; })) {
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

    static void add_flags(CommandOutline& outline, const CLI::Option* option) {
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
    int explain(const CLI::ParseError& error, int argc, const char* const* argv) const {
        std::string message = error.what();
        std::vector<std::string> words;
        const std::string command = argc > 1 ? argv[1] : "";
        bool known = false;
        for (const auto& outline : outlines()) {
            if (outline.name == command) {
                known = true;
                words = outline.actions;
                for (const auto& flag : outline.flags) words.push_back(flag.name);
            }
        }
        if (!known) {
            words.clear();
            for (const auto& outline : outlines()) words.push_back(outline.name);
            if (!command.empty() && !command.starts_with('-')) message = "there is no command '" + command + "'";
        }
        std::string hint;
        for (int i = 1; i < argc && hint.empty(); ++i) {
            const std::string_view word(argv[i]);
            const auto name = word.substr(0, word.find('='));
            if ((i == 1 && known) || (known && !word.starts_with('-')) || name.size() < 2) continue;
            if (std::find(words.begin(), words.end(), name) != words.end()) continue;
            if (const auto* const meant = config::nearest(name, words)) hint = *meant;
        }
        std::fprintf(stderr, "winnow: %s\n", message.c_str());
        if (!hint.empty()) std::fprintf(stderr, "  Did you mean %s?\n", hint.c_str());
        std::fprintf(stderr, "  See winnow %s--help\n", known ? (command + " ").c_str() : "");
        return static_cast<int>(ExitCode::usage);
    }

    CLI::App app_{"Finds, among everything that is written, what is worth an engineer's time, with proof."};
    std::function<ExitCode()> chosen_;
    RunArguments run_;
    RunArguments estimate_;
    EvaluateArguments evaluate_;
    JudgeArguments judge_;
    CompareArguments compare_;
    RunsArguments runs_;
    SearchArguments search_;
    IndexArguments index_;
    CacheArguments cache_;
    ConfigArguments config_;
    SourcesArguments sources_;
    RankArguments rank_;
    ExtractArguments extract_;
    CommonArguments doctor_;
    LambdaArguments lambda_;
    InvokeArguments invoke_;
    CompletionArguments completion_;
};

}  // namespace

int main(int argc, const char* const* argv) {
    Parser parser;
    return parser.parse_and_run(argc, argv);
}

}  // namespace winnow::cli
