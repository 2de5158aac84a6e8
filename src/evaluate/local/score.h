#pragma once

#include <string>
#include <vector>

#include "core/rubric.h"
#include "evaluate/local/families.h"
#include "evaluate/local/reading/theme.h"

namespace winnow::evaluate {

/// What one signal did to a score.
struct Effect {
    std::string what;   ///< "12 instructions"
    double points = 0;  ///< what it gave or took
    double most = 0;    ///< what it could have given; negative for faults
};

struct Scored {
    double score = 1;  ///< before caps, on the scale
    std::vector<Effect> effects;
    std::vector<Cue> telling;     ///< what makes a sentence worth quoting
    ThemeMatch theme;             ///< empty if the criterion has none
    bool by_description = false;  ///< a criterion of the user's own, judged by the words of its description
};

/// Judges one criterion by the signals and, for criteria with a subject, by the words of it.
Scored score_criterion(const Criterion& criterion, const Signals& signals, const Reading& reading);

/// The rules' version: judgements are remembered under it, so it changes with every change of the rules.
constexpr std::string_view kRulesVersion = "signals-1";

}  // namespace winnow::evaluate
