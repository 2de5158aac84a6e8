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

json::Value gone_of(std::span<const ReportGone> all) {
    json::Array pages;
    for (const auto& gone : all)
        pages.push_back(json::object({{"url", gone.url.href()},
                                      {"title", clean_line(gone.title)},
                                      {"why", to_string(gone.why)},
                                      {"last_score", gone.last_score},
                                      {"last_judged", to_rfc3339(gone.last_judged)}}));
    return json::object({{"gone", std::move(pages)}});
}

json::Value item_of(const FeedEntry& entry) {
    const auto& item = *entry.item;
    auto value = json::object({{"id", item.url.href()}, {"url", item.url.href()}});
    if (const auto title = clean_line(item.title); !title.empty()) value.set("title", title);
    value.set("content_html", feed_content(item, *entry.criteria)).set("summary", feed_summary(item));
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

std::string json_feed(const FeedHead& head, const std::vector<FeedEntry>& entries) {
    json::Array items;
    for (const auto& entry : entries) items.push_back(item_of(entry));
    auto feed = json::object({{"version", "https://jsonfeed.org/version/1.1"},
                              {"title", head.title},
                              {"description", clean_line(head.about)},
                              {"authors", json::Array{json::object({{"name", "winnow"}})}}});
    if (!head.address.empty()) feed.set("feed_url", head.address);
    feed.set("items", std::move(items));
    if (!head.gone.empty()) feed.set("_winnow", gone_of(head.gone));
    return json::dump_pretty(feed);
}

std::string to_json_feed(const Report& report) {
    const Criteria criteria(report);
    auto about = "Judged by " + report.evaluation_method + ", " + moment_text(report.started) + ".";
    if (!report.explanation.empty()) about += " " + report.explanation;
    return json_feed({.title = report.query.empty() ? "Reading list" : clean_line(report.query),
                      .about = std::move(about),
                      .updated = report.started,
                      .gone = report.gone},
                     feed_entries(report, criteria));
}

}  // namespace winnow
