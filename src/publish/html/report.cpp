#include <algorithm>
#include <span>

#include "publish/html/parts.h"
#include "publish/publisher.h"
#include "text/digest.h"

namespace winnow {
namespace {

#include "publish/html/report_assets.inc"

constexpr std::size_t kFirst = 20;  // what somebody may read; the rest is folded

/// Nothing is loaded from anywhere, and no style or script runs but ours, which are named by their digests.
Markup policy() {
    Markup out;
    out << "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src "
           "'sha256-"
        << text::sha256_base64(kCss) << "'; script-src 'sha256-" << text::sha256_base64(kJs)
        << "'; base-uri 'none'; form-action 'none'\">\n";
    return out;
}

Markup header(const Report& report) {
    Markup out;
    out << "<header class=\"top\">\n<p class=\"kicker\">winnow <span>Reading list</span></p>\n<h1 dir=\"auto\">"
        << clean_line(report.query) << "</h1>\n<p class=\"how\"><span><time datetime=\"" << to_rfc3339(report.started)
        << "\">" << date_text({report.started, DatePrecision::day}) << "</time></span><span>judged by <b>"
        << clean_line(report.evaluation_method) << "</b></span><span>rubric <b>" << clean_line(report.rubric)
        << "</b>, high quality from " << one_decimal(report.min_score) << "</span></p>\n</header>\n";
    return out;
}

/// Hidden until the script shows it: without a script it would do nothing.
Markup filter() {
    Markup out;
    out << "<form class=\"filter\" role=\"search\" aria-label=\"Filter the list\" hidden>\n"
        << "<label><span class=\"unseen\">Words in an entry</span><input type=\"search\" name=\"words\" "
        << "placeholder=\"Filter by words\" autocomplete=\"off\"></label>\n"
        << "<label class=\"least\">Score from <output name=\"shown\">1</output><input type=\"range\" name=\"least\" "
        << "min=\"1\" max=\"10\" step=\"0.5\" value=\"1\"></label>\n"
        << "<button type=\"button\" name=\"open\" aria-pressed=\"false\">Show all reasons</button>\n"
        << "<p role=\"status\"></p>\n</form>\n";
    return out;
}

Markup entries(std::span<const ReportItem> items, const Report& report) {
    const Criteria criteria(report);
    Markup out;
    out << "<ol class=\"list\" start=\"" << items.front().position << "\">\n";
    for (const auto& item : items) out << entry_html(item, report, criteria);
    out << "</ol>\n";
    return out;
}

Markup list(const Report& report) {
    Markup out;
    for (const auto& warning : report.warnings) out << "<p class=\"soft\">" << clean_line(warning) << "</p>\n";
    if (report.results.empty()) {
        out << "<section class=\"nothing\" aria-labelledby=\"list\">\n<h2 id=\"list\">Nothing to read this "
               "time</h2>\n<p>"
            << clean_line(report.explanation)
            << "</p>\n<p class=\"soft\">What was found and why it is not here stands below.</p>\n</section>\n";
        return out;
    }
    const auto first = std::min(kFirst, report.results.size());
    const auto rest = static_cast<std::int64_t>(report.results.size() - first);
    out << "<section aria-labelledby=\"list\">\n<h2 id=\"list\">"
        << counted(static_cast<std::int64_t>(first), "page", "pages") << " to read";
    if (rest > 0) out << " first";
    out << "</h2>\n";
    if (report.results.size() > 1) out << filter();
    const std::span<const ReportItem> results(report.results);
    out << entries(results.first(first), report);
    if (rest > 0)
        out << "<details class=\"rest\"><summary>" << counted(rest, "more page", "more pages")
            << " on the topic</summary>\n"
            << entries(results.subspan(first), report) << "</details>\n";
    out << "</section>\n";
    return out;
}

Markup footer(const Report& report) {
    Markup out;
    out << "<footer class=\"end\">\n<p>Made by winnow. Every quote stands in its page.";
    if (report.evaluation_method == "local")
        out << " The judge \u201Clocal\u201D counts signals in the text; it does not understand it.";
    out << "</p>\n</footer>\n";
    return out;
}

}  // namespace

Markup page_head(std::string_view title) {
    Markup out;
    out << "<head>\n<meta charset=\"utf-8\">\n"
        << policy() << "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        << "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"
        << "<meta name=\"generator\" content=\"winnow\">\n<link rel=\"icon\" href=\"";
    out.verbatim(kIcon);
    out << "\">\n<title>" << clean_line(title) << " \u2013 winnow</title>\n<style>";
    out.verbatim(kCss);
    out << "</style>\n</head>\n";
    return out;
}

std::string to_html(const Report& report) {
    Markup out;
    out << "<!doctype html>\n<html lang=\"en\">\n"
        << page_head(report.query)
        << "<body>\n<a class=\"skip\" href=\"#list\">Skip to the list</a>\n<div class=\"page\">\n"
        << header(report) << "<main>\n"
        << summary_html(report) << list(report) << appendix_html(report) << "</main>\n"
        << footer(report) << "</div>\n<script>";
    out.verbatim(kJs);
    out << "</script>\n</body>\n</html>\n";
    return std::move(out).take();
}

}  // namespace winnow
