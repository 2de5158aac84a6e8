#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "core/report.h"

namespace winnow::site {

/// How many scores lie in [1, 2), [2, 3) … [9, 10].
using ScoreCounts = std::array<int, 9>;
ScoreCounts score_counts(std::span<const ReportItem> items);

/// What the charts show of one run.
struct RunFigures {
    std::string id;
    std::string query;
    std::string method;
    Timestamp started{};
    double runtime_seconds = 0;
    double quality_ratio = 0;
    double average_score = 0;
    double min_score = 0;
    int failed = 0;
    int judged = 0;
    int high_quality = 0;
    Usage usage;
    ScoreCounts scores{};
    struct Step {
        std::string label;
        int count = 0;
    };
    std::vector<Step> funnel;  ///< from what was found to what is of high quality
};
RunFigures figures_of(const Report& report);

}  // namespace winnow::site
