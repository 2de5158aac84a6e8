#pragma once
// rank: which of what was judged comes first, and what says the same.

#include <memory>

#include "stages/ranker.h"

namespace winnow {

/// Relevance by BM25F over title, headings and body from the counts in Features, with a bonus for adjacent terms;
/// near-duplicates grouped by their MinHash signatures; the list ordered by relevance and quality, then made diverse.
std::unique_ptr<Ranker> make_ranker();

}  // namespace winnow
