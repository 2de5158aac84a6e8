#pragma once

#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include "app/wiring/search/ask.h"
#include "app/wiring/search/open.h"
#include "stages/search_index.h"
#include "stages/store.h"

namespace winnow::site {

/// The index, opened when it is first needed. One that is damaged is set aside, and the new one filled from the memory,
/// while others wait; one that is found damaged later is opened anew by the next call. Safe from several threads.
class Finder {
public:
    /// Borrows `settings` and `store`, the memory, for life. `stop` ends the filling.
    Finder(const Settings& settings, Store& store, std::stop_token stop)
        : settings_(settings), store_(store), stop_(std::move(stop)) {}

    /// Opens a local index at once; what became of a damaged one, or nothing. An index that cannot be opened is the
    /// affair of who asks for it.
    std::string prepare();
    /// Errors: invalid_config (index.enabled is false), and those of the index.
    Result<IndexAnswer> ask(SearchRequest request, const Deadline& deadline);
    /// Documents like that one; the memory knows its canonical address. Error: not_found.
    Result<IndexAnswer> ask_like(const Url& url, SearchRequest request, const Deadline& deadline);
    Result<std::optional<IndexedDocument>> find(const DocumentId& id, const Deadline& deadline);
    Result<IndexStats> stats(const Deadline& deadline);

private:
    using Opened = std::shared_ptr<SearchAssembly>;
    Result<Opened> opened(const Deadline& deadline);
    /// The result; if it tells of damage, the index is let go.
    template <typename T>
    Result<T> checked(const Opened& search, Result<T> result);

    const Settings& settings_;
    Store& store_;
    std::stop_token stop_;
    std::mutex mutex_;  // guards all below
    Opened search_;     // shared with those who still ask it when it is let go
    std::string mended_;
};

}  // namespace winnow::site
