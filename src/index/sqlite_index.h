#pragma once
// index: what was read and judged, findable by words and by meaning: chunks, embedders, stores, fusion,
// near-duplicates.

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "stages/search_index.h"

namespace winnow {

struct SqliteIndexOptions {
    std::string model;           ///< of the vectors; empty: no vectors are stored, and only words find
    std::size_t dimensions = 0;  ///< of the model
    /// How long to wait for another process that is writing, before it is a conflict.
    std::chrono::milliseconds patience{15'000};
};

struct OpenedIndex {
    std::unique_ptr<SearchIndex> index;
    std::string note;  ///< what the user should know: "the index was damaged; it was set aside as …"
};

/// The index in one SQLite file (WAL), made if missing; its folder must exist. Words by FTS5 (BM25, title twice and
/// headings one and a half times the body), meaning by an exact scan over vectors of a byte a component, which stay in
/// main memory from the first search on. A corrupt file is set aside under another name and a new one begun. A write
/// that returned survives the end of the process; a power cut may take the last of them. See docs/decisions/0057.
/// Beyond what SearchIndex says: conflict (locked for long), unsupported (written by a newer version or by another
/// program).
Result<OpenedIndex> open_sqlite_index(const std::filesystem::path& file, const SqliteIndexOptions& options);

}  // namespace winnow
