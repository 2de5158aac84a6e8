#include <map>

#include "publish/escape.h"
#include "publish/publisher.h"
#include "publish/wording.h"

namespace winnow {
namespace {

constexpr std::size_t kMostOmitted = 20;  // of each state: the JSON has them all

std::string facts_line(const ReportItem& item) {
    const auto& assessment = item.assessment;
    std::vector<std::string> parts{"**" + one_decimal(assessment.overall) + "** of 10",
                                   escape_markdown(item.site.empty() ? std::string(item.url.host()) : item.site),
                                   escape_markdown(shortened(joined(item.authors, ", "), 80)),
                                   item.published ? date_text(*item.published) : "",
                                   reading_time(item.words),
                                   "relevance " + percent(item.relevance),
                                   item.state == UrlState::cached ? "judged before" : "",
                                   novelty_of(item).empty() ? "" : "**" + std::string(novelty_of(item)) + "**"};
    return joined(parts, " · ") + "\n\n";
}

std::string scores_table(const Assessment& assessment, const Criteria& criteria) {
    if (assessment.scores.empty()) return {};
    std::string text = "| Criterion | Score | Why |\n|---|---:|---|\n";
    for (const auto& score : assessment.scores) {
        const auto weight = criteria.weight(score.criterion);
        text += "| " + escape_markdown(criteria.title(score.criterion)) +
                (weight ? " (" + percent(*weight) + ")" : "") + " | " + one_decimal(score.score) + " | " +
                escape_markdown(score.explanation) + " |\n";
    }
    return text + "\n";
}

std::string quotes(const Assessment& assessment, const Criteria& criteria) {
    std::string text;
    for (const auto& score : assessment.scores)
        for (const auto& quote : score.quotes)
            text += "- " + escape_markdown(criteria.title(score.criterion)) + ": \u201C" +
                    escape_markdown(shortened(quote.text, 240)) + "\u201D\n";
    return text.empty() ? text : "Quotes from the page:\n\n" + text + "\n";
}

std::string perspectives(const Assessment& assessment) {
    std::string text;
    for (const auto& perspective : assessment.perspectives)
        text += "- **" + escape_markdown(readable(perspective.name)) + " " + one_decimal(perspective.overall) + "** " +
                escape_markdown(perspective.verdict) + "\n";
    for (const auto& insight : assessment.insights) text += "- " + escape_markdown(insight) + "\n";
    return text.empty() ? text : text + "\n";
}

std::string item_text(const ReportItem& item, const Criteria& criteria) {
    const auto& assessment = item.assessment;
    auto text =
        "### " + std::to_string(item.position) + ". " + markdown_link(item.title, item.url) + "\n\n" + facts_line(item);
    if (!assessment.verdict.empty()) text += escape_markdown(assessment.verdict) + "\n\n";
    const auto& summary = assessment.summary.empty() ? item.excerpt : assessment.summary;
    if (!summary.empty()) text += "> " + escape_markdown(shortened(summary, 600)) + "\n\n";
    text += perspectives(assessment) + scores_table(assessment, criteria) + quotes(assessment, criteria);
    if (!assessment.flags.empty()) {
        std::vector<std::string> flags;
        flags.reserve(assessment.flags.size());
        for (const auto& flag : assessment.flags) flags.push_back(escape_markdown(readable(flag)));
        text += "Take with care: " + joined(flags, ", ") + "\n\n";
    }
    if (!item.similar.empty()) {
        text += "Nearly the same:\n\n";
        for (const auto& similar : item.similar)
            text += "- " + markdown_link(similar.title, similar.url) + " (" + percent(similar.resemblance) + ")\n";
        text += "\n";
    }
    return text;
}

std::string funnel_table(const Report& report) {
    std::string heads = "|";
    std::string lines = "|";
    std::string numbers = "|";
    for (const auto& step : funnel(report)) {
        heads += " " + readable(step.label) + " |";
        lines += "---:|";
        numbers += " " + grouped(step.count) + " |";
    }
    return heads + " Quality ratio | Average score |\n" + lines + "---:|---:|\n" + numbers + " " +
           percent(report.quality_ratio) + " | " + one_decimal(report.average_score) + " |\n\n";
}

std::string omissions(const Report& report) {
    std::string text;
    for (const auto state : kUrlStates) {
        const int count = omitted(report, state);
        if (count == 0) continue;
        text += "- **" + std::string(heading_of(state)) + ": " + grouped(count) + "** (" +
                std::string(meaning_of(state)) + ")\n";
        std::size_t shown = 0;
        for (const auto& omission : report.omissions) {
            if (omission.state != state || ++shown > kMostOmitted) continue;
            text += "  - " + markdown_link(omission.title, omission.url);
            if (state == UrlState::failed && !omission.reason.empty())
                text += ": " + escape_markdown(shortened(omission.reason, 200));
            text += "\n";
        }
        if (shown > kMostOmitted) text += "  - and " + std::to_string(shown - kMostOmitted) + " more\n";
    }
    return text.empty() ? text : "## Not on the list\n\n" + text + "\n";
}

std::string gone_pages(const Report& report) {
    std::string text;
    std::map<Disappearance, std::size_t> shown;
    for (const auto& gone : report.gone)
        if (++shown[gone.why] <= kMostOmitted)
            text += "- " + markdown_link(gone.title, gone.url) + ": " + std::string(meaning_of(gone.why)) + ", " +
                    last_score_text(gone) + "\n";
    for (const auto& [why, count] : shown)
        if (count > kMostOmitted)
            text += "- and " + grouped(static_cast<std::int64_t>(count - kMostOmitted)) + " more " +
                    std::string(meaning_of(why)) + "\n";
    return text.empty() ? text : "## Gone since the last run\n\n" + text + "\n";
}

std::string sources(const Report& report) {
    if (report.sources.empty()) return {};
    std::string text = "## Sources\n\n| Source | Found | |\n|---|---:|---|\n";
    for (const auto& source : report.sources)
        text += "| " + escape_markdown(source.source) + " | " + std::to_string(source.found) + " | " +
                escape_markdown(source.error) + " |\n";
    return text + "\n";
}

}  // namespace

std::string to_markdown(const Report& report) {
    const Criteria criteria(report);
    auto text = "# " + escape_markdown(report.query) + "\n\n" + moment_text(report.started) + " · judged by " +
                escape_markdown(report.evaluation_method) + " with the rubric " + escape_markdown(report.rubric) +
                " · " + duration_text(report.runtime_seconds) +
                (report.usage.cost_usd > 0 ? " · " + money_text(report.usage.cost_usd) : "") + "\n\n" +
                funnel_table(report) + (report.previous ? changes_text(report) + ".\n\n" : "");
    if (report.results.empty())
        text += "**Nothing to read this time.** " + escape_markdown(report.explanation) + "\n\n";
    for (const auto& warning : report.warnings) text += "> " + escape_markdown(warning) + "\n\n";
    if (!report.results.empty()) text += "## Reading list\n\n";
    for (const auto& item : report.results) text += item_text(item, criteria);
    return text + gone_pages(report) + omissions(report) + sources(report) + "Run " + escape_markdown(report.run_id) +
           "\n";
}

}  // namespace winnow
