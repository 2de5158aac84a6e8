#pragma once

#include <string>

#include "core/assessment.h"
#include "evaluate/local/score.h"

namespace winnow::evaluate {

/// What holds scores down besides the signals.
struct Caveats {
    bool commanded = false;  ///< passages that speak to the judge were found
    bool foreign = false;    ///< the signals are English, the text is not
    std::uint32_t commands = 0;
};

/// Which signals made the score, with their numbers, and that they are no more than signals.
std::string explain(const Scored& scored, const Caveats& caveats);

/// One sentence: read it or not, and why.
std::string verdict_of(const Assessment& assessment, const Rubric& rubric, const Caveats& caveats);

}  // namespace winnow::evaluate
