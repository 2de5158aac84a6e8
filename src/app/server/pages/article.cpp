#include "app/server/pages/layout.h"
#include "app/server/pages/pages.h"
#include "publish/html/parts.h"

namespace winnow::site {
namespace {

using namespace std::string_view_literals;

/// The words that a judge quoted, marked where they stand.
Markup quote_html(const std::string& text, const std::optional<QuoteInContext>& context) {
    Markup out;
    if (!context) {
        out << "<blockquote dir=\"auto\">" << shortened(clean_line(text), 600) << "</blockquote>\n";
        return out;
    }
    out << "<p class=\"context\" dir=\"auto\">" << clean_text(context->before) << "<mark>" << clean_text(context->quote)
        << "</mark>" << clean_text(context->after) << "</p>\n";
    return out;
}

Markup reasons(const Article& article, const Criteria& criteria) {
    Markup out;
    out << "<section aria-labelledby=\"why\">\n<h2 id=\"why\">Why these scores</h2>\n";
    if (!article.why_no_context.empty()) out << "<p class=\"soft\">" << article.why_no_context << "</p>\n";
    out << "<dl class=\"why\">\n";
    for (const auto& score : article.item->assessment.scores) {
        out << "<dt>" << criteria.title(score.criterion) << " <b>" << one_decimal(score.score) << "</b></dt>\n<dd>";
        if (!score.explanation.empty()) out << "<p dir=\"auto\">" << clean_line(score.explanation) << "</p>\n";
        const auto found = article.quotes.find(score.criterion);
        for (std::size_t i = 0; i < score.quotes.size(); ++i)
            out << quote_html(score.quotes[i].text, found == article.quotes.end() ? std::nullopt : found->second.at(i));
        out << "</dd>\n";
    }
    out << "</dl>\n</section>\n";
    return out;
}

/// What a method sends, in short.
std::string_view what_was_sent(const std::string& method) {
    if (method == "local") return "Nothing: the local judge counts signals in the text, on this machine."sv;
    if (method.ends_with("_browsing"))
        return "The question, the rubric, and the address of the page, which the model opened itself."sv;
    if (method == "tavily_content")
        return "The address of the page to Tavily; the text that came back, the question and the rubric to the model."sv;
    return "The question, the rubric, and the text of the page, shortened to what touches the question if it was "
           "longer than evaluate.page_tokens."sv;
}

void fact(Markup& out, const std::string& name, const std::string& value) {
    if (!value.empty()) out << "<div><dt>" << name << "</dt><dd>" << clean_line(value) << "</dd></div>\n";
}

Markup how(const Article& article) {
    const auto& item = *article.item;
    const auto& assessment = item.assessment;
    const auto& usage = assessment.usage;
    Markup out;
    out << "<section aria-labelledby=\"how\">\n<h2 id=\"how\">How it was judged</h2>\n<dl class=\"facts\">\n";
    fact(out, "Judge", assessment.evaluator);
    fact(out, "Model", assessment.model);
    fact(out, "What is sent", std::string(what_was_sent(assessment.evaluator)));
    if (usage.input_tokens + usage.output_tokens > 0)
        fact(out, "Tokens", grouped(usage.input_tokens) + " in, " + grouped(usage.output_tokens) + " out");
    fact(out, "Cost", usage.cost_usd > 0 ? money_text(usage.cost_usd) : std::string("nothing"));
    fact(out, "Proof of reading", assessment.proof);
    fact(out, "When",
         item.state == UrlState::cached ? "in an earlier run; nothing changed since"
                                        : moment_text(article.report->started));
    fact(out, "Rubric", article.report->rubric + ", high quality from " + one_decimal(article.report->min_score));
    fact(out, "Found by", item.source);
    fact(out, "Place",
         std::to_string(item.position) + " of " + std::to_string(article.report->results.size()) +
             ", by a rank score of " + decimals(item.rank_score, 3) + " (relevance " + decimals(item.relevance, 3) +
             ")");
    out << "</dl>\n</section>\n";
    return out;
}

Markup neighbours(const Article& article) {
    const auto& report = *article.report;
    const int position = article.item->position;
    const auto last = static_cast<int>(report.results.size());
    Markup out;
    out << "<nav class=\"neighbours\" aria-label=\"Entries\">";
    if (position > 1)
        out << "<a rel=\"prev\" href=\"" << article_path(report.run_id, position - 1) << "\">\u2190 " << position - 1
            << "</a>";
    out << "<a href=\"" << run_path(report.run_id) << "\">the list</a>";
    if (position < last)
        out << "<a rel=\"next\" href=\"" << article_path(report.run_id, position + 1) << "\">" << position + 1
            << " \u2192</a>";
    out << "</nav>\n";
    return out;
}

}  // namespace

Markup article_html(const Article& article, const std::string& token) {
    const auto& item = *article.item;
    const auto& report = *article.report;
    const auto& assessment = item.assessment;
    const auto& summary = assessment.summary.empty() ? item.excerpt : assessment.summary;
    const Criteria criteria(report);
    Markup out;
    out << "<p class=\"crumbs\"><a href=\"" << run_path(report.run_id) << "\" dir=\"auto\">" << clean_line(report.query)
        << "</a></p>\n<article class=\"single\" aria-labelledby=\"title\">\n<div class=\"single-head\"><div>\n<h1 "
           "id=\"title\"";
    if (is_language_tag(item.language)) out << " lang=\"" << item.language << "\"";
    out << ">" << link_to(item.url, item.title) << "</h1>\n"
        << meta_html(item) << "</div>\n"
        << dial_html(item, report) << "</div>\n";
    if (!assessment.verdict.empty())
        out << "<p class=\"verdict\" dir=\"auto\">" << clean_line(assessment.verdict) << "</p>\n";
    if (!summary.empty()) out << "<p class=\"gist\" dir=\"auto\">" << clean_line(summary) << "</p>\n";
    out << bars_html(item, report, criteria) << tags_html(assessment) << perspectives_html(assessment)
        << "<p class=\"more\">" << link_to(item.url, "Read the page") << " <a href=\"/search?like=" << item.url.href()
        << "\">Find pages like it</a></p>\n"
        << label_form_html(item, report, article.label, article_path(report.run_id, item.position), token)
        << reasons(article, criteria);
    if (!item.similar.empty())
        out << "<section aria-labelledby=\"same\">\n<h2 id=\"same\">Nearly the same</h2>\n"
            << similar_html(item) << "</section>\n";
    out << how(article) << exchanges_html(article) << "</article>\n" << neighbours(article);
    return out;
}

}  // namespace winnow::site
