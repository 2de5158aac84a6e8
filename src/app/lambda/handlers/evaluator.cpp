#include <chrono>

#include "app/lambda/handlers.h"
#include "log/log.h"
#include "pipeline/steps/blob_ledger.h"
#include "pipeline/steps/steps.h"

namespace winnow::lambda {
namespace {

void count_one(const Host& host, const Evaluated& item, const std::string& method, double milliseconds) {
    const std::vector<std::vector<std::string_view>> by_method{{"environment"}, {"environment", "method"}};
    if (item.state == UrlState::cached) {
        host.write_metrics({{"state", to_string(item.state)}}, {{{{"environment"}}, {{"cache_hits", 1}}}});
    } else if (item.assessment) {
        const auto& usage = item.assessment->usage;
        host.write_metrics({{"method", method}, {"url", item.candidate.url.href()}},
                           {{by_method,
                             {{"urls_evaluated", 1},
                              {"evaluation_latency_ms", milliseconds, "Milliseconds"},
                              {"score", item.assessment->overall, "None"},
                              {"tokens", static_cast<double>(usage.input_tokens + usage.output_tokens)},
                              {"cost_usd", usage.cost_usd, "None"}}}});
    }
}

}  // namespace

Result<json::Value> evaluator(Host& host, const json::Value& event, const Invocation& invocation) {
    TRY(const auto item, decode_url_item(event));
    log::set_context("run_id", item.run_id);
    TRY(const auto header, host.header(item.run_id, invocation.deadline));
    TRY(const auto request, decode_run_request(header.request));
    TRY(auto* const components, host.components(request, Host::Sources::not_needed));
    TRY(auto options, host.options(request));
    options.run_id = item.run_id;
    TRY(const auto candidate, host.candidate(item, invocation.deadline));
    BlobLedger ledger(host.content(), item.run_id, options.budget, invocation.deadline);

    const auto begin = std::chrono::steady_clock::now();
    TRY(const auto result,
        evaluate_url(*components, options, item.run_id, candidate, ledger, host.content(), invocation.deadline));
    const auto took = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    count_one(host, result, header.method, took);
    log::info("url ended", {{"url", candidate.url.href()},
                            {"state", to_string(result.state)},
                            {"reason", result.reason},
                            {"took", std::chrono::milliseconds{static_cast<std::int64_t>(took)}}});
    // The outcome is stored; as an error it gets another try, after which it stays the outcome.
    if (can_help_again(result)) return fail(*result.error);
    return answer_of(item.run_id, result);
}

}  // namespace winnow::lambda
