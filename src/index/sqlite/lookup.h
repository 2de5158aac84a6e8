#pragma once

#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "core/time.h"
#include "sqlite/database.h"
#include "stages/search_index.h"

namespace winnow {

struct FoundPassage {
    std::int64_t passage = 0;
    double score = 0;
};

struct FoundDocument {
    std::int64_t document = 0;
    std::vector<FoundPassage> passages;  ///< best first, not empty
};

/// Which documents a filter lets through.
class Allowed {
public:
    static Result<Allowed> by(sqlite::Database& database, const SearchFilter& filter, const DocumentId& without);
    bool operator()(std::int64_t document) const { return all_ || numbers_.contains(document); }
    bool all() const { return all_; }

private:
    bool all_ = true;
    std::unordered_set<std::int64_t> numbers_;
};

/// Documents that say a word of the question, by the BM25 of their best passage.
Result<std::vector<FoundDocument>> find_words(sqlite::Database& database, const std::vector<std::string>& terms,
                                              const Allowed& allowed, std::size_t documents,
                                              std::size_t passages_of_each, const Deadline& deadline);

/// Documents that say one of the terms that at most kRareWordDocuments documents say.
Result<std::set<std::int64_t>> documents_with_rare_words(sqlite::Database& database,
                                                         const std::vector<std::string>& terms);

}  // namespace winnow
