#include "app/server/pages/charts/charts.h"
#include "app/server/pages/pages.h"
#include "publish/escape.h"
#include "publish/wording.h"

namespace winnow::site {
namespace {

std::vector<ChartPoint> points(const std::vector<RunFigures>& figures, double (*value)(const RunFigures&)) {
    std::vector<ChartPoint> all;
    for (const auto& run : figures)
        all.push_back({run.id, moment_text(run.started) + ", " + shortened(run.query, 60), value(run)});
    return all;
}

Markup charts(const std::vector<RunFigures>& figures) {
    Markup out;
    if (figures.empty()) return out;
    out << "<div class=\"charts\">\n"
        << line_chart("Share of high quality", points(figures, [](const RunFigures& run) { return run.quality_ratio; }),
                      [](double value) { return percent(value); })
        << funnel_chart(figures) << share_chart(figures)
        << line_chart("Average score", points(figures, [](const RunFigures& run) { return run.average_score; }),
                      [](double value) { return one_decimal(value); })
        << line_chart("Time of a run", points(figures, [](const RunFigures& run) { return run.runtime_seconds; }),
                      [](double value) { return duration_text(value); })
        << line_chart("Cost of judging", points(figures, [](const RunFigures& run) { return run.usage.cost_usd; }),
                      [](double value) { return money_text(value); })
        << "</div>\n";
    return out;
}

Markup question_form(const History& history) {
    Markup out;
    if (history.questions.size() < 2) return out;
    out << "<form class=\"filter\" action=\"/history\"><label>Question <select name=\"question\"><option value=\"\">all"
        << "</option>";
    for (const auto& question : history.questions) {
        out << "<option value=\"" << question << "\"";
        if (question == history.question) out << " selected";
        out << ">" << shortened(clean_line(question), 80) << "</option>";
    }
    out << "</select></label> <button>Show</button></form>\n";
    return out;
}

Markup row(const RunRecord& run) {
    Markup out;
    out << "<tr><th scope=\"row\">";
    if (run.state == RunState::finished)
        out << "<a href=\"" << run_path(run.id) << "\" dir=\"auto\">" << clean_line(run.query) << "</a>";
    else
        out << "<bdi>" << clean_line(run.query) << "</bdi>";
    out << "<small>" << run.id << "</small></th><td><time datetime=\"" << to_rfc3339(run.started) << "\">"
        << moment_text(run.started) << "</time></td><td>" << run.method << "</td><td>" << to_string(run.state)
        << "</td><td class=\"number\">" << grouped(run.total_urls) << "</td><td class=\"number\">"
        << grouped(run.judged) << "</td><td class=\"number\">" << grouped(run.high_quality) << "</td></tr>\n";
    return out;
}

}  // namespace

Markup history_html(const History& history) {
    Markup out;
    out << "<h1>History</h1>\n";
    if (history.runs.empty()) {
        out << "<section class=\"nothing\"><h2>No runs yet</h2><p><a class=\"button\" href=\"/jobs\">Start the first "
            << "run</a></p></section>\n";
        return out;
    }
    out << question_form(history) << charts(history.figures)
        << "<section aria-labelledby=\"runs\">\n<h2 id=\"runs\">Runs</h2>\n<div class=\"scroll\" tabindex=\"0\" "
        << "role=\"region\" aria-label=\"Table of runs\"><table class=\"wide\">\n<thead><tr><th scope=\"col\">Question"
        << "</th><th scope=\"col\">Started</th><th scope=\"col\">Judge</th><th scope=\"col\">State</th><th "
           "scope=\"col\" "
        << "class=\"number\">Found</th><th scope=\"col\" class=\"number\">Judged</th><th scope=\"col\" "
           "class=\"number\">"
        << "Good</th></tr></thead>\n<tbody>\n";
    for (const auto& run : history.runs) out << row(run);
    out << "</tbody></table></div>\n</section>\n";
    return out;
}

}  // namespace winnow::site
