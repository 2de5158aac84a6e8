#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "app/wiring/search/ask.h"
#include "app/wiring/search/open.h"
#include "stages/search_index.h"

namespace winnow::site {

/// The index, opened when it is first needed. Safe from several threads.
class Finder {
public:
    /// Borrows `settings` for life.
    explicit Finder(const Settings& settings) : settings_(settings) {}

    /// Errors: invalid_config (index.enabled is false), and those of the index.
    Result<IndexAnswer> ask(SearchRequest request, const Deadline& deadline);
    /// Documents like that one; `memory` knows its canonical address. Error: not_found.
    Result<IndexAnswer> ask_like(const Url& url, Cache& memory, SearchRequest request, const Deadline& deadline);
    Result<std::optional<IndexedDocument>> find(const DocumentId& id, const Deadline& deadline);
    Result<IndexStats> stats(const Deadline& deadline);

private:
    Result<SearchAssembly*> opened(const Deadline& deadline);

    const Settings& settings_;
    std::mutex mutex_;  // guards the opening
    std::unique_ptr<SearchAssembly> search_;
};

}  // namespace winnow::site
