#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/document.h"
#include "core/result.h"
#include "core/time.h"

namespace winnow {

/// What the index keeps of a document besides its text.
struct IndexingNotes {
    std::string source;             ///< which source found it
    std::optional<double> score;    ///< overall, 1 to 10
    std::vector<std::string> tags;  ///< of the judge; the page's own follow
    std::string run_id;             ///< empty: of no run
};

struct IndexingSummary {
    std::size_t added = 0;
    std::size_t copies = 0;      ///< of these, near-duplicates of a document that the index had
    std::size_t failed = 0;      ///< not added, or without their vectors
    std::optional<Error> error;  ///< the first
};

/// Brings documents into the index: cut into passages, with their vectors, and with the document that they copy. Safe to
/// call from several threads.
class Indexer {
public:
    virtual ~Indexer() = default;
    /// The document, with its text, becomes findable, and stays so when the process ends. If no vectors can be had, words
    /// still find it, and the error is in the summary. Once the index cannot be used at all (it is away, refuses the key,
    /// was made with another model), nothing more is tried, and each call returns that error at once.
    virtual Result<void> add(const Document& document, const IndexingNotes& notes, const Deadline& deadline) = 0;
    virtual IndexingSummary summary() const = 0;
};

}  // namespace winnow
