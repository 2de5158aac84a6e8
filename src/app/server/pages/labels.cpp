#include <algorithm>

#include "app/server/pages/layout.h"
#include "app/server/pages/pages.h"
#include "publish/html/parts.h"

namespace winnow::site {
namespace {

Markup hidden(const ReportItem& item, const Report& report, const std::string& back, const std::string& token) {
    Markup out;
    out << token_field(token) << "<input type=\"hidden\" name=\"url\" value=\"" << item.url.href()
        << "\"><input type=\"hidden\" name=\"title\" value=\"" << clean_line(item.title)
        << "\"><input type=\"hidden\" name=\"question\" value=\"" << clean_line(report.query)
        << "\"><input type=\"hidden\" name=\"back\" value=\"" << back << "\">";
    return out;
}

Markup thumb(std::string_view value, std::string_view name, bool is_pressed) {
    Markup out;
    out << "<button name=\"worth\" value=\"" << (is_pressed ? std::string_view("none") : value) << "\" data-worth=\""
        << value << "\" aria-pressed=\"" << (is_pressed ? std::string_view("true") : std::string_view("false"))
        << "\" title=\"" << name << "\"><span class=\"unseen\">" << name << "</span></button>";
    return out;
}

Markup both_thumbs(const std::optional<Label>& label) {
    const auto worth = label ? label->worth_reading : std::nullopt;
    Markup out;
    out << thumb("yes", "Worth reading", worth == true) << thumb("no", "Not worth reading", worth == false);
    return out;
}

std::string score_text(const std::optional<Label>& label, const std::string& criterion) {
    if (!label) return {};
    const auto found = std::ranges::find(label->scores, criterion, &std::pair<std::string, double>::first);
    if (found == label->scores.end()) return {};
    return decimals(found->second, found->second == static_cast<int>(found->second) ? 0 : 1);
}

/// What the thumbs say of each judge.
Markup thumbs_by_judge_html(const std::vector<JudgeThumbs>& thumbs) {
    Markup out;
    for (const auto& [judge, agreement] : thumbs) {
        out << "<section><h2>Your thumbs and the judge " << clean_line(judge) << "</h2>\n<ul>\n";
        for (const auto& sentence : in_sentences(agreement)) out << "<li>" << sentence << "</li>\n";
        out << "</ul></section>\n";
    }
    return out;
}

}  // namespace

Markup thumbs_html(const ReportItem& item, const Report& report, const std::optional<Label>& label,
                   const std::string& back, const std::string& token) {
    Markup out;
    out << "<form class=\"thumbs\" method=\"post\" action=\"/labels\" aria-label=\"Your opinion\">"
        << hidden(item, report, back + "#entry-" + std::to_string(item.position), token) << both_thumbs(label)
        << "</form>";
    return out;
}

Markup label_form_html(const ReportItem& item, const Report& report, const std::optional<Label>& label,
                       const std::string& back, const std::string& token) {
    const Criteria criteria(report);
    Markup out;
    out << "<section class=\"label\" aria-labelledby=\"label\">\n<h2 id=\"label\">What do you think?</h2>\n"
        << "<form class=\"thumbs\" method=\"post\" action=\"/labels\" aria-label=\"Thumbs\">"
        << hidden(item, report, back, token) << both_thumbs(label) << "</form>\n"
        << "<details";
    if (label && (!label->note.empty() || !label->scores.empty())) out << " open";
    out << "><summary>Scores of your own, and a note</summary>\n<form class=\"own\" method=\"post\" action=\"/labels\">"
        << hidden(item, report, back, token)
        << "<input type=\"hidden\" name=\"whole\" value=\"1\">\n<div class=\"grid\">";
    for (const auto& criterion : criteria.names())
        out << "<label>" << criteria.title(criterion) << " <input type=\"number\" name=\"score." << criterion
            << "\" min=\"1\" max=\"10\" step=\"0.5\" value=\"" << score_text(label, criterion) << "\"></label>";
    out << "</div>\n<label class=\"note\">Note <textarea name=\"note\" rows=\"3\" maxlength=\"4000\">"
        << (label ? label->note : std::string()) << "</textarea></label>\n<button>Keep</button> <small>What you "
        << "keep measures the judge.</small></form></details>\n</section>\n";
    return out;
}

Markup labels_html(const std::vector<Label>& labels, const std::vector<JudgeThumbs>& thumbs, const std::string& token) {
    Markup out;
    out << "<h1>Labels</h1>\n<p class=\"lead\">What you said of pages, to measure a judge by: <code>winnow labels "
        << "export labels.csv</code>, then <code>winnow judge --labels labels.csv</code> says how far it agrees with "
        << "you.</p>\n";
    if (labels.empty()) {
        out << "<section class=\"nothing\"><h2>No labels yet</h2><p>Each entry of a list has two thumbs; its own page "
            << "has room for scores and a note.</p></section>\n";
        return out;
    }
    out << thumbs_by_judge_html(thumbs);
    out << "<p class=\"more\"><a href=\"/labels/export.csv\">CSV</a> <a href=\"/labels/export.json\">JSON</a></p>\n"
        << "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table of labels\"><table "
        << "class=\"wide\">\n<thead><tr><th scope=\"col\">Page</th><th scope=\"col\">Worth reading</th>"
        << "<th scope=\"col\">Scores</th><th scope=\"col\">Note</th><th scope=\"col\"><span class=\"unseen\">Remove"
        << "</span></th></tr></thead>\n<tbody>\n";
    for (const auto& label : labels) {
        std::vector<std::string> scores;
        for (const auto& [criterion, score] : label.scores)
            scores.push_back(readable(criterion) + " " + one_decimal(score));
        out << "<tr><th scope=\"row\">" << link_to(label.url, label.title) << "<small><bdi>"
            << clean_line(label.question) << "</bdi>, " << moment_text(label.when) << "</small></th><td>"
            << std::string_view(!label.worth_reading   ? ""
                                : *label.worth_reading ? "yes"
                                                       : "no")
            << "</td><td>" << joined(scores, ", ") << "</td><td dir=\"auto\">" << label.note
            << "</td><td><form method=\"post\" action=\"/labels\">" << token_field(token)
            << "<input type=\"hidden\" name=\"url\" value=\"" << label.url.href()
            << "\"><input type=\"hidden\" name=\"whole\" value=\"1\"><input type=\"hidden\" name=\"worth\" "
            << "value=\"none\"><button>Remove</button></form></td></tr>\n";
    }
    out << "</tbody></table></div>\n";
    return out;
}

}  // namespace winnow::site
