#include "app/cli/commands/digest/gather.h"

#include <algorithm>
#include <map>
#include <set>

#include "app/wiring/assembly.h"
#include "app/wiring/judges/judges.h"
#include "json/value.h"
#include "pipeline/assemble.h"
#include "pipeline/item/details.h"
#include "publish/wording.h"
#include "rank/ranker.h"

namespace winnow::cli {
namespace {

constexpr std::size_t kMostRuns = 10'000;  // more than anybody makes in the longest time that is asked for

/// What the runs of one question have judged; of a page that several have, the latest judgement.
struct Question {
    RunRecord latest;
    std::vector<Ending> endings;
    std::map<std::string, std::string> run_of;  // by URL
};

Rubric rubric_of(const RunRecord& run, Settings settings) {
    const auto saved = json::parse(run.settings);
    settings.evaluate.method = run.method.substr(0, run.method.find(':'));
    if (saved) {
        settings.evaluate.method = (*saved)["method"].as_string(settings.evaluate.method);
        settings.evaluate.rubric = (*saved)["rubric"].as_string(settings.evaluate.rubric);
        settings.evaluate.min_score = (*saved)["min_score"].as_double(settings.evaluate.min_score);
    }
    auto choice = choose_judge(settings, true);
    if (choice) return std::move(choice->rubric);
    settings.evaluate.method = "local";
    choice = choose_judge(settings, true);
    return choice ? std::move(choice->rubric) : default_rubric();
}

Result<Report> report_of(const Settings& settings, Store& store, Question question) {
    Components components;
    components.ranker = make_ranker();
    components.rubric = rubric_of(question.latest, settings);
    auto options = run_options(settings);
    options.question = question.latest.query;
    options.rank.limit = 0;
    auto report = assemble_report(components, options, std::move(question.endings));
    TRY_OK(add_details(report, [&](const Url& url) { return store.outcome(question.run_of.at(url.href()), url); }));
    report.run_id = question.latest.id;
    report.started = question.latest.started;
    report.evaluation_method = question.latest.method;
    report.omissions.clear();  // a digest is of what is there
    return report;
}

Delivery delivery_of(const Url& url, const std::string& title, const Gathered& gathered) {
    const auto hash = gathered.hashes.find(url.href());
    return {url.href(), hash == gathered.hashes.end() ? std::string() : hash->second, title};
}

/// Whether it, or a page that says nearly the same, has arrived.
Result<bool> has_arrived(DeliveryLedger& ledger, const std::string& destination, const ReportItem& item,
                         const Gathered& gathered) {
    TRY(bool arrived, ledger.has(destination, delivery_of(item.url, item.title, gathered)));
    for (const auto& similar : item.similar) {
        if (arrived) break;
        TRY(arrived, ledger.has(destination, delivery_of(similar.url, similar.title, gathered)));
    }
    return arrived;
}

bool is_wanted(const Report& report, const std::vector<std::string>& questions) {
    return questions.empty() || std::ranges::find(questions, report.query) != questions.end();
}

/// The articles of a question that a digest may have, and why, if they are not good enough.
struct Eligible {
    std::vector<const ReportItem*> items;
    std::string explanation;
};

Eligible eligible(const Report& report, const Selection& selection) {
    Eligible found;
    for (const auto& item : report.results)
        if (selection.min_score > 0 ? item.assessment.overall >= selection.min_score : item.high_quality)
            found.items.push_back(&item);
    if (!found.items.empty()) return found;
    for (const auto& item : report.results) found.items.push_back(&item);
    std::ranges::stable_sort(found.items, std::ranges::greater(),
                             [](const ReportItem* item) { return item->assessment.overall; });
    if (found.items.size() > selection.below) found.items.resize(selection.below);
    const double least = selection.min_score > 0 ? selection.min_score : report.min_score;
    found.explanation = "Nothing reached " + one_decimal(least) + "; the best of what there is:";
    return found;
}

}  // namespace

Result<Gathered> gather(const Settings& settings, Store& store, Timestamp since) {
    TRY(const auto runs, store.runs(kMostRuns));
    std::vector<Question> questions;
    Gathered gathered;
    for (const auto& run : runs) {  // newest first
        if (run.started < since || run.state != RunState::finished) continue;
        auto question = std::ranges::find(questions, run.query, [](const Question& each) { return each.latest.query; });
        if (question == questions.end())
            question = questions.insert(questions.end(), {.latest = run, .endings = {}, .run_of = {}});
        TRY_OK(store.visit_outcomes(run.id, [&](Evaluated outcome) {
            if (!outcome.assessment || !outcome.document) return;
            const auto& href = outcome.candidate.url.href();
            gathered.hashes.emplace(href, outcome.document->content_hash);
            if (question->run_of.emplace(href, run.id).second)
                question->endings.push_back(ending_of(std::move(outcome)));
        }));
    }
    for (auto& question : questions) {
        TRY(auto report, report_of(settings, store, std::move(question)));
        gathered.reports.push_back(std::move(report));
    }
    return gathered;
}

Result<Digest> select(const Gathered& gathered, const Selection& selection, DeliveryLedger* ledger,
                      const std::string& destination) {
    Digest digest{.title = selection.title, .since = selection.since, .made = selection.now, .sections = {}};
    std::set<std::string> chosen;  // URLs and hashes
    int position = 0;
    for (const auto& report : gathered.reports) {
        if (!is_wanted(report, selection.questions)) continue;
        auto section = report;
        section.results.clear();
        auto [items, explanation] = eligible(report, selection);
        section.explanation = std::move(explanation);
        for (const auto* const candidate : items) {
            const auto& item = *candidate;
            if (section.results.size() == selection.limit) break;
            const auto delivery = delivery_of(item.url, item.title, gathered);
            if (chosen.contains(delivery.url) ||
                (!delivery.content_hash.empty() && chosen.contains(delivery.content_hash)))
                continue;
            if (ledger != nullptr) {
                TRY(const bool arrived, has_arrived(*ledger, destination, item, gathered));
                if (arrived) continue;
            }
            chosen.insert({delivery.url, delivery.content_hash});
            section.results.push_back(item);
            section.results.back().position = ++position;
        }
        if (!section.results.empty()) digest.sections.push_back(std::move(section));
    }
    return digest;
}

std::vector<Delivery> deliveries_of(const Digest& digest, const Gathered& gathered) {
    std::vector<Delivery> deliveries;
    for (const auto& section : digest.sections)
        for (const auto& item : section.results) {
            deliveries.push_back(delivery_of(item.url, item.title, gathered));
            for (const auto& similar : item.similar)
                deliveries.push_back(delivery_of(similar.url, similar.title, gathered));
        }
    return deliveries;
}

}  // namespace winnow::cli
