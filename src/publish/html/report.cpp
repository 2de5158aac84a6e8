#include <algorithm>
#include <cmath>

#include "publish/escape.h"
#include "publish/publisher.h"
#include "text/digest.h"

namespace winnow {
namespace {

#include "report_assets.inc"

constexpr std::size_t kMostOmitted = 200;  // of each state: the JSON has them all

std::string grade(double score) {
    return score >= 7 ? "good" : score >= 5 ? "fair" : "poor";
}

std::string percent(double share) {
    return std::to_string(std::lround(share * 100)) + "\u00A0%";
}

std::string fact(const std::string& value, std::string_view name) {
    return "<li><b>" + value + "</b><span>" + std::string(name) + "</span></li>\n";
}

std::string link(const Url& url, const std::string& text) {
    // Url is http or https by construction; foreign schemes cannot get here.
    return "<a href=\"" + escape_markup(url.href()) + "\" rel=\"noopener noreferrer nofollow\">" +
           escape_markup(text.empty() ? url.href() : text) + "</a>";
}

std::string date_of(const Date& date) {
    const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(date.time)};
    return date_text(static_cast<int>(day.year()), static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()),
                     static_cast<int>(date.precision));
}

std::string meta_line(const ReportItem& item) {
    std::vector<std::string> parts;
    parts.push_back(escape_markup(item.site.empty() ? std::string(item.url.host()) : item.site));
    std::string authors;
    for (const auto& author : item.authors) authors += (authors.empty() ? "" : ", ") + author;
    if (!authors.empty()) parts.push_back(escape_markup(shortened(authors, 80)));
    if (item.published) parts.push_back(date_of(*item.published));
    if (item.words > 0)
        parts.push_back(std::to_string(std::max<std::uint32_t>(1, (item.words + 115) / 230)) + "\u00A0min");
    if (!item.language.empty() && item.language != "en") parts.push_back(escape_markup(item.language));
    parts.push_back("relevance " + percent(item.relevance));
    if (item.state == UrlState::cached) parts.push_back("judged before");
    std::string line;
    for (const auto& part : parts) line += (line.empty() ? "" : " · ") + part;
    return "<p class=\"meta\">" + line + "</p>\n";
}

std::string bars(const Assessment& assessment) {
    std::string text = "<ul class=\"bars\" aria-label=\"Scores by criterion, 1 to 10\">\n";
    for (const auto& score : assessment.scores) {
        const auto width = std::to_string(std::lround(std::clamp(score.score, 0.0, 10.0) * 10));
        text += "<li><span class=\"name\">" + escape_markup(readable(score.criterion)) + " <b>" +
                one_decimal(score.score) +
                "</b></span><span class=\"track\" style=\"display:block\" aria-hidden=\"true\"><span class=\"fill " +
                grade(score.score) + "\" style=\"width:" + width + "%\"></span></span></li>\n";
    }
    return text + "</ul>\n";
}

std::string reasons(const Assessment& assessment) {
    std::string text = "<details><summary>Why these scores</summary>\n<ul class=\"why\">\n";
    for (const auto& score : assessment.scores) {
        text += "<li><h4>" + escape_markup(readable(score.criterion)) + ": " + one_decimal(score.score) + "</h4><p>" +
                escape_markup(score.explanation) + "</p>";
        for (const auto& quote : score.quotes)
            text += "<blockquote>" + escape_markup(shortened(quote.text, 320)) + "</blockquote>";
        text += "</li>\n";
    }
    return text + "</ul>\n<p class=\"proof\">Proof of reading: " + escape_markup(assessment.proof) +
           ". Judge: " + escape_markup(assessment.evaluator) + " (" + escape_markup(assessment.model) +
           ").</p></details>\n";
}

std::string similar_pages(const ReportItem& item) {
    if (item.similar.empty()) return {};
    const auto count = item.similar.size();
    std::string text = "<details><summary>" + std::to_string(count) + (count == 1 ? " page says" : " pages say") +
                       " nearly the same</summary>\n<ul class=\"similar\">\n";
    for (const auto& similar : item.similar)
        text += "<li>" + link(similar.url, similar.title) + " (" + percent(similar.resemblance) + ")</li>\n";
    return text + "</ul></details>\n";
}

std::string chips(const Assessment& assessment) {
    if (assessment.tags.empty() && assessment.flags.empty()) return {};
    std::string text = "<ul class=\"chips\" aria-label=\"Tags\">";
    for (const auto& flag : assessment.flags) text += "<li class=\"flag\">" + escape_markup(readable(flag)) + "</li>";
    for (const auto& tag : assessment.tags) text += "<li>" + escape_markup(tag) + "</li>";
    return text + "</ul>\n";
}

std::string item_html(const ReportItem& item) {
    const auto& assessment = item.assessment;
    auto text = "<li class=\"item\" id=\"n" + std::to_string(item.position) + "\">\n<div><h3><span class=\"place\">" +
                std::to_string(item.position) + ".</span>" + link(item.url, item.title) + "</h3>\n" + meta_line(item) +
                "</div>\n<div class=\"score " + grade(assessment.overall) + "\"><b>" + one_decimal(assessment.overall) +
                "</b><span>of 10</span></div>\n<div class=\"body\">\n";
    if (!assessment.verdict.empty()) text += "<p class=\"verdict\">" + escape_markup(assessment.verdict) + "</p>\n";
    const auto& summary = assessment.summary.empty() ? item.excerpt : assessment.summary;
    if (!summary.empty()) text += "<p class=\"summary\">" + escape_markup(shortened(summary, 420)) + "</p>\n";
    return text + bars(assessment) + chips(assessment) + reasons(assessment) + similar_pages(item) + "</div>\n</li>\n";
}

