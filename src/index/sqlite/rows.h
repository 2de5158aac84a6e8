#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sqlite/database.h"
#include "stages/search_index.h"

namespace winnow {

/// What the index says of itself.
struct IndexState {
    std::string model;
    std::size_t dimensions = 0;
    std::int64_t generation = 0;
    std::int64_t removals = 0;
};

Result<IndexState> read_state(sqlite::Database& database);
Result<void> write_state(sqlite::Database& database, const IndexState& state);

/// Adds the document, or replaces the one of the same id; inside a transaction. True if passages were removed for it.
Result<bool> write_document(sqlite::Database& database, const IndexedDocument& document);
/// Removes the document; inside a transaction. False if there was none.
Result<bool> erase_document(sqlite::Database& database, const DocumentId& id);

enum class Detail { signature, everything };
/// Nothing if there is none of that number.
Result<std::optional<IndexedDocument>> read_document(sqlite::Database& database, std::int64_t number, Detail detail);
Result<std::optional<std::int64_t>> number_of(sqlite::Database& database, const DocumentId& id);
Result<std::optional<Passage>> read_passage(sqlite::Database& database, std::int64_t number);

/// ["a","b"], and back.
std::string as_list(const std::vector<std::string>& texts);

}  // namespace winnow
