#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "index/sqlite/rows.h"
#include "index/sqlite/vectors/vector_table.h"

namespace winnow {

/// Searches over one connection. Safe from several threads, which wait for each other.
class IndexReader {
public:
    /// `model`: whose vectors questions come with; empty if there is none.
    IndexReader(std::unique_ptr<sqlite::Database> database, std::string model)
        : database_(std::move(database)), model_(std::move(model)) {}

    Result<std::vector<SearchHit>> search(const SearchRequest& request, const Deadline& deadline);
    Result<std::optional<IndexedDocument>> find(const DocumentId& id);
    /// The first document whose id is greater; nothing after the last.
    Result<std::optional<IndexedDocument>> after(const DocumentId& id);
    Result<std::vector<IndexedDocument>> resembling(std::span<const std::uint32_t> signature, std::size_t limit);
    Result<IndexStats> stats();
    /// Faults that reading shows.
    Result<std::vector<std::string>> faults();
    bool is_damaged() const { return database_->is_damaged(); }

private:
    Result<void> refresh();

    std::mutex mutex_;  // guards all below
    std::unique_ptr<sqlite::Database> database_;
    std::string model_;
    VectorTable vectors_;
    std::optional<std::int64_t> generation_;  // that vectors_ holds
};

}  // namespace winnow
