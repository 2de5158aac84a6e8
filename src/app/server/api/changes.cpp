#include "app/server/api/api.h"
#include "app/server/api/body.h"
#include "app/server/site/working.h"
#include "app/wiring/labels/labels.h"
#include "json/codec/parts.h"

namespace winnow::site {
namespace {

using web::Call;
using web::Response;

constexpr std::size_t kMostText = 200;
constexpr std::size_t kMostUrl = 4'000;  // characters

Error no_such_job(const std::string& id) {
    return {ErrorKind::not_found, "there is no job " + id};
}

Result<Response> jobs(const SiteParts& parts, const Call&) {
    return json_response(
        json::object({{"jobs", json::array_of(parts.jobs.all(), [](const Job& job) { return encode(job); })}}));
}

Result<Response> job(const SiteParts& parts, const Call& call) {
    const auto found = parts.jobs.find(call.parts.front());
    if (!found) return fail(no_such_job(call.parts.front()));
    return json_response(encode(*found));
}

Result<Response> add_job(const SiteParts& parts, const Call& call) {
    TRY(auto body, Body::of(call.request));
    RunWish wish{.question = body.text("question", kMostQuestion),
                 .method = body.text("method", kMostText),
                 .rubric = body.text("rubric", kMostText),
                 .sources = body.texts("sources", 100),
                 .urls = body.texts("urls", 1'000),
                 .since = body.text("since", kMostText),
                 .per_source = body.count("per_source", 10'000),
                 .max_urls = body.count("max_urls", 1'000'000),
                 .refresh = body.flag("refresh")};
    TRY_OK(body.finish());
    TRY_OK(check_wish(parts, wish));
    TRY(const auto id, parts.jobs.add(std::move(wish)));
    const auto added = parts.jobs.find(id);
    auto response = json_response(added ? encode(*added) : json::Value(), 201);
    response.headers.push_back({"Location", "/api/jobs/" + id});
    return response;
}

/// Stops it; the answer is the job as it then is, which may still be running for a moment.
Result<Response> stop_job(const SiteParts& parts, const Call& call) {
    const auto& id = call.parts.front();
    if (!parts.jobs.stop(id)) return fail(no_such_job(id));
    return job(parts, call);
}

Result<Response> put_label(const SiteParts& parts, const Call& call) {
    TRY(auto body, Body::of(call.request));
    auto url = Url::parse(body.text("url", kMostUrl));
    if (!url) body.refuse("url", "a URL");
    Label label{.url = url ? *url : Url(),
                .title = body.text("title", 1'000),
                .question = body.text("question", kMostQuestion),
                .worth_reading = body.maybe_flag("worth_reading"),
                .scores = body.numbers("scores"),
                .note = body.text("note", kMostNote),
                .when = parts.clock.now()};
    TRY_OK(body.finish());
    TRY_OK(check_label(label));
    if (label.says_nothing()) return fail(ErrorKind::invalid_argument, "the label says nothing; DELETE takes one away");
    TRY_OK(parts.labels.save(label));
    return json_response(encode(label));
}

Result<Response> delete_label(const SiteParts& parts, const Call& call) {
    TRY(const auto text, call.query.text("url", kMostUrl));
    auto url = Url::parse(text);
    if (!url) return fail(ErrorKind::invalid_argument, "url: no URL: " + url.error().message());
    TRY(const auto known, parts.labels.find(*url));
    if (!known) return fail(ErrorKind::not_found, "there is no label of " + url->href());
    TRY_OK(parts.labels.save({.url = *url}));
    return json_response(encode(*known));
}

}  // namespace

void add_api_changes(web::Router& router, const SiteParts& parts) {
    add_route(router, parts, "GET", "/api/jobs", jobs);
    add_route(router, parts, "POST", "/api/jobs", add_job);
    add_route(router, parts, "GET", "/api/jobs/*", job);
    add_route(router, parts, "POST", "/api/jobs/*/stop", stop_job);
    add_route(router, parts, "GET", "/api/jobs/*/events", job_events);
    add_route(router, parts, "PUT", "/api/labels", put_label);
    add_route(router, parts, "DELETE", "/api/labels", delete_label);
}

}  // namespace winnow::site
