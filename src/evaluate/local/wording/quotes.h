#pragma once

#include <set>
#include <vector>

#include "core/assessment.h"
#include "evaluate/local/reading/theme.h"
#include "evaluate/local/score.h"

namespace winnow::evaluate {

constexpr std::size_t kMaxQuoteBytes = 300;

/// The sentences that show best why the criterion has its score, and touch the question: at most two, whole, in the
/// order of the text. `used` holds the offsets that other criteria quote already; those come last.
std::vector<Quote> quotes_for(const Scored& scored, const Reading& reading, const ThemeMatch& question,
                              std::set<std::size_t>& used);

}  // namespace winnow::evaluate
