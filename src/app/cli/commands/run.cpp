#include "pipeline/run.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <thread>
#include <utility>

#include "app/cli/commands/commands.h"
#include "app/cli/commands/estimate/estimate.h"
#include "app/cli/session.h"
#include "app/cli/terminal/interrupt.h"
#include "app/cli/terminal/progress.h"
#include "app/wiring/assembly.h"
#include "app/wiring/morning/profiles.h"
#include "json/codec.h"
#include "publish/terminal.h"
#include "text/blank.h"

namespace winnow::cli {
namespace {

using Texts = std::vector<std::string>;

/// The lists of a command line that say where URLs come from, by the names under which a run keeps them.
constexpr std::array<std::pair<const char*, Texts SourceArguments::*>, 6> kSourceLists{{
    {"urls", &SourceArguments::urls},
    {"url_files", &SourceArguments::url_files},
    {"feeds", &SourceArguments::feeds},
    {"sitemaps", &SourceArguments::sitemaps},
    {"opml_files", &SourceArguments::opml_files},
    {"only", &SourceArguments::only},
}};
constexpr std::array<std::pair<const char*, std::size_t RunArguments::*>, 3> kLimits{{
    {"limit", &RunArguments::limit},
    {"per_source", &RunArguments::per_source},
    {"max_urls", &RunArguments::max_urls},
}};

json::Value list_of(const Texts& texts) {
    json::Value list(json::Array{});
    for (const auto& text : texts) list.push(text);
    return list;
}

Texts texts_of(const json::Value& list) {
    Texts result;
    for (const auto& item : list.items()) result.push_back(item.text());
    return result;
}

bool is_among(std::string_view text, const Texts& texts) {
    return std::ranges::find(texts, text) != texts.end();
}

/// What a run must have alike to be continued: kept with it, and taken over by --resume.
json::Value settings_of(const RunArguments& arguments, const Settings& settings) {
    auto kept = json::object({{"archive", arguments.sources.archive},
                              {"output", arguments.output},
                              {"since", arguments.since},
                              {"method", settings.evaluate.method},
                              {"rubric", settings.evaluate.rubric},
                              {"min_score", settings.evaluate.min_score},
                              {"batch", settings.evaluate.batch},
                              {"formats", list_of(arguments.formats)}});
    for (const auto& [name, limit] : kLimits) kept.set(name, arguments.*limit);
    for (const auto& [name, list] : kSourceLists) kept.set(name, list_of(arguments.sources.*list));
    return kept;
}

/// Takes over what the run's command line said where this one says nothing.
void take_over(const json::Value& kept, RunArguments& arguments, Settings& settings) {
    auto& sources = arguments.sources;
    const bool is_told_where = sources.names_any() || !sources.only.empty();
    if (sources.archive.empty()) sources.archive = kept["archive"].text();
    if (arguments.output.empty()) arguments.output = kept["output"].text();
    if (arguments.since.empty()) arguments.since = kept["since"].as_string("");
    if (arguments.formats.empty()) arguments.formats = texts_of(kept["formats"]);
    for (const auto& [name, limit] : kLimits)
        if (arguments.*limit == 0) arguments.*limit = static_cast<std::size_t>(kept[name].as_int());
    if (!is_told_where)
        for (const auto& [name, list] : kSourceLists) sources.*list = texts_of(kept[name]);
    settings.evaluate.method = kept["method"].as_string(settings.evaluate.method);
    settings.evaluate.rubric = kept["rubric"].as_string(settings.evaluate.rubric);
    settings.evaluate.min_score = kept["min_score"].as_double(settings.evaluate.min_score);
    settings.evaluate.batch = kept["batch"].as_bool(settings.evaluate.batch);
}

/// Finds the run to continue and takes over what its command line said. URLs that it found already need no source.
Result<RunRecord> find_resumable(RunArguments& arguments, Settings& settings) {
    TRY(const auto opened, open_store(settings));
    auto* const store = opened.store.get();
    std::optional<RunRecord> record;
    if (arguments.resume->empty()) {
        TRY(record, store->unfinished_run(arguments.question));
        if (!record) return fail(ErrorKind::invalid_argument, "there is no unfinished run to continue");
    } else {
        TRY(record, store->find_run(*arguments.resume));
        if (!record)
            return fail(ErrorKind::invalid_argument,
                        "there is no run '" + *arguments.resume + "'; winnow runs lists them");
        if (record->state == RunState::finished)
            return fail(ErrorKind::invalid_argument,
                        "run " + record->id + " is finished; its report lies in " + record->folder);
    }
    TRY(auto kept, json::parse(record->settings.empty() ? "{}" : record->settings));
    TRY(const auto known, store->discovered(record->id));
    if (!known.candidates.empty()) {
        for (const auto& [name, list] : kSourceLists)
            if (list != &SourceArguments::only) kept.set(name, json::Value(json::Array{}));
    } else if (is_among("-", texts_of(kept["url_files"])) && !arguments.sources.names_any()) {
        return fail(ErrorKind::invalid_argument, "run " + record->id +
                                                     " was stopped before the URLs on its standard input were kept; "
                                                     "start it anew with them");
    }
    arguments.question = record->query;
    take_over(kept, arguments, settings);
    return *record;
}

Result<RunOptions> options_of(const RunArguments& arguments, const Settings& settings, const Components& components) {
    auto options = run_options(settings);
    options.question = arguments.question;
    const bool archived = !arguments.sources.archive.empty();
    options.paced = !archived;
    if (archived) options.pages = PageMemory::ignored;
    if (arguments.refresh) options.pages = PageMemory::refreshed;
    if (archived && settings.workers == 0) options.workers = std::max(1u, std::thread::hardware_concurrency());
    if (arguments.since == "last") {
        TRY(options.since_of, high_water_marks(*components.store, options.question));
    } else {
        TRY(options.since, parse_since(arguments.since, components.clock->now()));
    }
    if (arguments.limit > 0) options.rank.limit = arguments.limit;
    if (arguments.per_source > 0) options.per_source = arguments.per_source;
    if (arguments.max_urls > 0) options.max_urls = arguments.max_urls;
    if (arguments.workers > 0) options.workers = arguments.workers;
    if (!arguments.output.empty()) options.publish.folder = arguments.output;
    if (!arguments.formats.empty()) options.publish.formats = arguments.formats;
    // A list of URLs or an archive is looked at whole, unless a limit is named.
    if (arguments.per_source == 0 && (arguments.sources.names_any() || !arguments.sources.archive.empty()))
        options.per_source = 1'000'000;
    options.settings = json::dump(settings_of(arguments, settings));
    return options;
}

void show_plan(const DryRun& plan, bool as_json) {
    std::size_t fetches = 0;
    std::size_t evaluations = 0;
    json::Value entries(json::Array{});
    for (const auto& entry : plan.entries) {
        fetches += entry.fetch ? 1 : 0;
        evaluations += entry.evaluate ? 1 : 0;
        if (as_json) {
            entries.push(json::object({{"url", entry.candidate.url.href()},
                                       {"source", entry.candidate.source},
                                       {"fetch", entry.fetch},
                                       {"evaluate", entry.evaluate}}));
            continue;
        }
        std::printf("%-7s %-8s %s\n", entry.fetch ? "fetch" : "known", entry.evaluate ? "judge" : "judged",
                    plain_terminal_text(entry.candidate.url.href()).c_str());
    }
    if (as_json) {
        const auto value = json::object({{"urls", entries}, {"fetches", fetches}, {"evaluations", evaluations}});
        std::fputs(json::dump_pretty(value).c_str(), stdout);
        return;
    }
    for (const auto& source : plan.sources)
        if (!source.error.empty())
            std::printf("source %s: %s\n", source.source.c_str(), plain_terminal_text(source.error).c_str());
    std::printf("%zu URLs: %zu would be fetched, %zu judged. Nothing was.\n", plan.entries.size(), fetches,
                evaluations);
}

void show_result(const RunResult& result, const RunArguments& arguments) {
    if (arguments.common.json) {
        std::fputs(json::dump(result.report, json::Layout::pretty).c_str(), stdout);
        return;
    }
    const bool colour = is_terminal(stdout) && !std::getenv("NO_COLOR");
    std::fputs(terminal_list(result.report, {.width = terminal_width(stdout), .colour = colour}).c_str(), stdout);
    for (const auto& file : result.publication.files) {
        const auto name = file.filename();
        if (name == "report.html" || result.publication.files.size() == 1)
            std::printf("\nReport: %s\n", std::filesystem::absolute(file).c_str());
    }
}

/// A source that fails costs its own URLs, not the run; when nothing else gave any, the run was no success.
ExitCode exit_code_of(const Report& report) {
    const bool some_source_failed =
        std::ranges::any_of(report.sources, [](const SourceReport& source) { return !source.error.empty(); });
    const bool found_nothing = report.total_urls == 0 && some_source_failed;
    return report.failed_urls > 0 || found_nothing ? ExitCode::partial : ExitCode::done;
}

/// What the profile says, where neither flags nor arguments do.
Result<void> take_profile(const std::string& name, RunArguments& arguments, Settings& settings) {
    TRY(const auto profile, find_profile(settings, name));
    apply_profile(profile, arguments.common.settings, settings);
    if (arguments.question.empty()) arguments.question = profile.question;
    if (arguments.since.empty()) arguments.since = profile.since;
    if (arguments.sources.only.empty()) arguments.sources.only = profile.sources;
    return {};
}

/// One run; `profile` may be empty.
Result<ExitCode> run_it(RunArguments arguments, const std::string& profile) {
    TRY(auto settings, begin(arguments.common));
    if (!profile.empty()) TRY_OK(take_profile(profile, arguments, settings));
    if (arguments.question.empty()) arguments.question = settings.question;
    std::string run_id;
    if (arguments.resume) {
        TRY(const auto record, find_resumable(arguments, settings));
        run_id = record.id;
    }
    if (text::is_blank(arguments.question))
        return fail(ErrorKind::invalid_argument,
                    "the question is empty; try: winnow run \"blameless incident reviews\"");

    const auto stop = stop_on_signals();
    const auto& from = arguments.sources;
    AssemblyOptions assembly_options{.archive = from.archive, .record = from.record, .sources = {}, .only = from.only};
    assembly_options.indexed = !arguments.dry_run;
    assembly_options.batched = settings.evaluate.batch && !arguments.dry_run && !arguments.estimate;
    if (arguments.estimate) TRY_OK(assume_missing_keys(settings, arguments.provider, !from.archive.empty()));
    TRY(assembly_options.sources,
        named_sources({from.urls, from.url_files, from.feeds, from.sitemaps, from.opml_files}));
    TRY(auto assembly, Assembly::make(settings, assembly_options));
    say_notes(assembly->notes());
    if (!assembly->judge_note().empty() && arguments.common.verbosity >= 0) say_notes({assembly->judge_note()});
    settings.evaluate.method = assembly->method();
    auto& components = assembly->components();
    TRY(auto options, options_of(arguments, settings, components));
    options.run_id = run_id;
    const Deadline deadline = Deadline::after(std::chrono::days{7}, stop);
    auto progress = make_progress(stderr, *components.clock, arguments.common.verbosity < 0 || arguments.common.json);
    if (arguments.estimate) return show_estimate(components, settings, options, arguments, *progress, deadline);
    if (arguments.dry_run) {
        TRY(const auto plan, dry_run(components, options, *progress, deadline));
        show_plan(plan, arguments.common.json);
        return ExitCode::done;
    }
    auto result = run(components, options, *progress, deadline);
    progress.reset();  // leaves the terminal's line
    if (!result) return fail(std::move(result).error());
    show_result(*result, arguments);
    return exit_code_of(result->report);
}

Error no_profiles() {
    return {ErrorKind::invalid_argument, "the configuration has no profiles; see docs/getting-started.md"};
}

/// Done is best, then done in part; the first failure says how it failed.
ExitCode worse(ExitCode a, ExitCode b) {
    if (a == ExitCode::done) return b;
    return a == ExitCode::partial && b != ExitCode::done ? b : a;
}

}  // namespace

ExitCode run_command(const RunArguments& arguments) {
    auto profiles = arguments.profiles;
    if (arguments.all_profiles) {
        const auto settings = begin(arguments.common);
        if (!settings) return complain(settings.error());
        for (const auto& profile : settings->profiles) profiles.push_back(profile.name);
        if (profiles.empty()) return complain(no_profiles());
    }
    if (profiles.empty()) profiles.emplace_back();
    std::size_t failed = 0;
    auto worst = ExitCode::done;
    for (const auto& profile : profiles) {
        if (stop_on_signals().stop_requested()) break;
        const auto code = run_it(arguments, profile);
        if (!code) ++failed;
        worst = worse(worst, code ? *code : complain(code.error()));
    }
    if (profiles.size() > 1 && failed > 0 && failed < profiles.size()) worst = ExitCode::partial;
    if (!arguments.digest || stop_on_signals().stop_requested()) return worst;
    return worse(worst, digest_command({.common = arguments.common}));
}

}  // namespace winnow::cli
