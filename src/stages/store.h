#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/assessment.h"
#include "core/exchange/exchange.h"
#include "core/report.h"
#include "core/report/history.h"
#include "core/result.h"
#include "core/time.h"
#include "stages/cache.h"

namespace winnow {

enum class RunState { running, finished, failed, interrupted };
std::string_view to_string(RunState state);

/// A run as `winnow runs` lists it.
struct RunRecord {
    std::string id;
    std::string query;
    std::string method;
    Timestamp started{};
    RunState state = RunState::running;
    std::string settings;  ///< JSON; what must be equal for a run to be continued
    std::string folder;    ///< where the report lies; empty while running
    int total_urls = 0;
    int judged = 0;
    int high_quality = 0;
};

struct StoreStats {
    std::int64_t pages = 0;
    std::int64_t evaluations = 0;
    std::int64_t runs = 0;
    std::int64_t bytes = 0;
};

struct Pruned {
    std::int64_t pages = 0;
    std::int64_t evaluations = 0;
    std::int64_t runs = 0;
};

/// What outlives a run. Writes are durable when they return, idempotent, and safe from several threads and processes.
/// Errors: storage (disk full, read-only, corrupt), conflict (locked for too long).
class Store : public Cache {
public:
    virtual Result<void> start_run(const RunRecord& run) = 0;
    /// What the sources of a run gave; replaces what was there.
    virtual Result<void> save_discovered(const std::string& run_id, const Discovered& discovered) = 0;
    /// Empty if nothing was saved.
    virtual Result<Discovered> discovered(const std::string& run_id) = 0;
    /// How a URL of the run ended. Stored without the document's texts.
    virtual Result<void> save_outcome(const std::string& run_id, const Evaluated& outcome) = 0;
    /// Calls `visit` with each, few of them in memory at a time.
    virtual Result<void> visit_outcomes(const std::string& run_id, const std::function<void(Evaluated)>& visit) = 0;
    Result<std::vector<Evaluated>> outcomes(const std::string& run_id);
    virtual Result<std::optional<Evaluated>> outcome(const std::string& run_id, const Url& url) = 0;
    /// What the runs of a question know when this one ends; goes with the run.
    virtual Result<void> save_known(const std::string& run_id, const KnownPages& known) = 0;
    /// As the last finished run of the question left it; empty if there is none.
    virtual Result<std::optional<KnownPages>> known_pages(const std::string& question) = 0;
    virtual Result<void> finish_run(const RunRecord& run) = 0;
    virtual Result<std::vector<RunRecord>> runs(std::size_t limit) = 0;
    virtual Result<std::optional<RunRecord>> find_run(const std::string& id_or_prefix) = 0;
    /// The latest run that neither finished nor failed, of this query if it is not empty.
    virtual Result<std::optional<RunRecord>> unfinished_run(const std::string& query) = 0;

    /// What was sent to models for a judgement that was saved, and what came back. It goes with the judgement; without
    /// it nothing is kept.
    virtual Result<void> save_exchanges(const EvaluationKey& key, const std::vector<Exchange>& exchanges) = 0;
    /// Those that led to `assessment` of the text with that hash, whatever its usage says; empty if none were kept.
    virtual Result<std::vector<Exchange>> exchanges(const std::string& content_hash, const Assessment& assessment) = 0;

    virtual Result<StoreStats> stats() = 0;
    virtual Result<void> clear() = 0;
    /// Removes pages, evaluations and runs last touched before `before`, and gives the space back.
    virtual Result<Pruned> prune(Timestamp before) = 0;
};

}  // namespace winnow
