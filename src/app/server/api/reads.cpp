#include "app/server/api/api.h"
#include "app/server/assets/assets.h"
#include "app/server/site/opinions.h"
#include "app/server/site/reading.h"
#include "app/server/site/working.h"
#include "app/wiring/labels/labels.h"
#include "app/wiring/labels/thumbs_json.h"
#include "app/wiring/memory/run_json.h"
#include "app/wiring/search/ask.h"
#include "app/wiring/version.h"
#include "json/codec.h"
#include "json/codec/parts.h"

namespace winnow::site {
namespace {

using web::Call;
using web::Response;

Result<Response> health(const SiteParts& parts, const Call&) {
    TRY(const auto stats, parts.store.stats());
    std::size_t running = 0;
    std::size_t queued = 0;
    for (const auto& job : parts.jobs.all()) {
        running += job.state == JobState::running ? 1 : 0;
        queued += job.state == JobState::queued ? 1 : 0;
    }
    return json_response(json::object({{"status", "ok"},
                                       {"version", version_number()},
                                       {"memory", json::object({{"pages", stats.pages},
                                                                {"evaluations", stats.evaluations},
                                                                {"runs", stats.runs},
                                                                {"bytes", stats.bytes}})},
                                       {"jobs", json::object({{"running", running}, {"queued", queued}})}}));
}

Result<Response> session(const SiteParts& parts, const Call&) {
    auto response = json_response(json::object({{"token", parts.guard.token()}}));
    response.headers.push_back({"Cache-Control", "no-store"});
    return response;
}

Result<Response> questions(const SiteParts& parts, const Call&) {
    TRY(const auto runs, parts.library.latest_of_each_question());
    return json_response(json::object({{"questions", json::array_of(runs, [](const RunRecord& run) {
                                            return json::object({{"question", run.query},
                                                                 {"run", encode_run(run)},
                                                                 {"atom", feed_path(run.query, "xml")},
                                                                 {"json_feed", feed_path(run.query, "json")}});
                                        })}}));
}

/// A person leaves a field of a form empty; a program that does is mistaken.
Result<void> refuse_empty(const Call& call, std::initializer_list<std::string_view> names) {
    for (const auto name : names)
        if (call.query.has(name) && call.query.get(name).empty())
            return fail(ErrorKind::invalid_argument, std::string(name) + ": is empty; leave it out instead");
    return {};
}

Result<Response> runs(const SiteParts& parts, const Call& call) {
    TRY_OK(refuse_empty(call, {"limit"}));
    TRY(const auto limit, call.query.count("limit", 20, 1, 500));
    TRY(const auto found, parts.library.runs(limit));
    return json_response(json::object({{"runs", json::array_of(found, encode_run)}}));
}

Result<Response> run(const SiteParts& parts, const Call& call) {
    TRY(const auto report, report_of(parts, call.parts.front()));
    return json_response(json::encode(*report));
}

json::Value encode_context(const std::string& quote, const std::optional<QuoteInContext>& context) {
    auto value = json::object({{"text", quote}, {"before", nullptr}, {"after", nullptr}});
    if (context) value.set("before", context->before).set("after", context->after);
    return value;
}

Result<Response> article(const SiteParts& parts, const Call& call) {
    TRY(const auto article, article_of(parts, call.parts.at(0), call.parts.at(1)));
    const auto& item = *article.item;
    json::Value evidence{json::Object{}};
    for (const auto& score : item.assessment.scores) {
        json::Value quotes{json::Array{}};
        const auto& contexts = article.quotes.at(score.criterion);
        for (std::size_t i = 0; i < score.quotes.size(); ++i)
            quotes.push(encode_context(score.quotes[i].text, contexts.at(i)));
        evidence.set(score.criterion, std::move(quotes));
    }
    return json_response(json::object({{"run_id", article.report->run_id},
                                       {"position", item.position},
                                       {"url", item.url.href()},
                                       {"title", item.title},
                                       {"high_quality", item.high_quality},
                                       {"relevance", item.relevance},
                                       {"assessment", json::encode(item.assessment)},
                                       {"evidence", std::move(evidence)},
                                       {"label", article.label ? encode(*article.label) : json::Value()}}));
}

Result<Response> exchanges(const SiteParts& parts, const Call& call) {
    TRY(const auto article, article_of(parts, call.parts.at(0), call.parts.at(1)));
    return json_response(json::object(
        {{"run_id", article.report->run_id},
         {"position", article.item->position},
         {"method", article.item->assessment.evaluator},
         {"note", why_no_exchanges(article)},
         {"exchanges", json::array_of(article.exchanges, [](const Exchange& one) { return json::encode(one); })}}));
}

Result<Response> search(const SiteParts& parts, const Call& call) {
    if (call.query.get("q").empty() && call.query.get("like").empty())
        return fail(ErrorKind::invalid_argument, "q: what to look for is missing");
    TRY_OK(refuse_empty(call, {"mode", "min_score", "limit"}));
    TRY(const auto answered, searched(parts, call.query));
    if (!answered.problem.empty()) return fail(ErrorKind::not_found, answered.problem);
    json::Value notes{json::Array{}};
    if (!answered.note.empty()) notes.push(answered.note);
    return json_response(json::object({{"question", answered.asked.question},
                                       {"notes", std::move(notes)},
                                       {"results", json::array_of(answered.hits, encode_hit)}}));
}

json::Value encode_source(const SourceRow& row) {
    auto value = json::object({{"kind", row.name}, {"summary", row.summary}, {"state", row.state}, {"last", nullptr}});
    if (row.last)
        value.set("last", json::object({{"run_id", row.last->run_id},
                                        {"when", to_rfc3339(row.last->when)},
                                        {"found", row.last->found},
                                        {"listed", row.last->listed},
                                        {"error", row.last->error}}));
    return value;
}

Result<Response> sources(const SiteParts& parts, const Call&) {
    TRY(const auto rows, source_rows(parts));
    return json_response(json::object({{"sources", json::array_of(rows, encode_source)}}));
}

json::Value encode_figures(const RunFigures& run) {
    json::Value scores{json::Array{}};
    for (const int count : run.scores) scores.push(count);
    return json::object({{"run_id", run.id},
                         {"question", run.query},
                         {"method", run.method},
                         {"started", to_rfc3339(run.started)},
                         {"runtime_seconds", run.runtime_seconds},
                         {"judged", run.judged},
                         {"failed", run.failed},
                         {"high_quality", run.high_quality},
                         {"quality_ratio", run.quality_ratio},
                         {"average_score", run.average_score},
                         {"usage", json::encode(run.usage)},
                         {"scores", std::move(scores)},
                         {"funnel", json::array_of(run.funnel, [](const RunFigures::Step& step) {
                              return json::object({{"step", step.label}, {"count", step.count}});
                          })}});
}

Result<Response> history(const SiteParts& parts, const Call& call) {
    TRY(const auto question, call.query.text("question", kMostQuestion));
    TRY(const auto history, history_of(parts, question));
    return json_response(json::object({{"runs", json::array_of(history.figures, encode_figures)}}));
}

Result<Response> labels(const SiteParts& parts, const Call&) {
    TRY(const auto all, parts.labels.all());
    TRY(const auto thumbs, thumbs_by_judge(parts, all));
    return json_response(
        json::object({{"labels", json::array_of(all, [](const Label& label) { return encode(label); })},
                      {"thumbs", json::array_of(thumbs, [](const JudgeThumbs& one) {
                           return json::object({{"judge", one.judge}, {"agreement", encode(one.agreement)}});
                       })}}));
}

Result<Response> openapi(const SiteParts&, const Call&) {
    return file("application/json", std::string(find_asset("openapi.json")->bytes));
}

}  // namespace

void add_api_reads(web::Router& router, const SiteParts& parts) {
    add_route(router, parts, "GET", "/api/health", health);
    add_route(router, parts, "GET", "/api/openapi.json", openapi);
    add_route(router, parts, "GET", "/api/session", session);
    add_route(router, parts, "GET", "/api/questions", questions);
    add_route(router, parts, "GET", "/api/runs", runs);
    add_route(router, parts, "GET", "/api/runs/*", run);
    add_route(router, parts, "GET", "/api/runs/*/articles/*", article);
    add_route(router, parts, "GET", "/api/runs/*/articles/*/exchanges", exchanges);
    add_route(router, parts, "GET", "/api/search", search);
    add_route(router, parts, "GET", "/api/sources", sources);
    add_route(router, parts, "GET", "/api/history", history);
    add_route(router, parts, "GET", "/api/labels", labels);
}

void add_api(web::Router& router, const SiteParts& parts) {
    add_api_reads(router, parts);
    add_api_changes(router, parts);
}

}  // namespace winnow::site
