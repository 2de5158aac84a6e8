#include <algorithm>
#include <cmath>

#include "publish/html/parts.h"

namespace winnow {
namespace {

using namespace std::string_view_literals;

/// Colour is never alone in saying it: the number stands beside it.
std::string_view grade(double score, double good_from) {
    if (score >= good_from) return "good"sv;
    return score >= 5 ? "fair"sv : "poor"sv;
}

Markup bar(const CriterionScore& score, const Report& report, const Criteria& criteria) {
    const auto title = criteria.title(score.criterion);
    const auto weight = criteria.weight(score.criterion);
    const auto width = std::lround(std::clamp(score.score / kHighestScore, 0.0, 1.0) * 100);
    Markup out;
    out << "<li><span class=\"name\">" << title;
    if (weight) out << " <small><span class=\"unseen\">weight </span>" << percent(*weight) << "</small>";
    out << "</span><svg class=\"bar " << grade(score.score, report.min_score)
        << "\" viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"" << title << ": "
        << one_decimal(score.score) << " of 10\"><rect class=\"rail\" width=\"100\" height=\"6\"/>"
        << "<rect class=\"level\" width=\"" << width << "\" height=\"6\"/></svg><b aria-hidden=\"true\">"
        << one_decimal(score.score) << "</b></li>\n";
    return out;
}

Markup reasons(const Assessment& assessment, const Criteria& criteria) {
    Markup out;
    out << "<details><summary>Why these scores</summary>\n<dl class=\"why\">\n";
    for (const auto& score : assessment.scores) {
        out << "<dt>" << criteria.title(score.criterion) << " <b>" << one_decimal(score.score) << "</b></dt>\n<dd>";
        if (!score.explanation.empty()) out << "<p dir=\"auto\">" << score.explanation << "</p>";
        for (const auto& quote : score.quotes)
            out << "<blockquote dir=\"auto\">" << shortened(clean_line(quote.text), 360) << "</blockquote>";
        out << "</dd>\n";
    }
    out << "</dl>\n<p class=\"proof\">Judged by " << assessment.evaluator;
    if (!assessment.model.empty()) out << " (" << assessment.model << ")";
    if (!assessment.proof.empty()) out << ". Proof of reading: " << assessment.proof;
    out << ".</p></details>\n";
    return out;
}

}  // namespace

Markup link_to(const Url& url, std::string_view words) {
    const auto line = clean_line(words);
    const auto& shown = line.empty() ? url.href() : line;
    Markup out;
    if (!url.href().starts_with("http://") && !url.href().starts_with("https://")) {
        out << "<bdi>" << shown << "</bdi>";
        return out;
    }
    out << "<a href=\"" << url.href() << "\" rel=\"noopener noreferrer nofollow\" dir=\"auto\">" << shown << "</a>";
    return out;
}

Markup dial_html(const ReportItem& item, const Report& report) {
    constexpr double kCircumference = 100;  // the circle's path is given this length
    const double score = item.assessment.overall;
    const auto filled = std::lround(std::clamp(score / kHighestScore, 0.0, 1.0) * kCircumference);
    Markup out;
    out << "<div class=\"dial " << grade(score, report.min_score) << "\" role=\"img\" aria-label=\"Score "
        << one_decimal(score) << " of 10\">"
        << "<svg viewBox=\"0 0 64 64\" aria-hidden=\"true\"><circle class=\"rail\" cx=\"32\" cy=\"32\" r=\"28\"/>"
        << "<circle class=\"arc\" cx=\"32\" cy=\"32\" r=\"28\" pathLength=\"100\" stroke-dasharray=\"" << filled
        << " 100\" transform=\"rotate(-90 32 32)\"/></svg><b aria-hidden=\"true\">" << one_decimal(score)
        << "</b></div>\n";
    return out;
}

Markup meta_html(const ReportItem& item) {
    Markup out;
    const auto add = [&](const Markup& part) {
        if (!part.empty()) out << "<span>" << part << "</span>";
    };
    const auto foreign = [](const std::string& text) {
        Markup part;
        if (!text.empty()) part << "<bdi>" << text << "</bdi>";
        return part;
    };
    out << "<p class=\"meta\">";
    add(foreign(item.site.empty() ? std::string(item.url.host()) : clean_line(item.site)));
    add(foreign(shortened(clean_line(joined(item.authors, ", ")), 80)));
    if (item.published)
        add(Markup() << "<time datetime=\"" << iso_date(*item.published) << "\">" << date_text(*item.published)
                     << "</time>");
    if (item.words > 0) add(Markup() << reading_time(item.words) << " read");
    if (!item.language.empty() && !item.language.starts_with("en")) add(foreign("in " + language_name(item.language)));
    add(Markup() << percent(item.relevance) << " relevant");
    if (item.state == UrlState::cached) add(Markup() << "judged before");
    if (const auto novelty = novelty_of(item); !novelty.empty())
        add(Markup() << "<b class=\"novelty\">" << novelty << "</b>");
    out << "</p>\n";
    return out;
}

Markup bars_html(const ReportItem& item, const Report& report, const Criteria& criteria) {
    Markup out;
    if (item.assessment.scores.empty()) return out;
    out << "<ul class=\"bars\" aria-label=\"Scores by criterion, 1 to 10\">\n";
    for (const auto& score : item.assessment.scores) out << bar(score, report, criteria);
    out << "</ul>\n";
    return out;
}

Markup perspectives_html(const Assessment& assessment) {
    Markup out;
    if (assessment.perspectives.empty()) return out;
    out << "<ul class=\"links views\" aria-label=\"Points of view\">\n";
    for (const auto& perspective : assessment.perspectives) {
        out << "<li><b>" << clean_line(readable(perspective.name)) << " " << one_decimal(perspective.overall) << "</b>";
        if (!perspective.verdict.empty()) out << " <bdi>" << clean_line(perspective.verdict) << "</bdi>";
        out << "</li>\n";
    }
    for (const auto& insight : assessment.insights) out << "<li dir=\"auto\">" << clean_line(insight) << "</li>\n";
    out << "</ul>\n";
    return out;
}

Markup similar_html(const ReportItem& item) {
    Markup out;
    if (item.similar.empty()) return out;
    const auto count = static_cast<std::int64_t>(item.similar.size());
    out << "<details><summary>" << counted(count, "page says", "pages say")
        << " nearly the same</summary>\n<ul class=\"links\">\n";
    for (const auto& similar : item.similar)
        out << "<li>" << link_to(similar.url, similar.title) << " <small>" << std::string(similar.url.host()) << ", "
            << percent(similar.resemblance) << " alike</small></li>\n";
    out << "</ul></details>\n";
    return out;
}

Markup tags_html(const Assessment& assessment) {
    Markup out;
    for (const auto& flag : assessment.flags)
        if (const auto words = clean_line(readable(flag)); !words.empty())
            out << "<li class=\"flag\"><span class=\"unseen\">Caution: </span>" << words << "</li>";
    for (const auto& tag : assessment.tags)
        if (const auto words = clean_line(tag); !words.empty()) out << "<li><bdi>" << words << "</bdi></li>";
    if (out.empty()) return out;
    return Markup() << "<ul class=\"tags\" aria-label=\"Tags\">" << out << "</ul>\n";
}

bool is_language_tag(std::string_view text) {
    return !text.empty() && text.size() <= 35 && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    });
}

