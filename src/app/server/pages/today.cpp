#include <algorithm>

#include "app/server/pages/pages.h"
#include "app/server/web/form.h"
#include "publish/html/parts.h"
#include "text/digest.h"

namespace winnow::site {
namespace {

constexpr std::size_t kShownOfOne = 10;  // entries, when there is one question only
constexpr std::size_t kShownOfMany = 5;

Markup headline(const ReportItem& item, const Report& report) {
    const auto& verdict = item.assessment.verdict;
    Markup out;
    out << "<li class=\"entry compact\"><article>\n<span class=\"rank\" aria-hidden=\"true\">" << item.position
        << "</span>\n<div class=\"head\"><h3 dir=\"auto\"><a href=\"" << article_path(report.run_id, item.position)
        << "\">" << (item.title.empty() ? item.url.href() : clean_line(item.title)) << "</a></h3>\n"
        << meta_html(item);
    if (!verdict.empty())
        out << "<p class=\"verdict\" dir=\"auto\">" << shortened(clean_line(verdict), 240) << "</p>\n";
    if (!item.similar.empty())
        out << "<p class=\"soft small\">"
            << counted(static_cast<std::int64_t>(item.similar.size()), "page says", "pages say")
            << " nearly the same</p>\n";
    out << "</div>\n" << dial_html(item, report) << "</article></li>\n";
    return out;
}

Markup facts_of(const LatestRun& latest) {
    Markup out;
    out << "<p class=\"how\"><span><time datetime=\"" << to_rfc3339(latest.run.started) << "\">"
        << moment_text(latest.run.started) << "</time></span><span>" << grouped(latest.run.high_quality) << " of "
        << grouped(latest.run.judged) << " judged are of high quality</span><span>judged by <b>" << latest.run.method
        << "</b></span></p>\n";
    return out;
}

Markup question_html(const LatestRun& latest, std::size_t most) {
    Markup out;
    const auto path = run_path(latest.run.id);
    out << "<section class=\"question\">\n<h2 dir=\"auto\"><a href=\"" << path << "\">" << clean_line(latest.run.query)
        << "</a></h2>\n"
        << facts_of(latest);
    if (!latest.report) {
        out << "<p class=\"trouble\">" << clean_line(latest.problem) << "</p>\n</section>\n";
        return out;
    }
    const auto& results = latest.report->results;
    if (results.empty()) out << "<p class=\"soft\">" << clean_line(latest.report->explanation) << "</p>\n";
    out << "<ol class=\"list\">\n";
    for (std::size_t i = 0; i < std::min(most, results.size()); ++i) out << headline(results[i], *latest.report);
    out << "</ol>\n<p class=\"more\"><a href=\"" << path << "\">The whole list, "
        << counted(static_cast<std::int64_t>(results.size()), "page", "pages") << "</a> <a href=\""
        << feed_path(latest.run.query, "xml") << "\">Atom</a> <a href=\"" << feed_path(latest.run.query, "json")
        << "\">JSON Feed</a></p>\n</section>\n";
    return out;
}

}  // namespace

std::string article_path(const std::string& run_id, int position) {
    return run_path(run_id) + "/articles/" + std::to_string(position);
}

std::string run_path(const std::string& run_id) {
    return "/runs/" + web::encoded(run_id);
}

std::string feed_path(const std::string& question, std::string_view ending) {
    return "/feeds/" + text::sha256_hex(question).substr(0, 16) + "." + std::string(ending);
}

Markup today_html(const std::vector<LatestRun>& runs) {
    Markup out;
    if (runs.empty()) {
        out << "<section class=\"nothing\" aria-labelledby=\"empty\">\n<h1 id=\"empty\">Nothing was asked yet</h1>\n"
            << "<p>Ask a question, and what is worth reading about it will stand here, with the reasons.</p>\n"
            << "<p><a class=\"button\" href=\"/jobs\">Start the first run</a></p>\n<p class=\"soft\">Or in a terminal: "
            << "<code>winnow run \"blameless incident reviews\"</code></p>\n</section>\n";
        return out;
    }
    out << "<h1>Today\u2019s list</h1>\n";
    for (const auto& latest : runs) out << question_html(latest, runs.size() == 1 ? kShownOfOne : kShownOfMany);
    return out;
}

}  // namespace winnow::site
