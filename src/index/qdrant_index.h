#pragma once

#include <memory>
#include <string>

#include "core/secret.h"
#include "http/client.h"
#include "stages/search_index.h"

namespace winnow {

struct QdrantOptions {
    Url url;         ///< of the server: "http://localhost:6333", "https://….cloud.qdrant.io:6333"
    Secret api_key;  ///< empty: none is sent
    std::string collection = "winnow";
    std::string model;           ///< of the vectors; empty: no vectors are stored, and only words find
    std::size_t dimensions = 0;  ///< of the model
};

/// The index as a collection of a Qdrant server (1.10 or later, REST), made with its payload indexes if missing. A
/// document is a point of its own (its id is the DocumentId written as a UUID) and one for each passage (UUIDv5), with
/// a dense vector (cosine) and a sparse one: BM25 weights of the same terms that the SQLite index counts, under hashes
/// that are the same everywhere; the server weighs them by how rare they are. Both lists come from the server, grouped
/// by document; they are fused here, so that both stores give the same order (docs/decisions/0058), but for reciprocal
/// ranks, which the server adds itself, passage by passage (docs/decisions/0180; 1.16 or later, else invalid_config).
/// `client` outlives the index and should try again what may be tried again.
/// Errors besides those of SearchIndex: rate_limited, forbidden (the key may only read), internal (refused requests).
Result<std::unique_ptr<SearchIndex>> open_qdrant_index(QdrantOptions options, http::Client& client,
                                                       const Deadline& deadline);

}  // namespace winnow
