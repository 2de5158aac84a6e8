#include "app/lambda/remote/index.h"

#include "app/wiring/search/open.h"
#include "log/log.h"

namespace winnow::lambda {
namespace {

/// An indexer with what it stands on.
struct OpenIndex {
    std::unique_ptr<SearchAssembly> search;
    std::unique_ptr<Indexer> indexer;
};

/// The index is opened only if something waits for it.
Result<Drained> drain(const IndexerMaker& open, BlobStore& blobs, const Deadline& deadline) {
    IndexQueue queue(blobs);
    TRY(const auto waiting, queue.names(deadline));
    if (waiting.empty()) return Drained{};
    auto indexer = open(deadline);
    if (!indexer) return Drained{.waiting = waiting.size(), .error = std::move(indexer).error()};
    return queue.drain(**indexer, deadline);
}

}  // namespace

IndexerMaker index_opener(const Settings& settings) {
    if (!settings.search.index.enabled || settings.search.index.kind != "qdrant") return {};
    return [settings](const Deadline& deadline) -> Result<std::shared_ptr<Indexer>> {
        auto open = std::make_shared<OpenIndex>();
        TRY(open->search, SearchAssembly::open(settings, deadline));
        open->indexer = open->search->indexer();
        return std::shared_ptr<Indexer>(open, open->indexer.get());
    };
}

Drained drain_waiting(const IndexerMaker& open, BlobStore& blobs, const Deadline& deadline) {
    auto result = drain(open, blobs, deadline);
    if (!result) {
        log::warn("documents may wait for the index", {{"error", result.error()}});
        return {.error = std::move(result).error()};
    }
    if (result->error)
        log::warn("documents wait for the index", {{"waiting", result->waiting}, {"error", *result->error}});
    if (result->added > 0) log::info("documents that waited are in the index", {{"added", result->added}});
    return std::move(*result);
}

}  // namespace winnow::lambda
