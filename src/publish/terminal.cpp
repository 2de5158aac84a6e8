#include "publish/terminal.h"

#include "publish/terminal/columns.h"
#include "publish/terminal/page.h"
#include "publish/wording.h"

namespace winnow {
namespace {

constexpr std::size_t kShown = 10;  // what fits a screen or two; the report has all
constexpr std::size_t kGoneShown = 5;
constexpr std::size_t kIndent = 5;  // "  1. " before a title
constexpr std::size_t kBelowTitle = TerminalPage::kBarWidth + 2;
constexpr std::string_view kDot = " · ";

/// What fits into so many columns, whole parts only; what matters less is left out first.
std::string meta_of(const ReportItem& item, std::size_t columns) {
    const auto site = plain_terminal_text(item.site.empty() ? std::string(item.url.host()) : item.site);
    const std::string parts[] = {fitted(site, 30),
                                 fitted(plain_terminal_text(joined(item.authors, ", ")), 30),
                                 std::string(novelty_of(item)),
                                 item.published ? date_text(*item.published) : "",
                                 reading_time(item.words),
                                 item.state == UrlState::cached ? "judged before" : "",
                                 percent(item.relevance) + " relevant"};
    std::string text;
    for (const auto& part : parts) {
        auto longer = joined({text, part}, kDot);
        if (columns_of(longer) <= columns) text = std::move(longer);
    }
    return text;
}

void show_title(TerminalPage& page, int position, const std::string& title) {
    auto number = std::to_string(position) + ". ";
    number.insert(0, number.size() < kIndent ? kIndent - number.size() : 0, ' ');
    const auto lines = folded(title, page.width() - number.size());
    for (std::size_t i = 0; i < lines.size() && i < 2; ++i) {
        const bool is_cut = i == 1 && lines.size() > 2;
        const auto text = is_cut ? fitted(lines[i] + " \u2026", page.width() - number.size()) : lines[i];
        page.line((i == 0 ? page.dim(number) : std::string(number.size(), ' ')) + page.bold(text));
    }
}

void show_item(TerminalPage& page, const ReportItem& item) {
    const auto& assessment = item.assessment;
    show_title(page, item.position, plain_terminal_text(item.title.empty() ? item.url.href() : item.title));
    constexpr std::size_t kBarAndGap = TerminalPage::kBarWidth + 3;
    const std::string indent(kIndent, ' ');
    page.line(indent + page.bar(assessment.overall) + "   " +
              page.dim(meta_of(item, page.width() - kIndent - kBarAndGap)));
    page.paragraph(shortened(plain_terminal_text(assessment.verdict.empty() ? item.excerpt : assessment.verdict), 300),
                   kIndent);
    page.address(item.url.href(), kIndent);
    if (!item.similar.empty())
        page.paragraph("+ " + counted(static_cast<std::int64_t>(item.similar.size()), "page says", "pages say") +
                           " nearly the same",
                       kIndent, kDim);
    page.line();
}

std::string funnel_line(const Report& report) {
    std::string text;
    for (const auto& step : funnel(report))
        text += (text.empty() ? "" : " \u2192 ") + grouped(step.count) + " " + std::string(step.label);
    return text;
}

void show_head(TerminalPage& page, const Report& report) {
    page.line();
    page.paragraph(plain_terminal_text(report.query), 0, kBold);
    page.paragraph(funnel_line(report), 0);
    page.paragraph(
        joined({"judged by " + plain_terminal_text(report.evaluation_method), duration_text(report.runtime_seconds),
                report.cached_urls_used > 0 ? grouped(report.cached_urls_used) + " from memory" : "",
                report.usage.cost_usd > 0 ? money_text(report.usage.cost_usd) : ""},
               kDot),
        0, kDim);
    if (report.previous) page.paragraph(changes_text(report), 0, kDim);
    page.line();
}

void show_gone(TerminalPage& page, const Report& report) {
    if (report.gone.empty()) return;
    std::size_t shown = 0;
    for (const auto& gone : report.gone) {
        if (++shown > kGoneShown) break;
        page.paragraph("Gone: " + plain_terminal_text(gone.title.empty() ? gone.url.href() : gone.title) + " (" +
                           std::string(meaning_of(gone.why)) + ", " + last_score_text(gone) + ")",
                       0, kDim);
    }
    if (report.gone.size() > kGoneShown)
        page.paragraph("… and " + std::to_string(report.gone.size() - kGoneShown) + " more that are gone", 0, kDim);
}

void show_rest(TerminalPage& page, const Report& report) {
    std::vector<std::string> others;
    for (const auto state : kUrlStates)
        if (const int count = omitted(report, state); count > 0)
            others.push_back(grouped(count) + "\u00A0" + in_sentence(heading_of(state)));
    if (!others.empty()) page.paragraph("Not on the list: " + joined(others, ", "), 0, kDim);
    for (const auto& source : report.sources)
        if (!source.error.empty())
            page.paragraph("Source " + plain_terminal_text(source.source) + ": " + plain_terminal_text(source.error), 0,
                           "33");
}

void show_score(TerminalPage& page, const CriterionScore& score, const Rubric& rubric) {
    const auto* criterion = rubric.find(score.criterion);
    const auto title = criterion != nullptr && !criterion->title.empty() ? criterion->title : readable(score.criterion);
    page.line();
    page.line(page.bar(score.score) + "  " + page.bold(plain_terminal_text(title)) +
              (criterion != nullptr ? page.dim("  weight " + percent(criterion->weight)) : ""));
    page.paragraph(plain_terminal_text(score.explanation), kBelowTitle);
    for (const auto& quote : score.quotes)
        page.paragraph("\u201C" + shortened(plain_terminal_text(quote.text), 240) + "\u201D", kBelowTitle, kDim);
}

void show_assessment(TerminalPage& page, const Assessment& assessment, const Rubric& rubric) {
    page.line();
    page.line(page.bar(assessment.overall) + "  " + page.bold("Overall") +
              page.dim("  by " + plain_terminal_text(assessment.evaluator) +
                       (assessment.model.empty() ? "" : " (" + plain_terminal_text(assessment.model) + ")")));
    page.paragraph(plain_terminal_text(assessment.verdict), kBelowTitle);
    for (const auto& perspective : assessment.perspectives) {
        page.line();
        page.line(page.bar(perspective.overall) + "  " + page.bold(plain_terminal_text(readable(perspective.name))));
        page.paragraph(plain_terminal_text(perspective.verdict), kBelowTitle);
    }
    for (const auto& insight : assessment.insights) page.paragraph(plain_terminal_text(insight), kBelowTitle);
    for (const auto& score : assessment.scores) show_score(page, score, rubric);
    page.line();
    if (!assessment.tags.empty()) page.paragraph("Tags: " + plain_terminal_text(joined(assessment.tags, ", ")), 0);
    std::vector<std::string> flags;
    flags.reserve(assessment.flags.size());
    for (const auto& flag : assessment.flags) flags.push_back(readable(plain_terminal_text(flag)));
    if (!flags.empty()) page.paragraph("Take with care: " + joined(flags, ", "), 0, "33");
    if (!assessment.proof.empty())
        page.paragraph("Proof of reading: " + plain_terminal_text(assessment.proof), 0, kDim);
}

}  // namespace

std::string terminal_list(const Report& report, const TerminalOptions& options) {
    TerminalPage page(options);
    show_head(page, report);
    for (std::size_t i = 0; i < report.results.size() && i < kShown; ++i) show_item(page, report.results[i]);
    if (report.results.size() > kShown) {
        page.line(page.dim("… and " + std::to_string(report.results.size() - kShown) + " more in the report"));
        page.line();
    }
    if (report.results.empty()) {
        page.paragraph("Nothing to read this time.", 0, kBold);
        page.paragraph(plain_terminal_text(report.explanation), 0);
        page.line();
    }
    for (const auto& warning : report.warnings) page.paragraph("Note: " + plain_terminal_text(warning), 0);
    show_gone(page, report);
    show_rest(page, report);
    return std::move(page).take();
}

std::string terminal_assessment(const Evaluated& item, const Rubric& rubric, const TerminalOptions& options) {
    TerminalPage page(options);
    const auto title = item.document && !item.document->title.empty() ? item.document->title : item.candidate.title;
    const auto& href = item.candidate.url.href();
    page.line();
    page.paragraph(plain_terminal_text(title.empty() ? href : title), 0, kBold);
    page.address(href, 0);
    if (item.assessment) {
        show_assessment(page, *item.assessment, rubric);
    } else {
        page.line();
        page.paragraph("No score: " + std::string(heading_of(item.state)) + ".", 0, kBold);
        page.paragraph(plain_terminal_text(item.reason.empty() ? std::string(meaning_of(item.state)) : item.reason), 0);
    }
    return std::move(page).take();
}

}  // namespace winnow
