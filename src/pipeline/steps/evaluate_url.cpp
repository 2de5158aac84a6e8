#include "log/log.h"
#include "pipeline/item.h"
#include "pipeline/steps/steps.h"

namespace winnow {

bool can_help_again(const Evaluated& item) {
    if (item.state != UrlState::failed || !item.error) return false;
    switch (item.error->kind()) {
        case ErrorKind::rate_limited:
        case ErrorKind::timed_out:
        case ErrorKind::cancelled:
        case ErrorKind::unavailable:
        case ErrorKind::conflict:
        case ErrorKind::storage:
        case ErrorKind::internal: return true;
        default: return false;
    }
}

Result<Evaluated> evaluate_url(Components& components, const RunOptions& options, const std::string& run_id,
                               const Candidate& candidate, Ledger& ledger, BlobStore& blobs, const Deadline& deadline) {
    RunBlobs run(blobs, run_id, deadline);
    TRY(auto earlier, run.outcome(candidate.url));
    if (earlier && !can_help_again(*earlier)) {
        log::info("url has ended before", {{"url", candidate.url.href()}});
        return std::move(*earlier);
    }
    auto item = evaluate_item(components, options, candidate, ledger, deadline);
    if (item.document && !item.document->text.empty()) TRY_OK(run.save_text(*item.document, candidate.url));
    shed_texts(item);
    TRY_OK(run.save_outcome(item));
    return item;
}

}  // namespace winnow
