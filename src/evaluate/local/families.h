#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "evaluate/local/reading/lexicon.h"
#include "evaluate/local/reading/signals.h"

namespace winnow::evaluate {

struct Weight {
    Signal signal;
    double points;  ///< of the score, when the signal is at its fullest
};

/// How one kind of criterion is judged: a base score, points for signals, and points for a theme.
struct Family {
    std::string_view name;
    double base = 0;
    std::span<const Weight> weights;
    std::string_view theme;        ///< words of its subject; empty for criteria that hold for every subject
    double breadth_points = 0;     ///< for the number of different words of the theme
    double share_points = 0;       ///< for the share of sentences with words of the theme
    std::span<const Cue> telling;  ///< what makes a sentence worth quoting for it
    bool fitted = false;           ///< weights fitted to hand-made labels, else set by hand
};

/// Every family: the criteria of the built-in rubrics.
std::span<const Family> families();
/// By the name of a criterion, else by the words of its name ("depth_of_analysis" is judged like technical_depth);
/// nullptr if none fits.
const Family* family_named(std::string_view criterion);
const Family* family_akin(std::string_view criterion);

}  // namespace winnow::evaluate
