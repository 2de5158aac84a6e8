#pragma once

#include <string>

#include "core/assessment.h"
#include "core/document.h"

namespace winnow::rank {

/// Counts the question's terms in the document. `in_title` and `title_terms` cover the title and those words of the
/// URL's last segment ("ic2-data-engineer.html") that the title lacks, for many sites give every page one title.
/// Linear in the document; at most kMaxHeadingTerms terms of headings count.
Features count_features(const Document& document, const std::string& question);

}  // namespace winnow::rank
