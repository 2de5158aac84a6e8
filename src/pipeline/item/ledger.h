#pragma once

#include <mutex>
#include <string>
#include <unordered_set>

#include "core/assessment.h"
#include "core/result.h"
#include "pipeline/components.h"

namespace winnow {

/// What a run has spent and judged so far. Safe from several threads. Errors: those of what it is kept in.
class Ledger {
public:
    virtual ~Ledger() = default;
    /// Whether another judgement may be paid for.
    virtual Result<bool> is_open() = 0;
    /// A judgement of this run, and what it took.
    virtual Result<void> add(const std::string& content_hash, const Usage& usage) = 0;
    /// What was paid for a judgement that did not come about.
    virtual Result<void> add_lost(const std::string& content_hash, const Usage& usage) = 0;
    /// Whether this run has judged that text: then its judgement is no news from an earlier run, whoever came first.
    virtual Result<bool> has_judged(const std::string& content_hash) = 0;
};

/// The ledger of a run that lives in one process. It never fails.
class LocalLedger final : public Ledger {
public:
    explicit LocalLedger(Budget budget) : budget_(budget) {}
    Result<bool> is_open() override;
    Result<void> add(const std::string& content_hash, const Usage& usage) override;
    Result<void> add_lost(const std::string& content_hash, const Usage& usage) override;
    Result<bool> has_judged(const std::string& content_hash) override;

private:
    Budget budget_;
    std::mutex mutex_;
    Usage spent_;
    std::unordered_set<std::size_t> judged_;  // by the hash of the hash: a fourth of the memory
};

/// Whether `spent` leaves something of the budget.
bool has_left(const Budget& budget, const Usage& spent);

}  // namespace winnow
