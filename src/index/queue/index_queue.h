#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "stages/blob_store.h"
#include "stages/search_index.h"

namespace winnow {

/// Whether the index would refuse the same document again however it fares: waiting does not help.
constexpr bool is_refusal(ErrorKind kind) {
    return kind == ErrorKind::invalid_argument || kind == ErrorKind::too_large;
}

/// What draining a queue came to.
struct Drained {
    std::size_t added = 0;
    std::size_t refused = 0;     ///< for what they are, or unreadable: they are no longer in the queue
    std::size_t waiting = 0;     ///< still
    std::optional<Error> error;  ///< why they wait
};

/// Documents that wait for an index which was away, each with its notes under index-queue/DOCUMENT/RUN.json of a blob
/// store: putting twice is putting once. Borrows `blobs`. Safe to use from several threads and processes.
class IndexQueue {
public:
    explicit IndexQueue(BlobStore& blobs) : blobs_(blobs) {}

    /// Errors: those of the store.
    Result<void> put(const Document& document, const IndexingNotes& notes, const Deadline& deadline);
    /// What waits. Errors: those of the store.
    Result<std::vector<std::string>> names(const Deadline& deadline) const;
    /// Brings into the index what waits, a document's runs in the order of their ids, until the index fails or the
    /// deadline comes. Errors: those of the store.
    Result<Drained> drain(Indexer& indexer, const Deadline& deadline);

private:
    BlobStore& blobs_;
};

/// Opens the index; asked again after it has failed.
using IndexerMaker = std::function<Result<std::shared_ptr<Indexer>>(const Deadline&)>;

struct QueueingOptions {
    std::chrono::milliseconds patience{8'000};   ///< with the index, for one document
    std::chrono::milliseconds rest_for{30'000};  ///< after a failure: until then it is not asked
    std::function<std::chrono::steady_clock::time_point()> now = std::chrono::steady_clock::now;
};

/// An indexer that loses nothing: what the index does not take waits in the queue. It is opened by the first document.
/// An error of add() means that the queue failed, too, or that the document itself was refused.
std::unique_ptr<Indexer> make_queueing_indexer(IndexerMaker open, IndexQueue queue, QueueingOptions options = {});

}  // namespace winnow
