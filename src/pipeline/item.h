#pragma once

#include <atomic>
#include <cstdint>

#include "pipeline/components.h"

namespace winnow {

/// What a run has spent so far. Safe from several threads.
class Spending {
public:
    explicit Spending(Budget budget) : budget_(budget) {}
    /// Whether another judgement may be paid for.
    bool is_open() const;
    void add(const Usage& usage);

private:
    Budget budget_;
    std::atomic<std::int64_t> tokens_{0};
    std::atomic<std::int64_t> micro_usd_{0};
};

/// Fetches, extracts and judges one URL, with the help of what is remembered, and remembers what was learned.
/// Always ends in a state; the document comes back without its texts and links. Safe from several threads.
Evaluated process_item(Components& components, const RunOptions& options, const Candidate& candidate,
                       Spending& spending, const Deadline& deadline);

/// The key under which a judgement of `document` is remembered.
EvaluationKey evaluation_key(const Document& document, const Rubric& rubric, const Evaluator& evaluator,
                             const std::string& question);

/// The state and the reason for an error that kept a URL from being judged.
void set_failure(Evaluated& item, const Error& error);

}  // namespace winnow
