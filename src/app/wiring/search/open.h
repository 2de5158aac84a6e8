#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/wiring/settings.h"
#include "http/client.h"
#include "index/answer/reranker.h"
#include "stages/embedder.h"
#include "stages/search_index.h"
#include "stages/store.h"

namespace winnow {

/// What an index is opened for. Without the embedder's key, one that is to be filled is not opened; one that is asked
/// is, since words find without it, and then the embedder refuses (unauthorized).
enum class IndexUse { filling, asking };

/// The index with what it stands on.
class SearchAssembly {
public:
    /// Errors: invalid_config (no URL, no such model), and those of the index that is opened.
    static Result<std::unique_ptr<SearchAssembly>> open(const Settings& settings, const Deadline& deadline,
                                                        IndexUse use = IndexUse::filling);
    ~SearchAssembly();

    SearchIndex& index() { return *index_; }
    Embedder* embedder() { return embedder_.get(); }
    /// Fills the index; borrows it.
    std::unique_ptr<Indexer> indexer() const;
    /// The configured one. Error: invalid_config if none is.
    Result<std::unique_ptr<Reranker>> reranker();
    /// A damaged index was set aside, and a new one begun: see mend().
    const std::string& note() const { return note_; }

private:
    SearchAssembly() = default;
    http::Client& client() { return *clients_.back(); }
    Result<void> find_address();
    Result<void> open_clients(const NetSettings& net);
    Result<void> open_embedder(const std::filesystem::path& data, IndexUse use);
    Result<void> open_index(const std::filesystem::path& data, const Deadline& deadline);

    SearchSettings settings_;
    std::vector<std::unique_ptr<http::Client>> clients_;  // each borrows the one before it
    std::unique_ptr<Embedder> embedder_;
    std::unique_ptr<SearchIndex> index_;
    std::string note_;
};

/// What filling an index from the memory came to, in pages, however many runs judged each.
struct Refilled {
    std::size_t documents = 0;
    std::size_t without_text = 0;  ///< judged, but the memory has no text of them (runs over archives)
};

/// Brings what the runs of the memory judged into the index.
Result<Refilled> refill(Store& store, Indexer& indexer, const Deadline& deadline);

/// Fills an index that was begun anew because of damage from the memory; says so in a sentence, empty if there was
/// none.
std::string mend(SearchAssembly& search, Store& store, const Deadline& deadline);

/// What a rebuild keeps beside the index until it is finished: if it is there, the index may lack documents.
std::filesystem::path rescue_file(const Settings& settings);

}  // namespace winnow