/// What each state means, for people.
std::string_view meaning(std::string_view state) {
    if (state == "not_read") return "could not be read as an article";
    if (state == "blocked_by_robots") return "the site\u2019s robots.txt asks us to stay away";
    if (state == "no_ai") return "the site asks that models do not use it";
    if (state == "error_page") return "the server answered with an error";
    if (state == "login_wall") return "asks for a login";
    if (state == "paywalled") return "behind a paywall";
    if (state == "too_short") return "too short to judge";
    if (state == "off_topic") return "read, but not about the question";
    if (state == "duplicate") return "says nearly the same as a page on the list";
    if (state == "budget_exhausted") return "the budget was used up first";
    if (state == "failed") return "failed";
    return {};
}

std::string omissions(const Report& report) {
    std::string text =
        "<section aria-labelledby=\"omitted\"><h2 id=\"omitted\">Not on the list</h2>\n<table><thead><tr><th "
        "scope=\"col\">Why</th><th scope=\"col\" class=\"number\">Pages</th></tr></thead><tbody>\n";
    bool any = false;
    for (const auto state : kUrlStates) {
        const std::string name(to_string(state));
        const auto found = report.states.find(name);
        if (found == report.states.end() || found->second == 0 || meaning(name).empty()) continue;
        any = true;
        text += "<tr><td><details><summary>" + readable(name) + ": " + std::string(meaning(name)) +
                "</summary><ul class=\"omitted\">\n";
        std::size_t shown = 0;
        for (const auto& omission : report.omissions) {
            if (omission.state != state || ++shown > kMostOmitted) continue;
            text += "<li>" + link(omission.url, omission.title) +
                    (omission.reason.empty() || state == UrlState::off_topic
                         ? ""
                         : ": " + escape_markup(shortened(omission.reason, 200))) +
                    "</li>\n";
        }
        if (shown > kMostOmitted) text += "<li>and " + std::to_string(shown - kMostOmitted) + " more</li>\n";
        text += "</ul></details></td><td class=\"number\">" + std::to_string(found->second) + "</td></tr>\n";
    }
    return any ? text + "</tbody></table></section>\n" : std::string();
}

std::string sources(const Report& report) {
    if (report.sources.empty()) return {};
    std::string text =
        "<section aria-labelledby=\"sources\"><h2 id=\"sources\">Sources</h2>\n<table><thead><tr><th "
        "scope=\"col\">Source</th><th scope=\"col\">Health</th>"
        "<th scope=\"col\" class=\"number\">Found</th></tr></thead><tbody>\n";
    for (const auto& source : report.sources)
        text += "<tr><td>" + escape_markup(source.source) + "</td><td>" +
                (source.error.empty() ? "answered" : escape_markup(source.error)) + "</td><td class=\"number\">" +
                std::to_string(source.found) + "</td></tr>\n";
    return text + "</tbody></table></section>\n";
}

std::string facts(const Report& report) {
    auto text = "<ul class=\"facts\" aria-label=\"The run in numbers\">\n" +
                fact(std::to_string(report.total_urls), "pages found") +
                fact(std::to_string(report.evaluated_urls + report.cached_urls_used), "read and judged") +
                fact(std::to_string(report.high_quality_count), "of high quality") +
                fact(one_decimal(report.average_score), "average score") +
                fact(one_decimal(report.runtime_seconds) + "\u00A0s", "time");
    if (report.cached_urls_used > 0) text += fact(std::to_string(report.cached_urls_used), "from memory");
    if (report.failed_urls > 0) text += fact(std::to_string(report.failed_urls), "failed");
    if (report.usage.cost_usd > 0) text += fact("$" + one_decimal(report.usage.cost_usd), "cost");
    return text + "</ul>\n";
}

}  // namespace

std::string to_html(const Report& report) {
    std::string text =
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
        "script-src 'sha256-" +
        text::sha256_base64(kJs) +
        "'; base-uri 'none'; form-action 'none'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>" +
        escape_markup(report.query) + " \u2013 winnow</title>\n<style>" + std::string(kCss) +
        "</style>\n</head>\n<body>\n"
        "<a class=\"skip\" href=\"#list\">Skip to the list</a>\n<div class=\"page\">\n<header class=\"top\"><div>\n<p "
        "class=\"kicker\">Reading list</p>\n<h1>" +
        escape_markup(report.query) + "</h1>\n<p class=\"how\">" + date_of({report.started, DatePrecision::second}) +
        " · judged by " + escape_markup(report.evaluation_method) + " with the rubric " + escape_markup(report.rubric) +
        "</p>\n</div>"
        "<button class=\"theme\" type=\"button\" hidden>Dark</button></header>\n<main>\n" +
        facts(report);
    if (report.results.empty())
        text += "<p class=\"empty\" id=\"list\">" + escape_markup(report.explanation) + "</p>\n";
    else
        text += "<ol class=\"list\" id=\"list\">\n";
    for (const auto& item : report.results) text += item_html(item);
    if (!report.results.empty()) text += "</ol>\n";
    text += omissions(report) + sources(report) + "</main>\n<footer class=\"end\">Run " + escape_markup(report.run_id) +
            ". Scores of the judge \u201Clocal\u201D come from signals in the text, not from understanding. Every "
            "quote occurs in its page.</footer>\n</div>\n<script>" +
            std::string(kJs) + "</script>\n</body>\n</html>\n";
    return text;
}

}  // namespace winnow
