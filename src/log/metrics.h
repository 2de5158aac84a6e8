#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "log/log.h"

namespace winnow::log {

struct Metric {
    std::string_view name;
    double value = 0;
    std::string_view unit = "Count";  ///< one of CloudWatch's: "Count", "Milliseconds", "None"
};

/// Metrics that are counted together once for each set of dimensions; a set names members of the line.
struct MetricGroup {
    std::vector<std::vector<std::string_view>> dimensions;
    std::vector<Metric> metrics;
};

/// Writes one line in CloudWatch's Embedded Metric Format to standard error, whatever the level: the members (values of
/// dimensions, and what to search by), the fields of the context, and the metrics. At most 100 metrics a line.
void write_metrics(std::string_view metrics_namespace, const std::vector<Field>& members,
                   const std::vector<MetricGroup>& groups);

}  // namespace winnow::log
