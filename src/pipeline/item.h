#pragma once

#include <mutex>
#include <string>
#include <unordered_set>

#include "pipeline/components.h"

namespace winnow {

/// What a run has spent and judged so far. Safe from several threads.
class Ledger {
public:
    explicit Ledger(Budget budget) : budget_(budget) {}
    /// Whether another judgement may be paid for.
    bool is_open() const;
    /// A judgement of this run, and what it took.
    void add(const std::string& content_hash, const Usage& usage);
    /// What was paid for a judgement that did not come about.
    void add_lost(const Usage& usage);
    /// Whether this run has judged that text: then its judgement is no news from an earlier run, whoever came first.
    bool has_judged(const std::string& content_hash) const;

private:
    Budget budget_;
    mutable std::mutex mutex_;
    Usage spent_;
    std::unordered_set<std::string> judged_;
};

/// Fetches, extracts and judges one URL, with the help of what is remembered, and remembers what was learned.
/// Always ends in a state; the document comes back without its texts and links. Safe from several threads.
Evaluated process_item(Components& components, const RunOptions& options, const Candidate& candidate, Ledger& ledger,
                       const Deadline& deadline);

/// The key under which a judgement of `document` is remembered.
EvaluationKey evaluation_key(const Document& document, const Rubric& rubric, const Evaluator& evaluator,
                             const std::string& question);

/// The state and the reason for an error that kept a URL from being judged.
void set_failure(Evaluated& item, const Error& error);

}  // namespace winnow
