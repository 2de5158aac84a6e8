#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "stages/search_index.h"

namespace winnow {

/// A document in one list, which is ordered best first.
struct Ranked {
    std::string key;
    double score = 0;
};

struct Fused {
    std::string key;
    double score = 0;
    std::optional<double> lexical;
    std::optional<double> semantic;
};

struct FusionOptions {
    Fusion kind = Fusion::weighted;
    double semantic_weight = 0.5;  ///< for Fusion::weighted, 0 to 1
};

/// What a place is worth in reciprocal rank fusion: 1 / (kRankConstant + place). Source: Cormack, Clarke and Buettcher,
/// "Reciprocal rank fusion outperforms Condorcet and individual rank learning methods" (2009), which found 60.
constexpr double kRankConstant = 60;

/// How many documents of each list are fused: what one list has far behind, the other may have in front.
std::size_t fused_depth(const SearchRequest& request);

/// So many of the first documents of the lexical list keep their places if they say a rare word of the question.
constexpr std::size_t kKeptPlaces = 3;

/// One list of two, best first; if one of them is empty, the other as it is. Reciprocal rank adds what the places are
/// worth. Weighted takes each score as a share of the best of its list, and of the two shares the quadratic mean, 0 to
/// 1: what is near the best of one list goes before what is in the middle of both, and the long ends of the lists,
/// which say little, count for little (decision 0170). Keys in `rare` (documents that say a rare
/// word of the question) that are among the first kKeptPlaces of the lexical list stand no lower than there: when the
/// answer hangs on one word that the embedding has never seen, its place in the other list is noise.
std::vector<Fused> fuse(std::span<const Ranked> lexical, std::span<const Ranked> semantic,
                        const std::set<std::string>& rare, const FusionOptions& options);

/// What fuse() does for keys in `rare`, for a list that was fused elsewhere: `lexical` need not be longer than
/// kKeptPlaces. One that `fused` lacks comes into it.
void keep_places(std::vector<Fused>& fused, std::span<const Ranked> lexical, const std::set<std::string>& rare);

}  // namespace winnow
