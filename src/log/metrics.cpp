#include "log/metrics.h"

#include <chrono>
#include <cstdio>

namespace winnow::log {
namespace {

std::int64_t now_in_milliseconds() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

json::Value directive(std::string_view metrics_namespace, const MetricGroup& group) {
    json::Value dimensions(json::Array{});
    for (const auto& set : group.dimensions) {
        json::Value names(json::Array{});
        for (const auto name : set) names.push(name);
        dimensions.push(std::move(names));
    }
    json::Value metrics(json::Array{});
    for (const auto& metric : group.metrics) metrics.push(json::object({{"Name", metric.name}, {"Unit", metric.unit}}));
    return json::object(
        {{"Namespace", metrics_namespace}, {"Dimensions", std::move(dimensions)}, {"Metrics", std::move(metrics)}});
}

}  // namespace

void write_metrics(std::string_view metrics_namespace, const std::vector<Field>& members,
                   const std::vector<MetricGroup>& groups) {
    json::Value directives(json::Array{});
    for (const auto& group : groups) directives.push(directive(metrics_namespace, group));
    auto line = json::object(
        {{"_aws", json::object({{"Timestamp", now_in_milliseconds()}, {"CloudWatchMetrics", std::move(directives)}})}});
    for (const auto& [name, value] : context_fields()) line.set(name, value);
    for (const auto& member : members) line.set(member.name, member.value);
    for (const auto& group : groups)
        for (const auto& metric : group.metrics) line.set(metric.name, metric.value);
    const auto text = json::dump(line) + '\n';
    std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace winnow::log
