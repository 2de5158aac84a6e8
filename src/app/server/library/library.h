#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "app/server/library/figures.h"
#include "core/report.h"
#include "stages/store.h"

namespace winnow::site {

/// The runs and their reports, as the memory has them. Reports are read once and a few are kept. Safe from several
/// threads.
class Library {
public:
    /// Borrows `store` for life.
    explicit Library(Store& store) : store_(store) {}

    /// The latest first.
    Result<std::vector<RunRecord>> runs(std::size_t limit);
    /// By its whole id. Error: not_found.
    Result<RunRecord> run(const std::string& id);
    /// The latest finished run of each question, the latest first.
    Result<std::vector<RunRecord>> latest_of_each_question();
    /// Error: not_found (it did not finish, or its results.json is gone), malformed.
    Result<std::shared_ptr<const Report>> report(const RunRecord& run);
    /// What the charts show of the latest finished runs whose reports can be read, the oldest first.
    Result<std::vector<RunFigures>> history(std::size_t limit);

private:
    Store& store_;
    std::mutex mutex_;                                                          // guards both below
    std::list<std::pair<std::string, std::shared_ptr<const Report>>> reports_;  // by run, the last used first
    std::map<std::string, RunFigures> figures_;
};

}  // namespace winnow::site
