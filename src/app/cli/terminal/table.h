#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "core/assessment.h"

namespace winnow::cli {

/// How a run stands, as far as a table of a few lines can say it.
struct RunView {
    std::string stage;
    std::size_t total = 0, done = 0;  ///< items of the stage; 0: not known
    double seconds = 0;               ///< since the run began
    double stage_seconds = 0;
    std::size_t sources = 0, silent_sources = 0, found = 0;
    std::size_t judged = 0, remembered = 0, failed = 0, unread = 0;
    Usage usage;
    std::vector<std::pair<double, std::string>> best;  ///< score and title, best first; foreign text made harmless

    /// Counts one URL that has ended, and keeps it if it is among the best.
    void count(const Evaluated& item);
};

/// The table, each line at most `width` - 1 columns, at least one line; fewer than `height`. Colour by escapes, or
/// none.
std::vector<std::string> table_lines(const RunView& view, std::size_t width, std::size_t height, bool colour);
/// What is left when the run has ended: "312 found, 240 judged, 3 failed in 38 s, $0.0120".
std::string closing_line(const RunView& view);

}  // namespace winnow::cli
