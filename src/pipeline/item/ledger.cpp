#include "pipeline/item/ledger.h"

#include <functional>

namespace winnow {

bool has_left(const Budget& budget, const Usage& spent) {
    if (budget.tokens > 0 && spent.input_tokens + spent.output_tokens >= budget.tokens) return false;
    return !(budget.cost_usd > 0) || spent.cost_usd < budget.cost_usd;
}

Result<bool> LocalLedger::is_open() {
    const std::scoped_lock lock(mutex_);
    return has_left(budget_, spent_);
}

Result<void> LocalLedger::add(const std::string& content_hash, const Usage& usage) {
    const std::scoped_lock lock(mutex_);
    spent_ += usage;
    judged_.insert(std::hash<std::string>()(content_hash));
    return {};
}

Result<void> LocalLedger::add_lost(const std::string& /*content_hash*/, const Usage& usage) {
    const std::scoped_lock lock(mutex_);
    spent_ += usage;
    return {};
}

Result<bool> LocalLedger::has_judged(const std::string& content_hash) {
    const std::scoped_lock lock(mutex_);
    return judged_.contains(std::hash<std::string>()(content_hash));
}

}  // namespace winnow
