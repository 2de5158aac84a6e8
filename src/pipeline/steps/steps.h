#pragma once
// pipeline/steps: the run cut into the steps of the state machine (statemachine/README.md says what travels between
// them). Each may be repeated: what it finds done it does not do again. Bodies, texts and outcomes lie in a blob store.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/report.h"
#include "json/value.h"
#include "pipeline/components.h"
#include "pipeline/item/ledger.h"
#include "pipeline/progress.h"
#include "pipeline/steps/run_blobs.h"

namespace winnow {

/// How the URLs leave the first step: in its answer, or as a list in the blob store.
enum class ListForm { inline_items, stored };

/// What the first step found. Either `urls` or `stored_list` is filled.
struct UrlList {
    RunHeader header;
    json::Value urls;         ///< an item for each URL: see item_of()
    std::string stored_list;  ///< its name in the blob store
    std::size_t total = 0;
    std::vector<SourceReport> sources;
};

constexpr std::size_t kStatePayload = 262'144;  // Step Functions: bytes that travel between two states
constexpr std::size_t kMostItemBytes = 200'000;
/// What a URL's answer may be longer than its item: "failure" and a name, or state and score.
constexpr std::size_t kAnswerBytes = 60;

/// Discovers. A run that was discovered before is not discovered again. Errors: unavailable (nothing was found, and a
/// source failed), too_large (more URLs than may travel inline), cancelled, and those of the store.
Result<UrlList> fetch_urls(Components& components, const RunOptions& options, RunHeader header, ListForm form,
                           BlobStore& blobs, const Deadline& deadline);

/// One element of the map: run_id and url, and the rest of the candidate if it is short enough.
struct UrlItem {
    std::string run_id;
    Url url;
    std::optional<Candidate> candidate;  ///< whole; else it stands in the run's list
};
json::Value item_of(const std::string& run_id, const Candidate& candidate, bool whole);
/// Errors: malformed, invalid_argument (naming what is missing).
Result<UrlItem> decode_url_item(const json::Value& value);

/// Fetches, extracts and judges one URL, and stores how it ended and its text. One that has ended before, and not in a
/// passing failure, comes back as it was stored. Every end is a value; `can_help_again` tells of which a second try may
/// be better. Errors: those of the store.
Result<Evaluated> evaluate_url(Components& components, const RunOptions& options, const std::string& run_id,
                               const Candidate& candidate, Ledger& ledger, BlobStore& blobs, const Deadline& deadline);
/// Whether the state machine should try again: the error is one that may pass, here or on another machine.
bool can_help_again(const Evaluated& item);
/// The answer that travels: url, run_id, state and score.
json::Value answer_of(const std::string& run_id, const Evaluated& item);

/// Ranks what was judged, with a failure for every URL that has left no outcome, for the reason in `failures` (URL to
/// error name, as the state machine caught it). The report is stored. Errors: those of the store.
Result<Report> process_results(Components& components, const RunOptions& options, const RunHeader& header,
                               const std::map<std::string, std::string>& failures, BlobStore& blobs,
                               const Deadline& deadline);

}  // namespace winnow
