#include <mutex>

#include "index/queue/index_queue.h"
#include "log/log.h"

namespace winnow {
namespace {

class QueueingIndexer final : public Indexer {
public:
    QueueingIndexer(IndexerMaker open, IndexQueue queue, QueueingOptions options)
        : open_(std::move(open)), queue_(queue), options_(std::move(options)) {}

    Result<void> add(const Document& document, const IndexingNotes& notes, const Deadline& deadline) override {
        auto added = try_index(document, notes, deadline.within(options_.patience));
        if (added) {
            const std::scoped_lock lock(mutex_);
            ++summary_.added;
            return {};
        }
        if (is_refusal(added.error().kind())) return failed(std::move(added).error());
        if (auto waits = queue_.put(document, notes, deadline); !waits) return failed(std::move(waits).error());
        const std::scoped_lock lock(mutex_);
        ++summary_.waiting;
        if (!summary_.error) summary_.error = std::move(added).error();
        return {};
    }

    IndexingSummary summary() const override {
        const std::scoped_lock lock(mutex_);
        return summary_;
    }

private:
    Result<void> failed(Error error) {
        const std::scoped_lock lock(mutex_);
        ++summary_.failed;
        summary_.error = error;
        return fail(std::move(error));
    }

    Result<void> try_index(const Document& document, const IndexingNotes& notes, const Deadline& deadline) {
        TRY(const auto indexer, opened(deadline));
        auto added = indexer->add(document, notes, deadline);
        if (!added && !is_refusal(added.error().kind())) rest(added.error());
        return added;
    }

    Result<std::shared_ptr<Indexer>> opened(const Deadline& deadline) {
        const std::scoped_lock lock(opening_);
        if (options_.now() < resting_until_) return fail(why_);
        if (!indexer_) {
            auto made = open_(deadline);
            if (!made) {
                rest_locked(made.error());
                return made;
            }
            indexer_ = std::move(*made);
        }
        return indexer_;
    }

    void rest(const Error& error) {
        const std::scoped_lock lock(opening_);
        rest_locked(error);
    }

    /// An indexer that has failed says the same for ever: the next try has a new one.
    void rest_locked(const Error& error) {
        indexer_.reset();
        resting_until_ = options_.now() + options_.rest_for;
        why_ = error;
        log::warn("the index is away; documents wait for it", {{"error", error}});
    }

    IndexerMaker open_;
    IndexQueue queue_;
    QueueingOptions options_;
    std::mutex opening_;  // guards these three
    std::shared_ptr<Indexer> indexer_;
    std::chrono::steady_clock::time_point resting_until_{};
    Error why_{ErrorKind::unavailable, "the index has not been opened"};
    mutable std::mutex mutex_;
    IndexingSummary summary_;
};

}  // namespace

std::unique_ptr<Indexer> make_queueing_indexer(IndexerMaker open, IndexQueue queue, QueueingOptions options) {
    return std::make_unique<QueueingIndexer>(std::move(open), queue, std::move(options));
}

}  // namespace winnow
