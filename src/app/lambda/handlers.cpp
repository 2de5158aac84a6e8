#include "app/lambda/handlers.h"

#include <algorithm>
#include <chrono>

#include "log/log.h"

namespace winnow::lambda {

const std::vector<HandlerKind>& handler_kinds() {
    static const std::vector<HandlerKind> kinds{
        {"pipeline-trigger", "trigger", "starts a run, once for each schedule and time", trigger},
        {"pipeline-fetch-urls", "discover", "asks every source what is new", fetch_urls_handler},
        {"pipeline-evaluator", "evaluate", "fetches, extracts and judges one URL", evaluator},
        {"pipeline-process-results", "rank", "ranks and groups what was judged", process_results_handler},
        {"pipeline-save-results", "publish", "writes the report in all its forms", save_results},
        {"pipeline-error-handler", "error", "records what went wrong and tells people", error_handler},
    };
    return kinds;
}

Result<const HandlerKind*> find_handler(std::string_view name) {
    const auto& kinds = handler_kinds();
    const auto found = std::ranges::find(kinds, name, &HandlerKind::name);
    if (found != kinds.end()) return &*found;
    std::string known;
    for (const auto& kind : kinds) known += (known.empty() ? "" : ", ") + kind.name;
    return fail(ErrorKind::invalid_argument, "there is no handler '" + std::string(name) + "'; there are " + known);
}

Result<json::Value> handle(const HandlerKind& kind, Host& host, const json::Value& event,
                           const Invocation& invocation) {
    log::set_context("stage", kind.stage);
    log::set_context("run_id", "");  // the handler knows it as soon as it has read the event
    host.tracer().begin(invocation.trace_id);
    const auto begin = std::chrono::steady_clock::now();
    auto reply = kind.run(host, event, invocation);
    const auto took = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    host.write_metrics({{"stage", kind.stage}, {"succeeded", reply.has_value()}},
                       {{{{"environment", "stage"}}, {{"stage_latency_ms", took, "Milliseconds"}}},
                        {{{"environment"}}, {{"cold_start", invocation.is_first ? 1.0 : 0.0}}}});
    return reply;
}

}  // namespace winnow::lambda
