#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/report.h"
#include "core/report/history.h"
#include "core/result.h"
#include "core/time.h"
#include "json/value.h"
#include "stages/blob_store.h"

namespace winnow {

/// What every step of a run knows of it; small, for it travels through the state machine.
struct RunHeader {
    std::string run_id;
    std::string query;
    std::string method;
    Timestamp started{};
    double discover_seconds = 0;
    json::Value request;   ///< what the run was started with, as read by the first step
    std::string previous;  ///< the run of the same question that ended last, when this one began; empty: none
};

json::Value encode(const RunHeader& header);
/// Error: malformed, naming the member.
Result<RunHeader> decode_run_header(const json::Value& value);

/// Letters, digits, '.', '_' and '-', at most 80 of them, no dot at the beginning: fits a blob's name and an
/// execution's. Error: invalid_argument.
Result<void> check_run_id(const std::string& run_id);

/// What the steps of one run leave for each other, under runs/RUN_ID/ of a blob store. Writing twice leaves the same as
/// writing once. Borrows `blobs`. Safe to call from several threads. Errors: those of the store; malformed (what lies
/// there is not what was written).
class RunBlobs {
public:
    RunBlobs(BlobStore& blobs, const std::string& run_id, Deadline deadline)
        : blobs_(blobs), prefix_("runs/" + run_id + "/"), deadline_(std::move(deadline)) {}

    Result<void> save_header(const RunHeader& header);
    Result<std::optional<RunHeader>> header();
    Result<void> save_discovered(const Discovered& discovered);
    /// Error: not_found if the first step has not run.
    Result<Discovered> discovered();
    /// A list of URLs that is too long to travel. Its name in the store.
    Result<std::string> save_list(const json::Value& list);
    /// How a URL ended, without the document's texts.
    Result<void> save_outcome(const Evaluated& outcome);
    Result<std::optional<Evaluated>> outcome(const Url& url);
    /// The document with its texts.
    Result<void> save_text(const Document& document, const Url& url);
    /// What the runs of the question know when this one ends. From then on it is the question's last.
    Result<void> save_known(const KnownPages& known, const std::string& question);
    /// Empty if nothing was saved, or what lies there cannot be read any more.
    Result<std::optional<KnownPages>> known();
    /// The run of the question that ended last; empty if none has.
    Result<std::string> last_run_of(const std::string& question);
    Result<void> save_report(const Report& report);
    /// Error: not_found if it has not been made.
    Result<Report> report();

    const std::string& prefix() const { return prefix_; }

private:
    Result<void> put(const std::string& name, const std::string& json);
    Result<std::optional<json::Value>> get(const std::string& name);

    BlobStore& blobs_;
    std::string prefix_;
    Deadline deadline_;
};

}  // namespace winnow
