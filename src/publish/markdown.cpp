#include <cmath>

#include "publish/escape.h"
#include "publish/publisher.h"

namespace winnow {
namespace {

std::string percent(double share) {
    return std::to_string(std::lround(share * 100)) + " %";
}

/// A link whose address cannot end the link early.
std::string link(const std::string& title, const Url& url) {
    std::string address;
    for (const char c : url.href()) {
        if (c == '(')
            address += "%28";
        else if (c == ')')
            address += "%29";
        else
            address += c;
    }
    return "[" + escape_markdown(title.empty() ? url.href() : title) + "](" + address + ")";
}

std::string item_text(const ReportItem& item) {
    const auto& assessment = item.assessment;
    auto text = "### " + std::to_string(item.position) + ". " + link(item.title, item.url) + "\n\n";
    text += "**" + one_decimal(assessment.overall) + "** of 10 · relevance " + percent(item.relevance);
    if (!item.site.empty()) text += " · " + escape_markdown(item.site);
    if (item.words > 0) text += " · " + std::to_string(item.words) + " words";
    if (item.state == UrlState::cached) text += " · judged before";
    text += "\n\n";
    if (!assessment.verdict.empty()) text += escape_markdown(assessment.verdict) + "\n\n";
    if (!assessment.summary.empty()) text += "> " + escape_markdown(shortened(assessment.summary, 600)) + "\n\n";
    text += "| Criterion | Score | Why |\n|---|---:|---|\n";
    for (const auto& score : assessment.scores)
        text += "| " + readable(score.criterion) + " | " + one_decimal(score.score) + " | " +
                escape_markdown(score.explanation) + " |\n";
    text += "\n";
    for (const auto& score : assessment.scores)
        for (const auto& quote : score.quotes)
            text += "- " + readable(score.criterion) + ": \u201C" + escape_markdown(shortened(quote.text, 240)) +
                    "\u201D\n";
    if (!assessment.flags.empty()) {
        text += "\nFlags:";
        for (const auto& flag : assessment.flags) text += " " + escape_markdown(flag);
        text += "\n";
    }
    if (!item.similar.empty()) {
        text += "\nNearly the same:\n\n";
        for (const auto& similar : item.similar)
            text += "- " + link(similar.title, similar.url) + " (" + percent(similar.resemblance) + ")\n";
    }
    return text + "\n";
}

}  // namespace

std::string to_markdown(const Report& report) {
    auto text = "# " + escape_markdown(report.query) + "\n\n";
    text += to_rfc3339(report.started) + " · judged by " + escape_markdown(report.evaluation_method) +
            " with the rubric " + escape_markdown(report.rubric) + "\n\n";
    text +=
        "| URLs | judged | from memory | failed | high quality | average | seconds | USD "
        "|\n|---:|---:|---:|---:|---:|---:|---:|---:|\n| " +
        std::to_string(report.total_urls) + " | " + std::to_string(report.evaluated_urls) + " | " +
        std::to_string(report.cached_urls_used) + " | " + std::to_string(report.failed_urls) + " | " +
        std::to_string(report.high_quality_count) + " | " + one_decimal(report.average_score) + " | " +
        one_decimal(report.runtime_seconds) + " | " + one_decimal(report.usage.cost_usd) + " |\n\n";
    if (!report.explanation.empty()) text += escape_markdown(report.explanation) + "\n\n";
    if (!report.results.empty()) text += "## Reading list\n\n";
    for (const auto& item : report.results) text += item_text(item);
    text += "## Not on the list\n\n";
    for (const auto& [state, number] : report.states)
        if (number > 0 && state != "judged" && state != "cached")
            text += "- " + escape_markdown(state) + ": " + std::to_string(number) + "\n";
    text += "\n## Sources\n\n";
    for (const auto& source : report.sources)
        text += "- " + escape_markdown(source.source) + ": " + std::to_string(source.found) +
                (source.error.empty() ? "" : " (" + escape_markdown(source.error) + ")") + "\n";
    return text;
}

}  // namespace winnow
