#pragma once

#include <vector>

#include "app/wiring/search/open.h"
#include "core/result.h"
#include "json/value.h"
#include "stages/cache.h"
#include "stages/search_index.h"

namespace winnow {

struct IndexAnswer {
    std::vector<SearchHit> hits;
    std::string note;  ///< why words alone answer where meaning was wanted, too; empty if nothing is to be said
};

/// What the index answers: the question is embedded if its mode needs that, and copies of documents that are there,
/// too, are left out, so there may be fewer than the limit. Hybrid becomes lexical without an embedder, and, with a
/// note, where the embedder cannot be had now: no key, a wrong one, too many requests, no connection, no answer in
/// time. Errors: invalid_config (by meaning, without an embedder; a model that is not there), those of the index, and,
/// by meaning alone, those of the embedder.
Result<IndexAnswer> ask_index(SearchAssembly& search, SearchRequest& request, const Deadline& deadline);

/// Makes the request one for documents like that of the URL (or of its canonical one, as the memory knows it), without
/// that one: by its meaning, and by the words of the question if there is one. Errors: not_found (the index does not
/// have it), and those of the index and the memory.
Result<void> be_like(SearchAssembly& search, Cache& memory, const Url& url, SearchRequest& request,
                     const Deadline& deadline);

/// A hit as `winnow search --json` and the API write it.
json::Value encode_hit(const SearchHit& hit);

}  // namespace winnow
