#include <algorithm>
#include <charconv>

#include "app/server/site/exports.h"
#include "app/server/site/opinions.h"
#include "app/server/site/working.h"

namespace winnow::site {
namespace {

using web::Call;
using web::Form;
using web::Response;

Result<Response> sources(const SiteParts& parts, const Call&) {
    TRY(const auto rows, source_rows(parts));
    return page(parts, {.title = "Sources", .section = "/sources"},
                sources_html(rows, configured_feeds(parts.settings).size()));
}

Result<Response> jobs(const SiteParts& parts, const Call& call) {
    const RunWish wish{.question = call.query.get("question")};
    return page(parts, {.title = "New run", .section = "/jobs"},
                jobs_html(parts.jobs.all(), run_choices(parts), wish, parts.guard.token()));
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find_first_of("\r\n", begin), text.size());
        if (end > begin) lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

Result<Response> ask(const SiteParts& parts, const Call& call) {
    const Form form(call.request.body);
    RunWish wish{.question = form.get("question"),
                 .method = form.get("method"),
                 .rubric = form.get("rubric"),
                 .sources = form.all("source"),
                 .urls = lines_of(form.get("urls")),
                 .since = form.get("since")};
    wish.refresh = !form.get("refresh").empty();
    TRY(wish.per_source, form.count("per_source", 0, 0, 10'000));
    TRY(wish.max_urls, form.count("max_urls", 0, 0, 1'000'000));
    TRY_OK(check_wish(parts, wish));
    TRY(const auto id, parts.jobs.add(std::move(wish)));
    return web::see_other("/jobs/" + id);
}

Error no_such_job(const std::string& id) {
    return {ErrorKind::not_found, "There is no run " + id + " here; they are forgotten when winnow ends."};
}

Result<Response> job(const SiteParts& parts, const Call& call) {
    const auto found = parts.jobs.find(call.parts.front());
    if (!found) return fail(no_such_job(call.parts.front()));
    return page(parts, {.title = found->wish.question, .section = "/jobs"}, job_html(*found, parts.guard.token()));
}

Result<Response> stop(const SiteParts& parts, const Call& call) {
    const auto& id = call.parts.front();
    if (!parts.jobs.stop(id)) return fail(no_such_job(id));
    return web::see_other("/jobs/" + id);
}

Result<Response> labels(const SiteParts& parts, const Call&) {
    TRY(const auto all, parts.labels.all());
    TRY(const auto thumbs, thumbs_by_judge(parts, all));
    return page(parts, {.title = "Labels", .section = "/labels"}, labels_html(all, thumbs, parts.guard.token()));
}

/// Where the form came from, if that is a path of ours.
std::string way_back(const Form& form) {
    const auto back = form.get("back");
    const bool is_ours = back.starts_with('/') && !back.starts_with("//") && !back.contains('\\') &&
                         std::ranges::all_of(back, [](char c) { return static_cast<unsigned char>(c) > 0x20; });
    return is_ours ? back : "/labels";
}

/// Scores and note as the form has them.
Result<void> read_whole(const Form& form, Label& label) {
    constexpr std::string_view kScore = "score.";
    label.note = form.get("note");
    label.scores.clear();
    for (const auto& [name, value] : form.pairs()) {
        if (!name.starts_with(kScore) || form.get(name).empty()) continue;
        TRY(const double score, form.number(name, 0, kLowestScore, kHighestScore));
        label.scores.emplace_back(name.substr(kScore.size()), score);
    }
    return {};
}

Result<Response> keep_label(const SiteParts& parts, const Call& call) {
    const Form form(call.request.body);
    auto url = Url::parse(form.get("url"));
    if (!url) return fail(ErrorKind::invalid_argument, "url: no URL: " + url.error().message());
    TRY(auto known, parts.labels.find(*url));
    auto label = known.value_or(Label{.url = *url});
    if (const auto title = form.get("title"); !title.empty()) label.title = title;
    if (const auto question = form.get("question"); !question.empty()) label.question = question;
    label.when = parts.clock.now();
    if (const auto worth = form.get("worth"); !worth.empty()) {
        label.worth_reading.reset();
        if (worth == "yes" || worth == "no") label.worth_reading = worth == "yes";
    }
    if (form.has("whole")) TRY_OK(read_whole(form, label));
    TRY_OK(check_label(label));
    TRY_OK(parts.labels.save(label));
    return web::see_other(way_back(form));
}

}  // namespace

Result<Response> job_events(const SiteParts& parts, const Call& call) {
    auto events = parts.jobs.listen(call.parts.front());
    if (!events) return fail(no_such_job(call.parts.front()));
    return Response{.type = "text/event-stream",
                    .headers = {{"Cache-Control", "no-store"}, {"X-Accel-Buffering", "no"}},
                    .body = {},
                    .events = std::move(events)};
}

void add_working_pages(web::Router& router, const SiteParts& parts) {
    add_route(router, parts, "GET", "/sources", sources);
    add_route(router, parts, "GET", "/jobs", jobs);
    add_route(router, parts, "POST", "/jobs", ask);
    add_route(router, parts, "GET", "/jobs/*", job);
    add_route(router, parts, "POST", "/jobs/*/stop", stop);
    add_route(router, parts, "GET", "/labels", labels);
    add_route(router, parts, "POST", "/labels", keep_label);
}

}  // namespace winnow::site
