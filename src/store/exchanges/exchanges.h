#pragma once

#include <string>
#include <vector>

#include "core/exchange/exchange.h"
#include "core/result.h"
#include "json/value.h"
#include "sqlite/database.h"
#include "stages/cache.h"

namespace winnow {

// The table `exchanges`, a row beside each judgement by a model. The caller holds the lock of the database.

/// `list` is what packed() made of the exchanges. Nothing happens without the judgement. Errors: storage, conflict.
Result<void> insert_exchanges(sqlite::Database& database, const EvaluationKey& key, const std::string& list);

/// A judgement of a text and its exchanges, both packed.
struct PackedExchanges {
    std::string assessment;
    std::string list;
};
/// Of all judgements of the text, whatever was asked and by which rubric. Errors: storage, conflict.
Result<std::vector<PackedExchanges>> select_exchanges(sqlite::Database& database, const std::string& content_hash);

/// Those that led to `assessment`, whose cost may have been left out; empty if there are none.
std::vector<Exchange> exchanges_behind(const Assessment& assessment, const std::vector<PackedExchanges>& candidates);

/// The list to be packed.
json::Value encode_list(const std::vector<Exchange>& exchanges);

}  // namespace winnow
