#include "app/cli/commands/estimate/estimate.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <filesystem>

#include "app/cli/session.h"
#include "app/wiring/judges/judges.h"
#include "app/wiring/models.h"
#include "files/files.h"
#include "json/codec.h"
#include "publish/terminal.h"

namespace winnow::cli {
namespace {

constexpr std::size_t kRunsLookedAt = 20;
constexpr std::size_t kMaxReportBytes = 64u << 20;

/// Whether a judge's name of what judged ("gpt-5-mini (prompt 3)") means the model.
bool names_model(std::string_view text, std::string_view model) {
    const auto at = text.find(model);
    if (at == std::string_view::npos) return false;
    const auto after = text.substr(at + model.size());
    return after.empty() ||
           (std::isalnum(static_cast<unsigned char>(after[0])) == 0 && after[0] != '-' && after[0] != '.');
}

/// The provider whose model the evaluator asks, by the model's name, else the first that is ready.
std::string provider_of(const Settings& settings, const Evaluator& evaluator) {
    if (!evaluator.is_metered()) return {};
    const auto ready = ready_providers(settings);
    for (const auto& name : ready) {
        const auto options = provider_options(settings, name);
        if (options && names_model(evaluator.model(), options->model)) return name;
    }
    return ready.empty() ? std::string() : ready.front();
}

/// Seconds a page took in that run, all workers together; 0 if its report is gone.
double seconds_per_page(const RunRecord& run) {
    const auto text = files::read_file(std::filesystem::path(run.folder) / "results.json", kMaxReportBytes);
    if (!text) return 0;
    const auto value = json::parse(*text);
    if (!value) return 0;
    const auto report = json::decode_report(*value);
    if (!report || report->evaluated_urls == 0) return 0;
    const auto found = std::ranges::find(report->stages, "evaluate", &StageTime::stage);
    return found == report->stages.end() ? 0 : found->seconds / report->evaluated_urls;
}

/// Words of the remembered pages that would be judged, and their number.
Result<std::pair<double, std::size_t>> known_words(Store& store, const DryRun& plan, const RunOptions& options) {
    std::pair<double, std::size_t> found{0, 0};
    if (options.pages == PageMemory::ignored) return found;
    for (const auto& entry : plan.entries) {
        if (!entry.evaluate || entry.fetch) continue;
        TRY(const auto page, store.find_page(entry.candidate.url));
        if (!page) continue;
        found.first += page->document.words;
        ++found.second;
    }
    return found;
}

json::Value as_json(const Estimate& found) {
    return json::object({{"urls", found.urls},
                         {"fetches", found.fetches},
                         {"judgements", found.judgements},
                         {"remembered", found.remembered},
                         {"method", found.method},
                         {"provider", found.provider.empty() ? json::Value() : json::Value(found.provider)},
                         {"model", found.model.empty() ? json::Value() : json::Value(found.model)},
                         {"input_tokens", found.input_tokens},
                         {"output_tokens", found.output_tokens},
                         {"cost_usd", found.cost_usd},
                         {"seconds", found.seconds},
                         {"based_on_judgements", found.judgements_behind}});
}

std::string duration_text(double seconds) {
    if (seconds < 90) return std::to_string(std::llround(std::ceil(seconds))) + " s";
    if (seconds < 5400) return std::to_string(std::llround(seconds / 60)) + " min";
    return std::to_string(std::llround(seconds / 3600)) + " h";
}

void show(const Estimate& found, const Settings& settings) {
    std::printf("%zu URLs: %zu to fetch, %zu to judge at most, %zu remembered, which cost nothing\n", found.urls,
                found.fetches, found.judgements, found.remembered);
    if (found.provider.empty()) {
        std::printf("judge    %s: no model is asked, no cost\n", found.method.c_str());
    } else {
        std::printf("judge    %s by %s (%s)\n", found.method.c_str(), found.model.c_str(), found.provider.c_str());
        std::printf("tokens   about %lld in, %lld out\n", static_cast<long long>(found.input_tokens),
                    static_cast<long long>(found.output_tokens));
        std::printf("cost     about %.2f US dollars\n", found.cost_usd);
        if (settings.budget_usd > 0 && found.cost_usd > settings.budget_usd)
            std::printf("         more than the budget of %.2f: the run would end with URLs that nobody judged\n",
                        settings.budget_usd);
    }
    std::printf("time     about %s\n", duration_text(found.seconds).c_str());
    if (settings.models.keys_assumed)
        std::printf("key      none is set for it; winnow doctor says what a run would need\n");
    if (found.judgements_behind > 0)
        std::printf("By %d judgements of earlier runs. Nothing was fetched or judged.\n", found.judgements_behind);
    else
        std::printf("By assumptions, for no earlier run judged like this. Nothing was fetched or judged.\n");
}

}  // namespace

Result<std::optional<Effort>> remembered_effort(Store& store, const std::string& method, const std::string& model) {
    Effort sum;
    double seconds = 0;
    int timed_runs = 0;
    TRY(const auto runs, store.runs(kRunsLookedAt));
    for (const auto& run : runs) {
        if (run.method != method) continue;
        TRY(const auto outcomes, store.outcomes(run.id));
        int judged = 0;
        for (const auto& item : outcomes) {
            if (item.state != UrlState::judged || !item.assessment || !names_model(item.assessment->model, model))
                continue;
            sum.input_tokens += static_cast<double>(item.assessment->usage.input_tokens);
            sum.output_tokens += static_cast<double>(item.assessment->usage.output_tokens);
            ++judged;
        }
        sum.judgements += judged;
        if (const double each = judged > 0 ? seconds_per_page(run) : 0; each > 0) {
            seconds += each;
            ++timed_runs;
        }
    }
    if (sum.judgements == 0) return std::nullopt;
    sum.input_tokens /= sum.judgements;
    sum.output_tokens /= sum.judgements;
    if (timed_runs > 0) sum.seconds_per_page = seconds / timed_runs;
    return sum;
}

Result<void> assume_missing_keys(Settings& settings, const std::string& provider, bool from_archive) {
    TRY(const auto choice, choose_judge(settings, from_archive));
    const bool lacks = !lack_of_method(settings, choice.method).empty() ||
                       (!provider.empty() && !provider_options(settings, provider));
    if (!lacks) return {};
    settings.evaluate.method = choice.method;  // `auto` goes by the keys that are there
    settings.models.keys_assumed = true;
    return {};
}

Estimate estimate(const DryRun& plan, const EstimateBasis& basis, double known_words, std::size_t known_pages) {
    Estimate result{.urls = plan.entries.size(), .method = basis.method, .provider = basis.provider, .model = {}};
    for (const auto& entry : plan.entries) {
        result.fetches += entry.fetch ? 1 : 0;
        result.judgements += entry.evaluate ? 1 : 0;
        result.remembered += entry.evaluate ? 0 : 1;
    }
    const auto& assumed = basis.assumed;
    const auto judgements = static_cast<double>(result.judgements);
    const double parallel = static_cast<double>(std::max<std::size_t>(1, basis.workers));
    const double calls_at_once =
        static_cast<double>(std::max<std::size_t>(1, std::min(basis.workers, basis.concurrency)));
    if (!basis.provider.empty()) {
        double input = 0;
        double output = 0;
        if (basis.effort) {
            input = judgements * basis.effort->input_tokens;
            output = judgements * basis.effort->output_tokens;
        } else {
            const double words =
                known_words + static_cast<double>(result.judgements - known_pages) * assumed.words_per_page;
            input = judgements * assumed.instruction_tokens + words * assumed.tokens_per_word;
            output = judgements * assumed.output_tokens;
        }
        result.input_tokens = std::llround(input);
        result.output_tokens = std::llround(output);
        result.cost_usd = (input * basis.prices.input + output * basis.prices.output) / 1e6;
        result.seconds = judgements * assumed.seconds_per_call / calls_at_once;
    }
    if (!basis.pages_are_local)
        result.seconds += static_cast<double>(result.fetches) * assumed.seconds_per_fetch / parallel;
    if (basis.effort) {
        result.judgements_behind = basis.effort->judgements;
        if (basis.effort->seconds_per_page > 0) result.seconds = judgements * basis.effort->seconds_per_page;
    }
    return result;
}

Result<ExitCode> show_estimate(Components& components, const Settings& settings, const RunOptions& options,
                               const RunArguments& arguments, Progress& progress, const Deadline& deadline) {
    EstimateBasis basis{.method = components.evaluator->method(),
                        .provider = provider_of(settings, *components.evaluator),
                        .prices = {},
                        .workers = options.workers,
                        .pages_are_local = !arguments.sources.archive.empty(),
                        .effort = {},
                        .assumed = model_catalog().assumed};
    std::string model = components.evaluator->model();
    // For another provider than the configured judge's there is no run to go by, unless one of its model.
    if (!arguments.provider.empty()) basis.provider = arguments.provider;
    if (!basis.provider.empty()) {
        TRY(const auto chosen, provider_options(settings, basis.provider));
        basis.prices = chosen.prices;
        if (settings.evaluate.batch) {
            basis.prices.input *= chosen.prices.batch_share;
            basis.prices.output *= chosen.prices.batch_share;
        }
        basis.concurrency = chosen.concurrency;
        model = chosen.model;
    }
    TRY(basis.effort, remembered_effort(*components.store, basis.method, model));
    TRY(const auto plan, dry_run(components, options, progress, deadline));
    TRY(const auto words, known_words(*components.store, plan, options));
    auto found = estimate(plan, basis, words.first, words.second);
    if (!found.provider.empty()) found.model = model;
    if (arguments.common.json) {
        std::fputs(json::dump_pretty(as_json(found)).c_str(), stdout);
        return ExitCode::done;
    }
    for (const auto& source : plan.sources)
        if (!source.error.empty())
            std::printf("source %s: %s\n", source.source.c_str(), plain_terminal_text(source.error).c_str());
    show(found, settings);
    return ExitCode::done;
}

}  // namespace winnow::cli
