#include <algorithm>
#include <set>

#include "app/server/pages/charts/charts.h"
#include "app/server/pages/pages.h"
#include "app/server/web/form.h"
#include "publish/html/parts.h"
#include "text/utf8.h"

namespace winnow::site {
namespace {

constexpr std::size_t kOnAPage = 20;

std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> words;
    const auto folded = text::lower_case(text);
    for (std::size_t begin = 0; begin < folded.size();) {
        const auto end = std::min(folded.find(' ', begin), folded.size());
        if (end > begin) words.push_back(folded.substr(begin, end - begin));
        begin = end + 1;
    }
    return words;
}

bool passes(const ReportItem& item, const ListFilter& filter, const std::vector<std::string>& words) {
    const auto& assessment = item.assessment;
    if (filter.only_good && !item.high_quality) return false;
    if (assessment.overall < filter.least) return false;
    if (!filter.source.empty() && item.source != filter.source) return false;
    if (!filter.tag.empty() && std::ranges::find(assessment.tags, filter.tag) == assessment.tags.end()) return false;
    if (words.empty()) return true;
    auto text = item.title + " " + item.site + " " + joined(item.authors, " ") + " " + assessment.summary + " " +
                assessment.verdict + " " + joined(assessment.tags, " ");
    text = text::lower_case(text);
    return std::ranges::all_of(words, [&](const std::string& word) { return text.contains(word); });
}

Markup option(const std::string& value, const std::string& name, bool is_chosen) {
    Markup out;
    out << "<option value=\"" << value << "\"";
    if (is_chosen) out << " selected";
    out << ">" << clean_line(name) << "</option>";
    return out;
}

Markup filter_form(const Report& report, const ListFilter& filter, std::size_t shown) {
    std::set<std::string> sources;
    for (const auto& item : report.results) sources.insert(item.source);
    Markup out;
    out << "<form class=\"filter\" role=\"search\" aria-label=\"Filter the list\" action=\"" << run_path(report.run_id)
        << "\">\n<label><span class=\"unseen\">Words in an entry</span><input type=\"search\" name=\"words\" "
        << "maxlength=\"200\" placeholder=\"Filter by words\" value=\"" << filter.words
        << "\"></label>\n<label>Score from <input type=\"number\" name=\"least\" min=\"1\" max=\"10\" step=\"0.5\" "
        << "value=\"" << decimals(filter.least, filter.least == static_cast<int>(filter.least) ? 0 : 1)
        << "\"></label>\n";
    if (sources.size() > 1) {
        out << "<label>Source <select name=\"source\">" << option("", "all", filter.source.empty());
        for (const auto& source : sources) out << option(source, source, source == filter.source);
        out << "</select></label>\n";
    }
    if (!filter.tag.empty())
        out << "<label>Tag <input name=\"tag\" size=\"12\" value=\"" << filter.tag << "\"></label>\n";
    out << "<label><input type=\"checkbox\" name=\"good\" value=\"1\"";
    if (filter.only_good) out << " checked";
    out << "> high quality only</label>\n<button>Filter</button>\n<p role=\"status\">";
    if (filter.narrows())
        out << shown << " of " << report.results.size() << " \u2013 <a href=\"" << run_path(report.run_id)
            << "\">show all</a>";
    out << "</p>\n</form>\n";
    return out;
}

Markup entry(const ReportItem& item, const Report& report, const Criteria& criteria,
             const std::map<std::string, Label>& labels, const std::string& back, const std::string& token) {
    const auto& assessment = item.assessment;
    const auto& summary = assessment.summary.empty() ? item.excerpt : assessment.summary;
    const auto label = labels.find(item.url.href());
    Markup out;
    out << "<li class=\"entry\" id=\"entry-" << item.position << "\">\n<article aria-labelledby=\"title-"
        << item.position << "\">\n<span class=\"rank\" aria-hidden=\"true\">" << item.position
        << "</span>\n<div class=\"head\"><h3 id=\"title-" << item.position << "\" dir=\"auto\"";
    if (is_language_tag(item.language)) out << " lang=\"" << item.language << "\"";
    out << "><a href=\"" << article_path(report.run_id, item.position) << "\">"
        << (item.title.empty() ? item.url.href() : clean_line(item.title)) << "</a></h3>\n"
        << meta_html(item) << "</div>\n"
        << dial_html(item, report) << "<div class=\"body\">\n";
    if (!assessment.verdict.empty()) out << "<p class=\"verdict\" dir=\"auto\">" << assessment.verdict << "</p>\n";
    if (!summary.empty()) out << "<p class=\"gist\" dir=\"auto\">" << shortened(clean_line(summary), 360) << "</p>\n";
    out << bars_html(item, report, criteria) << tags_html(assessment) << similar_html(item)
        << "<div class=\"acts\"><a href=\"" << article_path(report.run_id, item.position) << "\">Why these scores</a> "
        << link_to(item.url, "Read the page")
        << thumbs_html(item, report, label == labels.end() ? std::nullopt : std::optional(label->second), back, token)
        << "</div>\n</div>\n</article>\n</li>\n";
    return out;
}

std::string query_of(const ListFilter& filter, std::size_t page) {
    std::string query;
    const auto add = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) query += (query.empty() ? "?" : "&") + std::string(name) + "=" + web::encoded(value);
    };
    add("words", filter.words);
    add("source", filter.source);
    add("tag", filter.tag);
    if (filter.least > 1) add("least", one_decimal(filter.least));
    if (filter.only_good) add("good", "1");
    if (page > 1) add("page", std::to_string(page));
    return query;
}

