#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/lambda/host.h"
#include "app/lambda/runtime/runtime.h"

namespace winnow::lambda {

/// One function of the pipeline.
struct HandlerKind {
    std::string name;     ///< as deployed: "pipeline-evaluator"
    std::string stage;    ///< in logs and metrics: "evaluate"
    std::string summary;  ///< one line
    Result<json::Value> (*run)(Host& host, const json::Value& event, const Invocation& invocation);
};

/// All of them, in the order in which a run meets them.
const std::vector<HandlerKind>& handler_kinds();
/// By name. Error: invalid_argument, naming those that exist.
Result<const HandlerKind*> find_handler(std::string_view name);

/// Runs one event with its log context, metrics and trace. What the reply is: docs/aws-pipeline.md.
Result<json::Value> handle(const HandlerKind& kind, Host& host, const json::Value& event, const Invocation& invocation);

// Each in a file of its name under handlers/.
Result<json::Value> trigger(Host& host, const json::Value& event, const Invocation& invocation);
Result<json::Value> fetch_urls_handler(Host& host, const json::Value& event, const Invocation& invocation);
Result<json::Value> evaluator(Host& host, const json::Value& event, const Invocation& invocation);
Result<json::Value> process_results_handler(Host& host, const json::Value& event, const Invocation& invocation);
Result<json::Value> save_results(Host& host, const json::Value& event, const Invocation& invocation);
Result<json::Value> error_handler(Host& host, const json::Value& event, const Invocation& invocation);

}  // namespace winnow::lambda
