#include "json/value.h"
#include "publish/escape.h"
#include "publish/feeds/entry.h"
#include "publish/publisher.h"

namespace winnow {
namespace {

json::Value scores_of(const ReportItem& item) {
    json::Value scores(json::Object{});
    for (const auto& score : item.assessment.scores) scores.set(score.criterion, score.score);
    auto value = json::object({{"position", item.position},
                               {"overall", item.assessment.overall},
                               {"high_quality", item.high_quality},
                               {"relevance", item.relevance},
                               {"words", item.words},
                               {"scores", std::move(scores)}});
    if (item.novelty) value.set("novelty", to_string(*item.novelty));
    return value;
}

json::Value gone_of(const Report& report) {
    json::Array pages;
    for (const auto& gone : report.gone)
        pages.push_back(json::object({{"url", gone.url.href()},
                                      {"title", clean_line(gone.title)},
                                      {"why", to_string(gone.why)},
                                      {"last_score", gone.last_score},
                                      {"last_judged", to_rfc3339(gone.last_judged)}}));
    return json::object({{"gone", std::move(pages)}});
}

json::Value item_of(const ReportItem& item, const Criteria& criteria) {
    auto value = json::object({{"id", item.url.href()}, {"url", item.url.href()}});
    if (const auto title = clean_line(item.title); !title.empty()) value.set("title", title);
    value.set("content_html", feed_content(item, criteria)).set("summary", feed_summary(item));
    if (item.published) value.set("date_published", to_rfc3339(item.published->time));
    json::Array authors;
    for (const auto& author : item.authors)
        if (auto name = clean_line(author); !name.empty()) authors.push_back(json::object({{"name", std::move(name)}}));
    if (!authors.empty()) value.set("authors", std::move(authors));
    json::Array tags;
    for (const auto& tag : item.assessment.tags)
        if (auto term = clean_line(tag); !term.empty()) tags.push_back(std::move(term));
    if (!tags.empty()) value.set("tags", std::move(tags));
    if (!item.language.empty()) value.set("language", item.language);
    return value.set("_winnow", scores_of(item));
}

}  // namespace

std::string to_json_feed(const Report& report) {
    const Criteria criteria(report);
    json::Array items;
    for (const auto& item : report.results) items.push_back(item_of(item, criteria));
    auto about = "Judged by " + report.evaluation_method + ", " + moment_text(report.started) + ".";
    if (!report.explanation.empty()) about += " " + report.explanation;
    auto feed = json::object({{"version", "https://jsonfeed.org/version/1.1"},
                              {"title", report.query.empty() ? "Reading list" : clean_line(report.query)},
                              {"description", clean_line(about)},
                              {"authors", json::Array{json::object({{"name", "winnow"}})}},
                              {"items", std::move(items)}});
    if (!report.gone.empty()) feed.set("_winnow", gone_of(report));
    return json::dump_pretty(feed);
}

}  // namespace winnow
