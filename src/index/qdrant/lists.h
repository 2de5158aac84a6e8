#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "index/answer/fusion.h"
#include "index/qdrant/collection.h"
#include "stages/search_index.h"

namespace winnow::qdrant {

/// A question as the server is asked: by words unless there are no terms, by meaning unless there is no vector.
struct Question {
    std::vector<std::string> terms;
    Vector vector;
    bool by_both() const { return !terms.empty() && !vector.empty(); }
};

/// A list as the server gives it: documents with their passages.
struct List {
    std::vector<Ranked> ranked;
    std::map<std::string, std::vector<PassageHit>> passages;
    double best() const { return ranked.empty() ? 0 : ranked.front().score; }
};

/// The documents that answer, best first, and the lists whose passages they show.
struct Found {
    std::vector<Fused> order;
    List lexical;  ///< of a fusion by the server, as much as was needed: mostly nothing
    List other;    ///< by meaning, or what the server fused
};

/// Two lists of the server (or one, if the question is of one kind), made one here.
Result<Found> fused_here(const Collection& collection, const Question& question, const SearchRequest& request,
                         const Deadline& deadline);

/// Reciprocal rank fusion by the server, of passages: a document has the place of its best. Documents that say a rare
/// word keep their places. None has `lexical` or `semantic`: the server does not tell.
/// Error besides those of SearchIndex: invalid_config (the server is older than 1.16).
Result<Found> fused_by_server(const Collection& collection, const Question& question, const SearchRequest& request,
                              const Deadline& deadline);

/// Passages of a document over both lists: each counts by its share of the list's best.
std::vector<PassageHit> best_passages(Found& found, const std::string& key, std::size_t limit);

}  // namespace winnow::qdrant
