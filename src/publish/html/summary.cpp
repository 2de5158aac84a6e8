#include <algorithm>
#include <cmath>

#include "publish/html/parts.h"

namespace winnow {
namespace {

Markup step_html(const FunnelStep& step, int widest) {
    const auto width = widest == 0 ? 0 : std::lround(100.0 * step.count / widest);
    Markup out;
    out << "<li><span class=\"name\">" << readable(step.label) << "</span><svg class=\"bar\" viewBox=\"0 0 100 6\" "
        << "preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"rail\" width=\"100\" height=\"6\"/>"
        << "<rect class=\"level\" width=\"" << width << "\" height=\"6\"/></svg><b>" << grouped(step.count) << "</b>";
    if (!step.lost.empty()) out << "<small>without " << step.lost << "</small>";
    out << "</li>\n";
    return out;
}

Markup figure(const std::string& value, const std::string& name) {
    Markup out;
    out << "<div><dt>" << name << "</dt><dd>" << value << "</dd></div>\n";
    return out;
}

}  // namespace

Markup summary_html(const Report& report) {
    const auto steps = funnel(report);
    Markup out;
    out << "<section class=\"summary\" aria-labelledby=\"numbers\">\n<h2 id=\"numbers\" class=\"unseen\">The run in "
        << "numbers</h2>\n<ol class=\"funnel\" aria-label=\"From what was found to what is worth reading\">\n";
    for (const auto& step : steps) out << step_html(step, steps.front().count);
    out << "</ol>\n<dl class=\"figures\">\n";
    if (report.evaluated_urls + report.cached_urls_used > 0)
        out << figure(percent(report.quality_ratio), "of what was judged is of high quality")
            << figure(one_decimal(report.average_score), "average score, of 10");
    out << figure(duration_text(report.runtime_seconds), "for the whole run");
    if (report.cached_urls_used > 0) out << figure(grouped(report.cached_urls_used), "judged before, from memory");
    if (report.usage.cost_usd > 0) out << figure(money_text(report.usage.cost_usd), "paid for judging");
    out << "</dl>\n";
    if (report.previous) out << "<p class=\"soft\">" << changes_text(report) << ".</p>\n";
    out << "</section>\n";
    return out;
}

}  // namespace winnow
