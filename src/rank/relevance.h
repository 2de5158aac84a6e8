#pragma once

#include <span>
#include <vector>

#include "core/assessment.h"

namespace winnow::rank {

/// One document of the set, and what it adds to the set's statistics.
struct Weighed {
    const Features* features = nullptr;  ///< outlives the call
    double weight = 1;                   ///< what it adds to the statistics: copies of one page share one weight
};

/// Relevance of each document to the question that its features were counted for, 0 to 1: BM25F over title, headings
/// and body with idf from the set, as a share of what the question's terms could give, with a bonus for adjacent
/// terms, saturating. 0 for a document without any term.
/// Source: Zaragoza et al., "Microsoft Cambridge at TREC 13" (2004) for BM25F; docs/ranking.md has the formula.
std::vector<double> relevance_of(std::span<const Weighed> documents);

}  // namespace winnow::rank
