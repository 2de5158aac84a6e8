#include "app/server/pages/pages.h"
#include "json/value.h"
#include "publish/html/parts.h"

namespace winnow::site {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kMostShown = 3'000;      // bytes of one text on the article's own page, which must load fast
constexpr double kLeastSeconds = 0.05;         // less is the answer of a batch, which was there already
constexpr std::size_t kMostSettings = 20'000;  // bytes of JSON that are laid out

/// As on the article's own page, and on the page of all.
enum class Form { folded, whole };

/// A text in the form in which it was sent, with what is missing of it.
Markup text_html(std::string_view name, const KeptText& kept, std::size_t most) {
    const auto shown = kept.text.size() <= most ? kept.text : shortened(kept.text, most);
    Markup out;
    out << "<p class=\"what\">" << name << "</p>\n";
    if (!shown.empty())
        out << "<pre dir=\"auto\" tabindex=\"0\" role=\"region\" aria-label=\"" << name << "\">" << clean_text(shown)
            << "</pre>\n";
    if (kept.left_out > 0)
        out << "<p class=\"small soft\">" << grouped(static_cast<std::int64_t>(kept.left_out))
            << " bytes are not kept.</p>\n";
    return out;
}

std::string laid_out(const std::string& settings) {
    const auto value = json::parse(settings);
    return value && settings.size() <= kMostSettings ? json::dump_pretty(*value) : settings;
}

std::string role_name(const std::string& role) {
    if (role == "system") return "Sent: instructions (system)";
    if (role == "user") return "Sent: question and page (user)";
    return "Sent: " + role;
}

/// "gpt-5 of openai: 3,120 tokens in, 512 out, $0.0034, 2.1 s".
std::string headline(const Exchange& exchange) {
    auto who = exchange.model.empty() ? std::string("no model answered") : exchange.model;
    if (!exchange.provider.empty()) who += " of " + exchange.provider;
    const auto& usage = exchange.usage;
    std::vector<std::string> facts{grouped(usage.input_tokens) + " tokens in", grouped(usage.output_tokens) + " out"};
    if (usage.cost_usd > 0) facts.push_back(money_text(usage.cost_usd));
    if (exchange.seconds >= kLeastSeconds) facts.push_back(duration_text(exchange.seconds));
    return who + ": " + joined(facts, ", ");
}

Markup exchange_html(const Exchange& exchange, Form form) {
    const auto most = form == Form::whole ? std::string::npos : kMostShown;
    Markup out;
    out << "<li><details";
    if (form == Form::whole) out << " open";
    out << "><summary>" << clean_line(headline(exchange)) << "</summary>\n<p class=\"small soft\">Asked "
        << moment_text(exchange.asked);
    if (!exchange.request_id.empty()) out << ", request " << clean_line(exchange.request_id);
    out << "</p>\n";
    if (!exchange.fault.empty())
        out << "<p class=\"trouble\">Not taken: " << clean_line(shortened(exchange.fault, 600)) << "</p>\n";
    for (const auto& message : exchange.sent) out << text_html(role_name(message.role), message.content, most);
    out << text_html("Sent: limits, form of the answer, tools", {.text = laid_out(exchange.settings)}, most);
    for (const auto& reading : exchange.opened) out << text_html("Its tool read " + reading.url, reading.text, most);
    for (const auto& error : exchange.tool_errors)
        out << "<p class=\"trouble\">Its tool: " << clean_line(error) << "</p>\n";
    out << text_html("Came back", exchange.answer, most) << "</details></li>\n";
    return out;
}

Markup list_of(const std::vector<Exchange>& exchanges, Form form) {
    Markup out;
    const bool is_whole = form == Form::whole;
    out << "<ol class=\"exchanges" << std::string_view(is_whole ? " whole" : "") << "\">\n";
    for (const auto& exchange : exchanges) out << exchange_html(exchange, form);
    out << "</ol>\n";
    return out;
}

}  // namespace

std::string_view why_no_exchanges(const Article& article) {
    const auto& evaluator = article.item->assessment.evaluator;
    if (!article.exchanges.empty()) return {};
    if (evaluator == "local" || article.item->assessment.model.starts_with("local"))
        return "Nothing was sent anywhere: the local judge counts signals in the text, on this machine."sv;
    return "It is not kept here: the page was judged by an older version or on another machine, or the judgement was "
           "cleared away or made anew since."sv;
}

Markup exchanges_html(const Article& article) {
    Markup out;
    out << "<section aria-labelledby=\"sent\">\n<h2 id=\"sent\">What was sent, and what came back</h2>\n";
    if (article.exchanges.empty()) {
        out << "<p class=\"soft\">" << why_no_exchanges(article) << "</p>\n</section>\n";
        return out;
    }
    out << "<p class=\"more\"><a href=\"" << sent_path(article) << "\">All of it in full</a> <a href=\"/api"
        << article_path(article.report->run_id, article.item->position) << "/exchanges\">as JSON</a></p>\n"
        << list_of(article.exchanges, Form::folded) << "</section>\n";
    return out;
}

Markup sent_html(const Article& article) {
    const auto& item = *article.item;
    Markup out;
    out << "<p class=\"crumbs\"><a href=\"" << article_path(article.report->run_id, item.position) << "\" dir=\"auto\">"
        << clean_line(item.title) << "</a></p>\n<h1>What was sent, and what came back</h1>\n";
    if (article.exchanges.empty())
        out << "<p class=\"lead\">" << why_no_exchanges(article) << "</p>\n";
    else
        out << "<p class=\"lead\">"
            << counted(static_cast<std::int64_t>(article.exchanges.size()), "request", "requests")
            << ", without headers, where keys would be.</p>\n"
            << list_of(article.exchanges, Form::whole);
    return out;
}

std::string sent_path(const Article& article) {
    return article_path(article.report->run_id, article.item->position) + "/sent";
}

}  // namespace winnow::site
