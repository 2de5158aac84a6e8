#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "index/answer/fusion.h"
#include "index/qdrant/collection.h"
#include "stages/search_index.h"

namespace winnow::qdrant {

/// A list as the server gives it: documents with their passages.
struct List {
    std::vector<Ranked> ranked;
    std::map<std::string, std::vector<PassageHit>> passages;
    double best() const { return ranked.empty() ? 0 : ranked.front().score; }
};

/// The documents whose passages are nearest to `query` by the vector of that name.
Result<List> list_of(const Collection& collection, json::Value query, const char* vector, const SearchRequest& request,
                     const Deadline& deadline);

/// Documents that say one of the terms that at most kRareWordDocuments say: one small search for each term.
Result<std::set<std::string>> with_rare_words(const Collection& collection, const std::vector<std::string>& terms,
                                              const Deadline& deadline);

/// Passages of a document over both lists: each counts by its share of the list's best.
std::vector<PassageHit> best_passages(List& lexical, List& semantic, const std::string& key, std::size_t limit);

}  // namespace winnow::qdrant
