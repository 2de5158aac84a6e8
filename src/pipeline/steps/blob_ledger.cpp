#include "pipeline/steps/blob_ledger.h"

#include <charconv>
#include <cmath>

namespace winnow {
namespace {

constexpr double kMicrosPerDollar = 1e6;

std::int64_t number_in(std::string_view text) {
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// "HASH-TOKENS-MICRODOLLARS", the last two as add() wrote them.
Usage usage_of(std::string_view name) {
    const auto dollars = name.rfind('-');
    if (dollars == std::string_view::npos || dollars == 0) return {};
    const auto tokens = name.rfind('-', dollars - 1);
    if (tokens == std::string_view::npos) return {};
    return {.input_tokens = number_in(name.substr(tokens + 1, dollars - tokens - 1)),
            .cost_usd = static_cast<double>(number_in(name.substr(dollars + 1))) / kMicrosPerDollar};
}

}  // namespace

Result<bool> BlobLedger::is_open() {
    if (budget_.tokens == 0 && !(budget_.cost_usd > 0)) return true;
    TRY(const auto names, blobs_.list(prefix_, deadline_));
    Usage spent;
    for (const auto& name : names) spent += usage_of(name);
    return has_left(budget_, spent);
}

Result<void> BlobLedger::add(const std::string& content_hash, const Usage& usage) {
    return put(content_hash, usage);
}

Result<void> BlobLedger::add_lost(const std::string& content_hash, const Usage& usage) {
    if (usage == Usage()) return {};
    return put("lost-" + content_hash, usage);
}

Result<void> BlobLedger::put(const std::string& name, const Usage& usage) {
    const auto tokens = usage.input_tokens + usage.output_tokens;
    const auto micros = std::llround(usage.cost_usd * kMicrosPerDollar);
    return blobs_.put(prefix_ + name + "-" + std::to_string(tokens) + "-" + std::to_string(micros), "{}",
                      "application/json", deadline_);
}

Result<bool> BlobLedger::has_judged(const std::string& content_hash) {
    TRY(const auto names, blobs_.list(prefix_ + content_hash + "-", deadline_));
    return !names.empty();
}

}  // namespace winnow
