#include "pipeline/assemble.h"

#include <algorithm>
#include <cmath>

#include "text/digest.h"

namespace winnow {
namespace {

/// The item has no other use any more.
ReportOmission omission(Ending& item) {
    return {.url = std::move(item.url),
            .title = std::move(item.title),
            .source = std::move(item.source),
            .state = item.state,
            .reason = std::move(item.reason),
            .error_kind = item.error ? std::string(to_string(*item.error)) : std::string()};
}

ReportItem entry(const Ending& item, const Pick& pick, const std::vector<Ending>& items, double min_score) {
    ReportItem result{.url = item.url,
                      .title = item.title,
                      .source = item.source,
                      .state = item.state,
                      .relevance = pick.relevance,
                      .rank_score = pick.rank_score,
                      .high_quality = item.overall >= min_score,
                      .novelty = item.novelty};
    for (std::size_t i = 0; i < pick.similar.size(); ++i) {
        const auto& other = items[pick.similar[i]];
        result.similar.push_back({other.url, other.title, pick.resemblance[i]});
    }
    return result;
}

void count(Report& report, const std::vector<Ending>& items) {
    double sum = 0;
    for (const auto& item : items) {
        if (item.overall) {
            ++(item.state == UrlState::cached ? report.cached_urls_used : report.evaluated_urls);
            sum += *item.overall;
        }
        report.usage += item.usage;
        if (item.state == UrlState::failed) ++report.failed_urls;
    }
    report.total_urls = static_cast<int>(items.size());
    const int scored = report.evaluated_urls + report.cached_urls_used;
    report.average_score = scored > 0 ? sum / scored : 0;
}

std::string times(int count, std::string_view one, std::string_view many) {
    return std::to_string(count) + ' ' + std::string(count == 1 ? one : many);
}

/// "not_read" as people say it.
std::string in_words(std::string state) {
    std::ranges::replace(state, '_', ' ');
    return state;
}

/// Why there is nothing to read. Silence looks like breakage.
std::string explain_empty(const Report& report) {
    if (report.total_urls == 0) return "The sources gave no URL.";
    std::string text = "None of " + times(report.total_urls, "URL", "URLs") + " made the list:";
    for (const auto& [state, number] : report.states)
        if (number > 0) text += ' ' + std::to_string(number) + ' ' + in_words(state) + ',';
    text.back() = '.';
    if (report.evaluated_urls + report.cached_urls_used > 0) text += " What was judged is not about the question.";
    return text;
}

}  // namespace

Report assemble_report(Components& components, const RunOptions& options, std::vector<Ending> items) {
    std::ranges::sort(items, {}, &Ending::url);
    Report report;
    report.query = options.question;
    if (components.evaluator) report.evaluation_method = components.evaluator->method();
    report.rubric = components.rubric.name;
    for (const auto& criterion : components.rubric.criteria)
        report.criteria.push_back({criterion.name, criterion.title, criterion.weight});
    report.min_score = components.rubric.min_score;
    count(report, items);

    auto rank_options = options.rank;
    rank_options.question = options.question;
    rank_options.min_score = components.rubric.min_score;
    const auto ranking = components.ranker->rank(items, rank_options);
    for (const auto& pick : ranking.picks) {
        report.results.push_back(entry(items[pick.index], pick, items, report.min_score));
        report.results.back().position = static_cast<int>(report.results.size());
        report.high_quality_count += report.results.back().high_quality ? 1 : 0;
    }
    for (const auto* const picks : {&ranking.picks, &ranking.beyond})
        for (const auto& pick : *picks)
            for (const auto index : pick.similar) {
                items[index].state = UrlState::duplicate;
                items[index].reason = "says nearly the same as " + items[pick.index].url.href();
            }
    auto place = ranking.picks.size();
    for (const auto& pick : ranking.beyond)
        items[pick.index].reason = "place " + std::to_string(++place) + "; the list ends at " +
                                   std::to_string(rank_options.limit) + " (rank.limit)";
    for (const auto index : ranking.off_topic) {
        items[index].state = UrlState::off_topic;
        items[index].reason = "judged, but not about the question";
    }
    const int scored = report.evaluated_urls + report.cached_urls_used;
    report.quality_ratio = scored > 0 ? static_cast<double>(report.high_quality_count) / scored : 0;

    for (const auto state : kUrlStates) report.states[std::string(to_string(state))] = 0;
    for (auto& item : items) {
        ++report.states[std::string(to_string(item.state))];
        const bool listed = item.state == UrlState::judged || item.state == UrlState::cached;
        if (!listed || !item.reason.empty())  // of a page that was judged it says why it is not on the list
            report.omissions.push_back(omission(item));
    }
    if (report.results.empty()) report.explanation = explain_empty(report);
    return report;
}

void add_sources(Report& report, Discovered found) {
    report.sources = std::move(found.sources);
    if (found.left_out > 0)
        report.warnings.push_back(
            times(found.left_out, "URL that the sources gave was", "URLs that the sources gave were") +
            " not looked at, for a run may have " + std::to_string(report.total_urls) + " (run.max_urls)");
    if (report.total_urls > 0) return;
    for (const auto& source : report.sources)
        report.explanation += " " + source.source + ": " +
                              (source.error.empty() ? std::to_string(source.found) + " found" : source.error) + ".";
}

std::string new_run_id(Timestamp started, const std::string& question) {
    auto id = to_rfc3339(started);
    std::erase_if(id, [](char c) { return c == '-' || c == ':' || c == 'Z'; });
    return id + "-" + text::sha256_hex(question).substr(0, 6);
}

}  // namespace winnow
