#include <algorithm>

#include "app/server/site/reading.h"

namespace winnow::site {
namespace {

using web::Call;
using web::Response;

Result<Response> today(const SiteParts& parts, const Call&) {
    TRY(const auto runs, latest_runs(parts));
    const auto feed = runs.empty() ? std::string() : feed_path(runs.front().run.query, "xml");
    return page(parts, {.title = "Today\u2019s list", .section = "/", .feed = feed}, today_html(runs));
}

Result<ListFilter> filter_of(const web::Form& query) {
    ListFilter filter{.words = query.get("words"), .source = query.get("source"), .tag = query.get("tag")};
    filter.only_good = !query.get("good").empty();
    TRY(filter.least, query.number("least", 1, 1, 10));
    TRY(filter.page, query.count("page", 1, 1, 100'000));
    return filter;
}

Result<Response> list(const SiteParts& parts, const Call& call) {
    TRY(const auto report, report_of(parts, call.parts.front()));
    TRY(const auto filter, filter_of(call.query));
    TRY(const auto labels, labels_by_url(parts));
    return page(parts, {.title = report->query, .section = "/", .feed = feed_path(report->query, "xml")},
                list_html(*report, filter, labels, parts.guard.token()));
}

Result<Response> left_out(const SiteParts& parts, const Call& call) {
    TRY(const auto report, report_of(parts, call.parts.front()));
    return page(parts, {.title = "Behind the list", .section = "/"}, left_out_html(*report));
}

Result<Response> article(const SiteParts& parts, const Call& call) {
    TRY(const auto article, article_of(parts, call.parts.at(0), call.parts.at(1)));
    const auto& title = article.item->title.empty() ? article.item->url.href() : article.item->title;
    return page(parts, {.title = title, .section = "/"}, article_html(article, parts.guard.token()));
}

/// What was sent to models for it, in full.
Result<Response> sent(const SiteParts& parts, const Call& call) {
    TRY(const auto article, article_of(parts, call.parts.at(0), call.parts.at(1)));
    return page(parts, {.title = "What was sent", .section = "/"}, sent_html(article));
}

/// From a hit of the search to what was said of it.
Result<Response> find(const SiteParts& parts, const Call& call) {
    TRY(const auto report, report_of(parts, call.parts.front()));
    const auto url = call.query.get("url");
    const auto found =
        std::ranges::find_if(report->results, [&](const ReportItem& item) { return item.url.href() == url; });
    if (found == report->results.end()) return web::see_other(run_path(report->run_id) + "/left-out");
    return web::see_other(article_path(report->run_id, found->position));
}

Result<Response> history(const SiteParts& parts, const Call& call) {
    TRY(const auto history, history_of(parts, call.query.get("question")));
    return page(parts, {.title = "History", .section = "/history"}, history_html(history));
}

Result<Response> search(const SiteParts& parts, const Call& call) {
    TRY(const auto answered, searched(parts, call.query));
    if (call.query.get("part") == "hits") return Response{.headers = {}, .body = hits_html(answered).take()};
    return page(parts, {.title = "Search", .section = "/search"}, search_html(answered));
}

}  // namespace

void add_reading_pages(web::Router& router, const SiteParts& parts) {
    add_route(router, parts, "GET", "/", today);
    add_route(router, parts, "GET", "/runs/*", list);
    add_route(router, parts, "GET", "/runs/*/left-out", left_out);
    add_route(router, parts, "GET", "/runs/*/articles/*", article);
    add_route(router, parts, "GET", "/runs/*/articles/*/sent", sent);
    add_route(router, parts, "GET", "/runs/*/find", find);
    add_route(router, parts, "GET", "/history", history);
    add_route(router, parts, "GET", "/search", search);
}

}  // namespace winnow::site
