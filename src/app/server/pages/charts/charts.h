#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/server/library/figures.h"
#include "publish/html/markup.h"

namespace winnow::site {

/// One value of a run.
struct ChartPoint {
    std::string run_id;
    std::string name;  ///< of the run: its date and question
    double value = 0;
};

/// Values of runs over time as a line of inline SVG, the oldest first, from 0 to the greatest; `text` writes a value.
/// For those who cannot see it, each point is a link with its name and value.
Markup line_chart(const std::string& title, const std::vector<ChartPoint>& points,
                  const std::function<std::string(double)>& text);

/// What became of the URLs of each run, a column a run: found, judged, of high quality, one before the other.
Markup funnel_chart(const std::vector<RunFigures>& figures);

/// Which share of the judged pages of each run scored how, a column a run.
Markup share_chart(const std::vector<RunFigures>& figures);

/// How many pages have which score; those from `good_from` on stand out.
Markup score_chart(const ScoreCounts& counts, double good_from);

}  // namespace winnow::site