Markup entry_html(const ReportItem& item, const Report& report, const Criteria& criteria) {
    const auto& assessment = item.assessment;
    const auto& summary = assessment.summary.empty() ? item.excerpt : assessment.summary;
    Markup out;
    out << "<li class=\"entry\" id=\"entry-" << item.position << "\" data-score=\"" << one_decimal(assessment.overall)
        << "\">\n<article aria-labelledby=\"title-" << item.position
        << "\">\n<span class=\"rank\" aria-hidden=\"true\">" << item.position
        << "</span>\n<div class=\"head\"><h3 id=\"title-" << item.position << "\"";
    if (is_language_tag(item.language)) out << " lang=\"" << item.language << "\"";
    out << ">" << link_to(item.url, item.title) << "</h3>\n"
        << meta_html(item) << "</div>\n"
        << dial_html(item, report);
    out << "<div class=\"body\">\n";
    if (!assessment.verdict.empty()) out << "<p class=\"verdict\" dir=\"auto\">" << assessment.verdict << "</p>\n";
    if (!summary.empty()) out << "<p class=\"gist\" dir=\"auto\">" << shortened(clean_line(summary), 420) << "</p>\n";
    out << perspectives_html(assessment) << bars_html(item, report, criteria) << tags_html(assessment)
        << reasons(assessment, criteria) << similar_html(item) << "</div>\n</article>\n</li>\n";
    return out;
}

}  // namespace winnow
