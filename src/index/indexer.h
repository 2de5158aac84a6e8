#pragma once

#include <memory>

#include "index/chunk.h"
#include "stages/embedder.h"
#include "stages/search_index.h"

namespace winnow {

/// From here on two texts are one, by the words alone (MinHash) …
constexpr double kCopyResemblance = 0.7;
/// … or by fewer words if the mean of their passages' vectors says the same: boilerplate around a text differs.
constexpr double kCopyResemblanceWithVectors = 0.5;
constexpr double kCopyCosine = 0.95;

/// What the indexer stands on; all outlive it.
struct IndexerContext {
    SearchIndex& index;
    Embedder* embedder = nullptr;  ///< none: no vectors
    const Clock& clock = system_clock();
    ChunkOptions chunks;
};

/// An indexer that recognises copies when they are added: of several near-duplicates the one that was published first
/// is the original (a date comes before none; then the one that the index had first), the others name its URL. Pages
/// that call another URL their canonical one are that document, not a copy of it. A text that is indexed already,
/// unchanged, is not cut and embedded again.
std::unique_ptr<Indexer> make_indexer(const IndexerContext& context);

/// An indexer for an index that could not be opened: it adds nothing, and says why.
std::unique_ptr<Indexer> make_dead_indexer(Error error);

}  // namespace winnow
