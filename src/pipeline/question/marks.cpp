#include "pipeline/question/marks.h"

#include <algorithm>

namespace winnow {
namespace {

constexpr std::size_t kMaxRuns = 1'000;  // looked at, of all questions
constexpr std::chrono::days kOverlap{1};

}  // namespace

Result<Marks> high_water_marks(Store& store, const std::string& question) {
    TRY(const auto runs, store.runs(kMaxRuns));
    Marks marks;
    for (const auto& run : runs) {
        if (run.query != question || run.state != RunState::finished) continue;
        TRY(const auto found, store.discovered(run.id));
        for (const auto& source : found.sources) {
            if (!source.error.empty()) continue;
            auto& mark = marks[source.source];
            mark = std::max(mark, run.started - kOverlap);
        }
    }
    return marks;
}

}  // namespace winnow
