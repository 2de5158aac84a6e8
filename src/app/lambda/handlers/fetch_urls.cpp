#include "app/lambda/handlers.h"
#include "log/log.h"
#include "pipeline/assemble.h"
#include "pipeline/steps/steps.h"

namespace winnow::lambda {
namespace {

void count_urls(const Host& host, const UrlList& list) {
    host.write_metrics({}, {{{{"environment"}}, {{"urls_fetched", static_cast<double>(list.total)}}}});
    for (const auto& source : list.sources)
        host.write_metrics({{"source", source.source}},
                           {{{{"environment", "source"}}, {{"urls_fetched", static_cast<double>(source.found)}}}});
}

}  // namespace

Result<json::Value> fetch_urls_handler(Host& host, const json::Value& event, const Invocation& invocation) {
    TRY(auto request, decode_run_request(event));
    TRY(auto* const components, host.components(request, Host::Sources::needed));
    TRY(const auto options, host.options(request));
    RunHeader header{.query = request.query,
                     .method = components->evaluator->method(),
                     .started = components->clock->now(),
                     .request = request.input};
    // Two runs that are started by hand at the same second are two runs, whatever they ask.
    header.run_id =
        request.run_id.empty() ? new_run_id(header.started, request.query + invocation.request_id) : request.run_id;
    log::set_context("run_id", header.run_id);
    const auto form = host.environment().map_mode;
    TRY(auto list, fetch_urls(*components, options, std::move(header), form, host.content(), invocation.deadline));
    log::info("urls found", {{"urls", list.total}});
    count_urls(host, list);
    auto reply = encode(list.header);
    reply.set("total_urls", list.total);
    if (form == ListForm::inline_items) return reply.set("urls", std::move(list.urls));
    return reply.set("url_list",
                     json::object({{"bucket", host.environment().content_bucket}, {"key", list.stored_list}}));
}

}  // namespace winnow::lambda
