#include "app/server/library/figures.h"

#include <algorithm>
#include <cmath>

#include "publish/wording.h"

namespace winnow::site {

ScoreCounts score_counts(std::span<const ReportItem> items) {
    ScoreCounts counts{};
    for (const auto& item : items) {
        const auto score = std::clamp(item.assessment.overall, kLowestScore, kHighestScore);
        const auto at = std::min(counts.size() - 1, static_cast<std::size_t>(std::floor(score - kLowestScore)));
        ++counts.at(at);
    }
    return counts;
}

RunFigures figures_of(const Report& report) {
    RunFigures figures{.id = report.run_id,
                       .query = report.query,
                       .method = report.evaluation_method,
                       .started = report.started,
                       .runtime_seconds = report.runtime_seconds,
                       .quality_ratio = report.quality_ratio,
                       .average_score = report.average_score,
                       .min_score = report.min_score,
                       .failed = report.failed_urls,
                       .judged = report.evaluated_urls + report.cached_urls_used,
                       .high_quality = report.high_quality_count,
                       .usage = report.usage,
                       .scores = score_counts(report.results),
                       .funnel = {}};
    for (const auto& step : funnel(report)) figures.funnel.push_back({std::string(step.label), step.count});
    return figures;
}

}  // namespace winnow::site
