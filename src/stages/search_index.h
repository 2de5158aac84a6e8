#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/document.h"
#include "core/result.h"
#include "core/time.h"

namespace winnow {

/// One document as it stands in the index.
struct IndexedDocument {
    DocumentId id;
    Url url;
    std::string title;
    std::string source;  ///< which source found it
    std::string site;
    std::string language;
    std::vector<std::string> tags;
    std::optional<Timestamp> published;
    Timestamp indexed{};
    std::optional<double> score;    ///< overall, 1 to 10; none if never judged
    std::vector<std::string> runs;  ///< ids of the runs that listed it
    std::string content_hash;
    std::string original;                  ///< URL of the document that this one copies; empty if it copies none
    std::vector<std::uint32_t> signature;  ///< MinHash of its word shingles
    std::vector<Passage> passages;
    std::vector<Vector> vectors;  ///< one a passage, or none: then only words find it
};

/// What a hit must have; an empty field demands nothing. Upper and lower case are the same, but in `run`.
struct SearchFilter {
    std::vector<std::string> sources;    ///< any of them
    std::vector<std::string> languages;  ///< any of them
    std::vector<std::string> tags;       ///< all of them
    std::string run;
    std::optional<double> min_score;
    std::optional<Timestamp> published_from;   ///< inclusive
    std::optional<Timestamp> published_until;  ///< exclusive
};

enum class SearchMode { lexical, semantic, hybrid };

/// How the two lists of a hybrid search become one: by places, or by scores.
enum class Fusion { reciprocal_rank, weighted };

struct SearchRequest {
    std::string question;
    Vector vector;  ///< of the question; needed unless `mode` is lexical
    SearchMode mode = SearchMode::hybrid;
    Fusion fusion = Fusion::weighted;
    double semantic_weight = 0.5;  ///< for Fusion::weighted, 0 to 1
    SearchFilter filter;
    std::size_t limit = 10;  ///< documents
    std::size_t passages_per_document = 3;
    DocumentId without;  ///< a document that must not come back, for "like this one"
};

struct PassageHit {
    Passage passage;
    double score = 0;
};

/// A document that was found; its best passages first.
struct SearchHit {
    IndexedDocument document;        ///< without passages, vectors and signature
    double score = 0;                ///< comparable within one answer only
    std::optional<double> lexical;   ///< BM25, higher is better; none too if a server fused the lists itself
    std::optional<double> semantic;  ///< cosine of the best passage, -1 to 1; none too if a server fused
    std::vector<PassageHit> passages;
};

struct IndexStats {
    std::string kind;   ///< "sqlite", "qdrant"
    std::string model;  ///< of the vectors; empty if there are none
    std::size_t dimensions = 0;
    std::int64_t documents = 0;
    std::int64_t passages = 0;
    std::int64_t bytes = 0;  ///< 0 if not known
};

constexpr std::size_t kRareWordDocuments = 3;
constexpr double kSurelyResembling = 0.7;

/// Documents findable by words and by meaning. A document without passages is kept but not found. Writes are idempotent
/// by DocumentId, all or nothing for each document, and durable when they return. Safe from several threads; readers
/// and a writer may be different processes. Errors of all: storage, unavailable, timed_out, unauthorized,
/// invalid_config (another model or dimension than the index was made with), not_found (no such collection), cancelled.
class SearchIndex {
public:
    virtual ~SearchIndex() = default;
    /// Adds documents, or replaces those of the same id; the runs of a replaced one are kept and joined. Vectors may be
    /// stored with less precision than float (cosines move by less than 0.01). invalid_argument: a document whose
    /// vectors are not as many as its passages.
    virtual Result<void> add(std::span<const IndexedDocument> documents, const Deadline& deadline) = 0;
    virtual Result<void> remove(std::span<const DocumentId> ids, const Deadline& deadline) = 0;
    /// Best first; equal scores go by URL. A question without a word that is indexed, or a vector of zeros, finds
    /// nothing by that way. A document that says a rare word of the question (one that at most kRareWordDocuments
    /// documents say) and is among the first of the lexical list stands no lower in a hybrid one.
    virtual Result<std::vector<SearchHit>> search(const SearchRequest& request, const Deadline& deadline) = 0;
    /// With passages, vectors and signature.
    virtual Result<std::optional<IndexedDocument>> find(const DocumentId& id, const Deadline& deadline) = 0;
    /// Documents whose signatures may resemble this one, without passages and vectors but with signature: nearly all of
    /// those that resemble it by kSurelyResembling or more, and some that do less; at most `limit`, the closest first.
    virtual Result<std::vector<IndexedDocument>> resembling(std::span<const std::uint32_t> signature, std::size_t limit,
                                                            const Deadline& deadline) = 0;
    /// Every document in the order of ids, with everything; ends early when `visit` returns false.
    virtual Result<void> for_each(const std::function<bool(const IndexedDocument&)>& visit,
                                  const Deadline& deadline) = 0;
    virtual Result<IndexStats> stats(const Deadline& deadline) = 0;
    /// What is wrong with it, a sentence each; empty if nothing is.
    virtual Result<std::vector<std::string>> verify(const Deadline& deadline) = 0;
    /// Removes everything.
    virtual Result<void> clear(const Deadline& deadline) = 0;
};

/// What the index keeps of a document besides its text.
struct IndexingNotes {
    std::string source;             ///< which source found it
    std::optional<double> score;    ///< overall, 1 to 10
    std::vector<std::string> tags;  ///< of the judge; the page's own follow
    std::string run_id;             ///< empty: of no run
};

struct IndexingSummary {
    std::size_t added = 0;
    std::size_t copies = 0;      ///< of these, near-duplicates of a document that the index had
    std::size_t failed = 0;      ///< not added, or without their vectors
    std::size_t waiting = 0;     ///< kept for an index that is away
    std::optional<Error> error;  ///< the first
};

/// Brings documents into the index: cut into passages, with their vectors, and with the document that they copy. Safe
/// to call from several threads.
class Indexer {
public:
    virtual ~Indexer() = default;
    /// The document, with its text, becomes findable, and stays so when the process ends. If no vectors can be had,
    /// words still find it, and the error is in the summary. Once the index cannot be used at all (it is away, refuses
    /// the key, was made with another model), nothing more is tried, and each call returns that error at once.
    virtual Result<void> add(const Document& document, const IndexingNotes& notes, const Deadline& deadline) = 0;
    virtual IndexingSummary summary() const = 0;
};

}  // namespace winnow
