#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "core/report/ending.h"

namespace winnow {

struct RankOptions {
    std::string question;
    double min_score = 7.0;
    std::size_t limit = 0;         ///< how long the reading list may be; 0 means no limit
    double off_topic_below = 0.0;  ///< relevance under which a document is off topic; 0 means the ranker's default
    double quality_share = 0.2;    ///< how much of the rank score hangs on quality, 0 to 1; see docs/ranking.md
    double near_duplicate = 0.7;   ///< resemblance from which two documents count as one, in (0, 1]
};

/// One entry of the list: `index` points into the span that was ranked.
struct Pick {
    std::size_t index = 0;
    double relevance = 0;              ///< 0 to 1
    double rank_score = 0;             ///< the list is ordered by it, highest first, before diversity moves entries
    std::vector<std::size_t> similar;  ///< near-duplicates that it stands for, the closest first
    std::vector<double> resemblance;   ///< to each of `similar`, 0 to 1
};

struct Ranking {
    std::vector<Pick> picks;             ///< best first
    std::vector<Pick> beyond;            ///< what RankOptions::limit cut off, in its order
    std::vector<std::size_t> off_topic;  ///< judged, but not about the question
};

/// Orders what was judged. Pure: the same set in any order gives the same ranking (ties break by URL).
class Ranker {
public:
    virtual ~Ranker() = default;
    /// Every item with a score is in exactly one place: a pick (also one in `beyond`), a pick's `similar`, or
    /// `off_topic`.
    virtual Ranking rank(std::span<const Ending> items, const RankOptions& options) = 0;
    /// Counts what ranking needs of one document, to be called where its text still is.
    virtual Features features(const Document& document, const std::string& question) = 0;
};

}  // namespace winnow
