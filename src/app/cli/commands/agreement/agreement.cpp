#include <algorithm>
#include <cstdio>
#include <map>
#include <sstream>

#include "app/cli/commands/agreement/judged_pages.h"
#include "app/cli/commands/commands.h"
#include "app/cli/session.h"
#include "app/cli/terminal/interrupt.h"
#include "app/cli/terminal/progress.h"
#include "app/wiring/labels/thumbs_json.h"
#include "evaluate/agreement/labels.h"
#include "evaluate/agreement/thumbs.h"
#include "files/files.h"
#include "json/value.h"
#include "publish/terminal.h"
#include "publish/wording.h"

namespace winnow::cli {
namespace {

constexpr std::size_t kMaxLabelBytes = 64u << 20;

/// Why and how pages are judged here: everything but the judge is the same for all.
struct Setup {
    const CommonArguments& common;
    const SourceArguments& sources;
    std::string question;
    Deadline deadline;
};

Result<std::unique_ptr<Assembly>> assembled(const Setup& setup, const Settings& settings) {
    TRY(auto assembly, Assembly::make(settings, {.archive = setup.sources.archive, .record = setup.sources.record}));
    say_notes(assembly->notes());
    if (!assembly->judge_note().empty() && setup.common.verbosity >= 0) say_notes({assembly->judge_note()});
    return assembly;
}

JudgedPages judged_by(Assembly& assembly, const Setup& setup, const Settings& settings,
                      const std::vector<std::string>& urls) {
    auto options = run_options(settings);
    options.question = setup.question;
    options.paced = setup.sources.archive.empty();
    if (!setup.sources.archive.empty()) options.pages = PageMemory::ignored;
    const auto progress =
        make_progress(stderr, *assembly.components().clock, setup.common.verbosity < 0 || setup.common.json);
    return judge_pages(assembly, options, urls, *progress, setup.deadline);
}

/// The pages that both have.
std::vector<PagePair> paired(const std::vector<ScoredPage>& reference, const std::vector<ScoredPage>& judged) {
    std::map<std::string_view, const ScoredPage*> by_url;
    for (const auto& page : judged) by_url.emplace(page.url, &page);
    std::vector<PagePair> pairs;
    for (const auto& page : reference)
        if (const auto found = by_url.find(page.url); found != by_url.end()) pairs.push_back({page, *found->second});
    return pairs;
}

json::Value encode(const std::optional<double>& value) {
    return value ? json::Value(*value) : json::Value();
}

json::Value encode(const Agreement& one) {
    return json::object({{"pages", one.count},
                         {"spearman", encode(one.spearman)},
                         {"weighted_kappa", encode(one.kappa)},
                         {"mean_error", one.mean_error},
                         {"bias", one.bias},
                         {"error_of_the_mean", one.constant_error}});
}

json::Value encode(const AgreementReport& report) {
    json::Value criteria{json::Object{}};
    for (const auto& [name, one] : report.criteria) criteria.set(name, encode(one));
    const auto& threshold = report.threshold;
    return json::object({{"criteria", std::move(criteria)},
                         {"overall", encode(report.overall)},
                         {"threshold", json::object({{"both_above", threshold.both_above},
                                                     {"both_below", threshold.both_below},
                                                     {"only_reference_above", threshold.only_reference},
                                                     {"only_judge_above", threshold.only_judge}})}});
}

/// The thumbs as a section of the page; empty if there are none.
std::string thumbs_text(const ThumbsAgreement& thumbs) {
    const auto sentences = in_sentences(thumbs);
    std::string text = sentences.empty() ? "" : "## Thumbs\n\n";
    for (const auto& sentence : sentences) text += "- " + sentence + "\n";
    return text;
}

std::string cost_of(const Usage& usage) {
    if (usage.input_tokens + usage.output_tokens == 0) return {};
    char money[32];
    std::snprintf(money, sizeof money, "%.4f", usage.cost_usd);
    return ", " + std::to_string(usage.input_tokens + usage.output_tokens) + " tokens, $" + money;
}

std::string named(Assembly& assembly) {
    return assembly.method() + " (" + assembly.components().evaluator->model() + ")";
}

Result<void> say(const std::string& text, const std::string& file) {
    if (!file.empty() && file != "-") return files::write_file_atomically(file, text);
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) std::printf("%s\n", plain_terminal_text(line).c_str());
    return {};
}

Result<ExitCode> judge_labels(const JudgeArguments& arguments) {
    TRY(const auto settings, begin(arguments.common));
    const Setup setup{arguments.common, arguments.sources, arguments.question,
                      Deadline::after(std::chrono::days{1}, stop_on_signals())};
    TRY(auto assembly, assembled(setup, settings));
    const auto& rubric = assembly->components().rubric;
    TRY(const auto text, files::read_file(arguments.labels, kMaxLabelBytes));
    TRY(const auto labels, read_labels(text, rubric, arguments.labels));
    std::vector<std::string> urls;
    for (const auto& label : labels) urls.push_back(label.url);
    const auto judged = judged_by(*assembly, setup, settings, urls);
    if (setup.deadline.has_passed()) return fail(ErrorKind::cancelled, "stopped");
    const auto pairs = paired(labels, judged.pages);
    const auto report = agreement_report(pairs, rubric);
    const auto thumbs = thumbs_agreement(thumbed(pairs, rubric), rubric.min_score);
    if (arguments.common.json) {
        auto value = encode(report);
        value.set("thumbs", encode(thumbs))
            .set("method", assembly->method())
            .set("rubric", rubric.name)
            .set("unjudged", judged.unjudged.size());
        std::fputs(json::dump_pretty(value).c_str(), stdout);
    } else {
        TRY_OK(say("# " + named(*assembly) + " against " + arguments.labels + "\n\nRubric " + rubric.name + ", " +
                       std::to_string(judged.pages.size()) + " of " + std::to_string(labels.size()) +
                       " labelled pages judged" + cost_of(judged.usage) + ".\n\n" +
                       joined({to_markdown(report, rubric), thumbs_text(thumbs)}, "\n") + unjudged_text(judged),
                   arguments.output));
    }
    return judged.unjudged.empty() ? ExitCode::done : ExitCode::partial;
}

/// The URLs that the command line names, or all of the archive.
Result<std::vector<std::string>> urls_of(const CompareArguments& arguments, Assembly& assembly) {
    std::vector<std::string> urls;
    for (const auto& target : arguments.sources.urls) {
        auto url = Url::parse(target);
        if (!url) return fail(ErrorKind::invalid_argument, "'" + target + "' is no URL: " + url.error().message());
        if (std::ranges::find(urls, url->href()) == urls.end()) urls.push_back(url->href());
    }
    if (!urls.empty() || arguments.sources.archive.empty()) return urls;
    for (auto& source : assembly.components().sources) {
        TRY(const auto found, source->discover({.question = arguments.question, .limit = 1'000'000}, Deadline()));
        for (const auto& candidate : found.candidates) urls.push_back(candidate.url.href());
    }
    if (arguments.limit > 0 && urls.size() > arguments.limit) urls.resize(arguments.limit);
    return urls;
}

Result<ExitCode> compare_methods(const CompareArguments& arguments) {
    TRY(auto settings, begin(arguments.common));
    const Setup setup{arguments.common, arguments.sources, arguments.question,
                      Deadline::after(std::chrono::days{1}, stop_on_signals())};
    auto other_settings = settings;
    settings.evaluate.method = arguments.methods[0];
    other_settings.evaluate.method = arguments.methods[1];
    TRY(auto first, assembled(setup, settings));
    TRY(auto second, assembled(setup, other_settings));
    const auto& rubric = first->components().rubric;
    if (rubric != second->components().rubric)
        return fail(ErrorKind::invalid_argument, "the two methods judge by different rubrics, " + rubric.name +
                                                     " and " + second->components().rubric.name);
    TRY(const auto urls, urls_of(arguments, *first));
    if (urls.empty()) return fail(ErrorKind::invalid_argument, "there is no page to judge; name URLs or an --archive");
    const auto a = judged_by(*first, setup, settings, urls);
    const auto b = judged_by(*second, setup, other_settings, urls);
    if (setup.deadline.has_passed()) return fail(ErrorKind::cancelled, "stopped");
    const auto report = agreement_report(paired(a.pages, b.pages), rubric);
    if (arguments.common.json) {
        auto value = encode(report);
        value.set("reference", first->method()).set("judge", second->method()).set("rubric", rubric.name);
        std::fputs(json::dump_pretty(value).c_str(), stdout);
    } else {
        const auto line = [&](Assembly& one, const JudgedPages& judged) {
            return "- " + named(one) + ": " + std::to_string(judged.pages.size()) + " of " +
                   std::to_string(urls.size()) + " pages judged" + cost_of(judged.usage) + "\n";
        };
        TRY_OK(say("# " + second->method() + " compared with " + first->method() + "\n\nRubric " + rubric.name + "; " +
                       first->method() + " is the reference.\n\n" + line(*first, a) + line(*second, b) + "\n" +
                       to_markdown(report, rubric) + unjudged_text(a) + unjudged_text(b),
                   arguments.output));
    }
    return a.unjudged.empty() && b.unjudged.empty() ? ExitCode::done : ExitCode::partial;
}

}  // namespace

ExitCode judge_command(const JudgeArguments& arguments) {
    const auto code = judge_labels(arguments);
    return code ? *code : complain(code.error());
}

ExitCode compare_command(const CompareArguments& arguments) {
    const auto code = compare_methods(arguments);
    return code ? *code : complain(code.error());
}

}  // namespace winnow::cli
