#pragma once

#include <vector>

#include "app/wiring/search/open.h"
#include "core/result.h"
#include "json/value.h"
#include "stages/cache.h"
#include "stages/search_index.h"

namespace winnow {

/// What the index answers: the question is embedded if its mode needs that (without an embedder, hybrid becomes
/// lexical), and copies of documents that are there, too, are left out, so there may be fewer than the limit. Errors:
/// invalid_config (by meaning, without an embedder), and those of the embedder and the index.
Result<std::vector<SearchHit>> ask_index(SearchAssembly& search, SearchRequest& request, const Deadline& deadline);

/// Makes the request one for documents like that of the URL (or of its canonical one, as the memory knows it), without
/// that one: by its meaning, and by the words of the question if there is one. Errors: not_found (the index does not
/// have it), and those of the index and the memory.
Result<void> be_like(SearchAssembly& search, Cache& memory, const Url& url, SearchRequest& request,
                     const Deadline& deadline);

/// A hit as `winnow search --json` and the API write it.
json::Value encode_hit(const SearchHit& hit);

}  // namespace winnow