Markup pager(const Report& report, const ListFilter& filter, std::size_t pages) {
    Markup out;
    if (pages < 2) return out;
    out << "<nav class=\"pager\" aria-label=\"Pages of the list\">";
    for (std::size_t page = 1; page <= pages; ++page) {
        out << "<a href=\"" << run_path(report.run_id) + query_of(filter, page) << "\"";
        if (page == filter.page) out << " aria-current=\"page\"";
        out << "><span class=\"unseen\">Page </span>" << page << "</a>";
    }
    out << "</nav>\n";
    return out;
}

Markup header(const Report& report) {
    const auto path = run_path(report.run_id);
    Markup out;
    out << "<header class=\"top\">\n<h1 dir=\"auto\">" << clean_line(report.query)
        << "</h1>\n<p class=\"how\"><span><time datetime=\"" << to_rfc3339(report.started) << "\">"
        << moment_text(report.started) << "</time></span><span>judged by <b>" << clean_line(report.evaluation_method)
        << "</b></span><span>rubric <b>" << clean_line(report.rubric) << "</b>, high quality from "
        << one_decimal(report.min_score) << "</span></p>\n<p class=\"more\"><a href=\"" << path
        << "/left-out\">Not on the list, and why</a> <a href=\"" << path << "/export/results.json\">JSON</a> <a href=\""
        << path << "/export/results.csv\">CSV</a> <a href=\"" << path << "/export/report.md\">Markdown</a> <a href=\""
        << path << "/export/report.html\">HTML</a> <a href=\"" << feed_path(report.query, "xml")
        << "\">Atom</a> <a href=\"/jobs?question=" << web::encoded(report.query)
        << "\">Run it again</a></p>\n</header>\n";
    return out;
}

}  // namespace

std::vector<const ReportItem*> filtered(const Report& report, const ListFilter& filter) {
    const auto words = words_of(filter.words);
    std::vector<const ReportItem*> items;
    for (const auto& item : report.results)
        if (passes(item, filter, words)) items.push_back(&item);
    return items;
}

Markup list_html(const Report& report, const ListFilter& filter, const std::map<std::string, Label>& labels,
                 const std::string& token) {
    const Criteria criteria(report);
    const auto items = filtered(report, filter);
    const auto pages = (items.size() + kOnAPage - 1) / kOnAPage;
    const auto first = std::min(items.size(), (filter.page - 1) * kOnAPage);
    const auto last = std::min(items.size(), first + kOnAPage);
    Markup out;
    out << header(report) << summary_html(report);
    for (const auto& warning : report.warnings) out << "<p class=\"soft\">" << clean_line(warning) << "</p>\n";
    if (report.results.empty()) {
        out << "<section class=\"nothing\">\n<h2>Nothing to read this time</h2>\n<p>" << clean_line(report.explanation)
            << "</p>\n</section>\n";
        return out;
    }
    out << score_chart(score_counts(report.results), report.min_score) << "<section aria-labelledby=\"list\">\n"
        << "<h2 id=\"list\">" << counted(static_cast<std::int64_t>(items.size()), "page", "pages") << " to read</h2>\n"
        << filter_form(report, filter, items.size());
    if (items.empty()) out << "<p class=\"soft\">No entry passes the filter.</p>\n";
    out << "<ol class=\"list\">\n";
    const auto back = run_path(report.run_id) + query_of(filter, filter.page);
    for (auto i = first; i < last; ++i) out << entry(*items[i], report, criteria, labels, back, token);
    out << "</ol>\n" << pager(report, filter, pages) << "</section>\n";
    return out;
}

Markup left_out_html(const Report& report) {
    Markup out;
    out << "<p class=\"crumbs\"><a href=\"" << run_path(report.run_id) << "\">" << clean_line(report.query)
        << "</a></p>\n<h1>Behind the list</h1>\n"
        << appendix_html(report);
    return out;
}

}  // namespace winnow::site
