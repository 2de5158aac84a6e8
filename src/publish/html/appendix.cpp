#include <algorithm>
#include <map>

#include "publish/html/parts.h"

namespace winnow {
namespace {

constexpr std::size_t kMostOmitted = 200;  // of each state: the JSON has them all

/// Says of one page what its group does not say already.
Markup omitted_page(const ReportOmission& omission) {
    Markup out;
    out << "<li>" << link_to(omission.url, omission.title) << " <small>" << std::string(omission.url.host());
    const bool is_plain = omission.state == UrlState::off_topic || omission.state == UrlState::duplicate ||
                          omission.state == UrlState::judged || omission.state == UrlState::cached ||
                          omission.state == UrlState::blocked_by_robots || omission.state == UrlState::no_ai;
    if (!is_plain && !omission.reason.empty()) out << " \u2013 " << shortened(clean_line(omission.reason), 220);
    out << "</small></li>\n";
    return out;
}

Markup omitted_group(const Report& report, UrlState state) {
    Markup out;
    const int count = omitted(report, state);
    if (count == 0) return out;
    out << "<details class=\"group\"><summary><b>" << heading_of(state) << "</b> <span>" << meaning_of(state)
        << "</span> <i>" << grouped(count) << "</i></summary>\n<ul class=\"links\">\n";
    std::size_t shown = 0;
    for (const auto& omission : report.omissions)
        if (omission.state == state && ++shown <= kMostOmitted) out << omitted_page(omission);
    if (shown > kMostOmitted)
        out << "<li>and " << grouped(static_cast<std::int64_t>(shown - kMostOmitted)) << " more</li>\n";
    out << "</ul></details>\n";
    return out;
}

Markup omissions(const Report& report) {
    Markup groups;
    for (const auto state : kUrlStates) groups << omitted_group(report, state);
    Markup out;
    if (groups.empty()) return out;
    out << "<section aria-labelledby=\"omitted\">\n<h2 id=\"omitted\">Not on the list, and why</h2>\n"
        << groups << "</section>\n";
    return out;
}

Markup gone_group(const Report& report, Disappearance why, std::string_view heading, std::string_view meaning) {
    Markup pages;
    std::size_t count = 0;
    for (const auto& gone : report.gone)
        if (gone.why == why && ++count <= kMostOmitted)
            pages << "<li>" << link_to(gone.url, gone.title) << " <small>" << std::string(gone.url.host()) << " \u2013 "
                  << last_score_text(gone) << "</small></li>\n";
    if (count > kMostOmitted)
        pages << "<li>and " << grouped(static_cast<std::int64_t>(count - kMostOmitted)) << " more</li>\n";
    Markup out;
    if (count == 0) return out;
    out << "<details class=\"group\"><summary><b>" << heading << "</b> <span>" << meaning << "</span> <i>"
        << grouped(static_cast<std::int64_t>(count)) << "</i></summary>\n<ul class=\"links\">\n"
        << pages << "</ul></details>\n";
    return out;
}

Markup gone(const Report& report) {
    Markup out;
    if (report.gone.empty()) return out;
    out << "<section aria-labelledby=\"gone\">\n<h2 id=\"gone\">Gone since the last run</h2>\n"
        << gone_group(report, Disappearance::removed, "Removed", "the site says that there is no such page any more")
        << gone_group(report, Disappearance::not_suggested, "No longer suggested", "its source names it no more")
        << "</section>\n";
    return out;
}

Markup sources(const Report& report) {
    Markup out;
    if (report.sources.empty()) return out;
    std::map<std::string, int> listed;
    for (const auto& item : report.results) ++listed[item.source];
    out << "<section aria-labelledby=\"sources\">\n<h2 id=\"sources\">Sources</h2>\n<table>\n<thead><tr>"
        << "<th scope=\"col\">Source</th><th scope=\"col\" class=\"number\">Found</th>"
        << "<th scope=\"col\" class=\"number\">On the list</th></tr></thead>\n<tbody>\n";
    for (const auto& source : report.sources) {
        out << "<tr><th scope=\"row\"><bdi>" << clean_line(source.source) << "</bdi>";
        if (!source.error.empty()) out << "<small class=\"trouble\">" << clean_line(source.error) << "</small>";
        out << "</th><td class=\"number\">" << grouped(source.found) << "</td><td class=\"number\">"
            << grouped(listed[source.source]) << "</td></tr>\n";
    }
    out << "</tbody></table>\n</section>\n";
    return out;
}

void fact(Markup& out, const std::string& name, const std::string& value) {
    if (!value.empty()) out << "<div><dt>" << name << "</dt><dd>" << value << "</dd></div>\n";
}

std::string stages_text(const Report& report) {
    std::vector<std::string> parts;
    parts.reserve(report.stages.size());
    for (const auto& stage : report.stages) parts.push_back(readable(stage.stage) + " " + duration_text(stage.seconds));
    return joined(parts, ", ");
}

Markup facts(const Report& report) {
    const auto tokens = report.usage.input_tokens + report.usage.output_tokens;
    Markup out;
    out << "<section aria-labelledby=\"facts\">\n<h2 id=\"facts\">The run</h2>\n<dl class=\"facts\">\n";
    fact(out, "Run", report.run_id);
    fact(out, "Started", moment_text(report.started));
    fact(out, "Stages", stages_text(report));
    fact(out, "Judge", report.evaluation_method);
    fact(out, "Rubric", report.rubric + ", high quality from " + one_decimal(report.min_score));
    if (tokens > 0)
        fact(out, "Tokens",
             grouped(report.usage.input_tokens) + " in, " + grouped(report.usage.output_tokens) + " out");
    if (report.usage.cost_usd > 0) fact(out, "Cost", money_text(report.usage.cost_usd));
    out << "</dl>\n</section>\n";
    return out;
}

}  // namespace

Markup appendix_html(const Report& report) {
    Markup out;
    out << gone(report) << omissions(report) << sources(report) << facts(report);
    return out;
}

}  // namespace winnow
