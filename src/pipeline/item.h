#pragma once

#include <string>

#include "pipeline/components.h"
#include "pipeline/item/ledger.h"

namespace winnow {

/// Fetches, extracts and judges one URL, with the help of what is remembered, and remembers what was learned.
/// Always ends in a state; the document has its texts, unless the page asks not to be kept. Safe from several threads.
Evaluated evaluate_item(Components& components, const RunOptions& options, const Candidate& candidate, Ledger& ledger,
                        const Deadline& deadline);
/// Texts, headings and links are in the memory; what travels on is small.
void shed_texts(Evaluated& item);
/// Both.
Evaluated process_item(Components& components, const RunOptions& options, const Candidate& candidate, Ledger& ledger,
                       const Deadline& deadline);

/// The key under which a judgement of `document` is remembered.
EvaluationKey evaluation_key(const Document& document, const Rubric& rubric, const Evaluator& evaluator,
                             const std::string& question);

/// The state and the reason for an error that kept a URL from being judged.
void set_failure(Evaluated& item, const Error& error);

}  // namespace winnow
