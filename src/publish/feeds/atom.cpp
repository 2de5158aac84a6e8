#include "json/value.h"
#include "publish/escape.h"
#include "publish/publisher.h"

namespace winnow {
namespace {

/// "tag:" URIs (RFC 4151) name what has no address: the feed of a question.
std::string feed_id(const Report& report) {
    std::string name;
    for (const char c : report.query) name += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '-';
    return "tag:winnow.invalid,2026:" + name;
}

std::string summary_of(const ReportItem& item) {
    auto text = one_decimal(item.assessment.overall) + " of 10. " + item.assessment.verdict;
    if (!item.assessment.summary.empty()) text += "\n\n" + item.assessment.summary;
    return text;
}

}  // namespace

std::string to_atom(const Report& report) {
    const auto updated = to_rfc3339(report.started);
    std::string text =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n  <title>" +
        escape_markup(report.query) + "</title>\n  <id>" + escape_markup(feed_id(report)) + "</id>\n  <updated>" +
        updated + "</updated>\n  <generator>winnow</generator>\n  <author><name>winnow</name></author>\n";
    for (const auto& item : report.results) {
        const auto url = escape_markup(item.url.href());
        text += "  <entry>\n    <title>" + escape_markup(item.title.empty() ? item.url.href() : item.title) +
                "</title>\n    <link href=\"" + url + "\"/>\n    <id>" + url + "</id>\n    <updated>" + updated +
                "</updated>\n";
        if (item.published) text += "    <published>" + to_rfc3339(item.published->time) + "</published>\n";
        for (const auto& author : item.authors)
            text += "    <author><name>" + escape_markup(author) + "</name></author>\n";
        for (const auto& tag : item.assessment.tags) text += "    <category term=\"" + escape_markup(tag) + "\"/>\n";
        text += "    <summary>" + escape_markup(summary_of(item)) + "</summary>\n  </entry>\n";
    }
    return text + "</feed>\n";
}

std::string to_json_feed(const Report& report) {
    json::Value items(json::Array{});
    for (const auto& item : report.results) {
        json::Value authors(json::Array{});
        for (const auto& author : item.authors) authors.push(json::object({{"name", author}}));
        json::Value tags(json::Array{});
        for (const auto& tag : item.assessment.tags) tags.push(tag);
        json::Value scores(json::Object{});
        for (const auto& score : item.assessment.scores) scores.set(score.criterion, score.score);
        auto entry = json::object({{"id", item.url.href()},
                                   {"url", item.url.href()},
                                   {"title", item.title},
                                   {"content_text", summary_of(item)},
                                   {"authors", authors},
                                   {"tags", tags},
                                   {"_winnow", json::object({{"overall", item.assessment.overall},
                                                             {"relevance", item.relevance},
                                                             {"high_quality", item.high_quality},
                                                             {"scores", scores}})}});
        if (item.published) entry.set("date_published", to_rfc3339(item.published->time));
        if (!item.language.empty()) entry.set("language", item.language);
        items.push(std::move(entry));
    }
    return json::dump_pretty(
        json::object({{"version", "https://jsonfeed.org/version/1.1"},
                      {"title", report.query},
                      {"description", "Judged by " + report.evaluation_method + " on " + to_rfc3339(report.started)},
                      {"items", items}}));
}

}  // namespace winnow
