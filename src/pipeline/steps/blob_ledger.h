#pragma once

#include <string>

#include "pipeline/item/ledger.h"
#include "stages/blob_store.h"

namespace winnow {

/// The ledger of a run whose URLs are judged by many processes: a name in a blob store for each judgement, which says
/// what it took. Listing is what all see at once; so a budget may be exceeded by as many judgements as were under way.
/// Borrows `blobs`. Safe to call from several threads.
class BlobLedger final : public Ledger {
public:
    BlobLedger(BlobStore& blobs, const std::string& run_id, Budget budget, Deadline deadline)
        : blobs_(blobs), prefix_("runs/" + run_id + "/judged/"), budget_(budget), deadline_(std::move(deadline)) {}

    Result<bool> is_open() override;
    Result<void> add(const std::string& content_hash, const Usage& usage) override;
    Result<void> add_lost(const std::string& content_hash, const Usage& usage) override;
    Result<bool> has_judged(const std::string& content_hash) override;

private:
    Result<void> put(const std::string& name, const Usage& usage);

    BlobStore& blobs_;
    std::string prefix_;
    Budget budget_;
    Deadline deadline_;
};

}  // namespace winnow
