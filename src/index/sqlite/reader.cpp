#include "index/sqlite/reader.h"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

#include "index/answer/fusion.h"
#include "index/answer/order.h"
#include "index/sqlite/lookup.h"
#include "index/terms.h"
#include "text/words.h"

namespace winnow {
namespace {

using sqlite::Database;

/// All that is read while it lives is one state of the database, whoever writes.
class Snapshot {
public:
    static Result<Snapshot> take(Database& database) {
        TRY_OK(database.execute("BEGIN"));
        return Snapshot(database);
    }
    Snapshot(Snapshot&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
    Snapshot& operator=(Snapshot&&) = delete;
    ~Snapshot() {
        if (database_ != nullptr) static_cast<void>(database_->execute("ROLLBACK"));
    }

private:
    explicit Snapshot(Database& database) : database_(&database) {}
    Database* database_;
};

/// What one list says of one document.
struct Evidence {
    std::vector<FoundPassage> lexical;
    std::vector<FoundPassage> semantic;
};

std::vector<Ranked> ranked(const std::vector<FoundDocument>& found) {
    std::vector<Ranked> list;
    for (const auto& document : found)
        list.push_back({std::to_string(document.document), document.passages.front().score});
    return list;
}

std::vector<FoundDocument> as_found(const std::vector<VectorTable::NearDocument>& near) {
    std::vector<FoundDocument> found;
    for (const auto& document : near) {
        found.push_back({.document = document.document, .passages = {}});
        for (const auto& passage : document.passages)
            found.back().passages.push_back({passage.passage, passage.cosine});
    }
    return found;
}

/// Passages of a document over both lists: each counts by its share of the list's best.
std::vector<FoundPassage> best_passages(const Evidence& evidence, double best_lexical, double best_semantic,
                                        std::size_t limit) {
    std::map<std::int64_t, double> scores;
    const auto add = [&](const std::vector<FoundPassage>& list, double best) {
        for (const auto& passage : list)
            if (best > 0) scores[passage.passage] += passage.score / best;
    };
    add(evidence.lexical, best_lexical);
    add(evidence.semantic, best_semantic);
    std::vector<FoundPassage> passages;
    for (const auto& [passage, score] : scores) passages.push_back({passage, score});
    std::ranges::stable_sort(passages, std::ranges::greater{}, &FoundPassage::score);
    if (passages.size() > limit) passages.resize(limit);
    return passages;
}

bool has_direction(const Vector& vector) {
    return std::ranges::any_of(vector, [](float component) { return component != 0; });
}

}  // namespace

Result<void> IndexReader::refresh() {
    TRY(const auto state, read_state(*database_));
    if (generation_ && *generation_ == state.generation) return {};
    const bool only_grew = generation_ && vectors_.dimensions() == state.dimensions && state.removals <= *generation_;
    if (!only_grew) {
        vectors_.clear(state.dimensions);
        TRY(const auto count, database_->number("SELECT count(*) FROM vectors"));
        vectors_.reserve(static_cast<std::size_t>(count));
    }
    generation_.reset();  // until all is read
    TRY(auto row, database_->query("SELECT passage, document, components FROM vectors WHERE passage > ?1 "
                                   "ORDER BY passage",
                                   vectors_.last()));
    for (;;) {
        TRY(const bool more, row.next());
        if (!more) break;
        const auto bytes = row.text(2);
        vectors_.add(row.integer(0), row.integer(1),
                     {reinterpret_cast<const std::int8_t*>(bytes.data()), bytes.size()});
    }
    generation_ = state.generation;
    return {};
}

Result<std::vector<SearchHit>> IndexReader::search(const SearchRequest& request, const Deadline& deadline) {
    const std::scoped_lock lock(mutex_);
    TRY(const auto snapshot, Snapshot::take(*database_));
    const auto depth = fused_depth(request);
    const auto terms = text::question_terms(request.question);
    TRY(const auto allowed, Allowed::by(*database_, request.filter, request.without));

    std::vector<FoundDocument> lexical;
    std::vector<FoundDocument> semantic;
    if (request.mode != SearchMode::semantic) {
        TRY(lexical, find_words(*database_, terms, allowed, depth, request.passages_per_document, deadline));
    }
    if (request.mode != SearchMode::lexical && has_direction(request.vector)) {
        TRY_OK(refresh());
        TRY(const auto state, read_state(*database_));
        if (vectors_.size() > 0 && !model_.empty() && state.model != model_)
            return fail(other_model(state.model, state.dimensions, model_, request.vector.size()));
        if (vectors_.size() > 0 && vectors_.dimensions() != request.vector.size())
            return fail(ErrorKind::invalid_config,
                        "the vectors of the index have " + std::to_string(vectors_.dimensions()) +
                            " components, the question's has " + std::to_string(request.vector.size()) +
                            "; winnow index rebuild makes them anew");
        semantic = as_found(vectors_.nearest(
            request.vector, depth, request.passages_per_document,
            allowed.all() ? std::function<bool(std::int64_t)>()
                          : [&](std::int64_t number) { return allowed(number); }));
    }

    std::set<std::string> rare;
    if (!lexical.empty() && !semantic.empty()) {
        TRY(const auto numbers, documents_with_rare_words(*database_, terms));
        for (const auto number : numbers) rare.insert(std::to_string(number));
    }
    std::unordered_map<std::string, Evidence> evidence;
    for (const auto& document : lexical) evidence[std::to_string(document.document)].lexical = document.passages;
    for (const auto& document : semantic) evidence[std::to_string(document.document)].semantic = document.passages;
    const double best_lexical = lexical.empty() ? 0 : lexical.front().passages.front().score;
    const double best_semantic = semantic.empty() ? 0 : semantic.front().passages.front().score;
    const auto fused = fuse(ranked(lexical), ranked(semantic), rare,
                            {.kind = request.fusion, .semantic_weight = request.semantic_weight});

    std::vector<SearchHit> hits;
    for (const auto& entry : fused) {
        if (hits.size() > request.limit && entry.score < hits[request.limit].score) break;
        TRY(auto document, read_document(*database_, std::stoll(entry.key), Detail::signature));
        if (!document) continue;
        document->signature.clear();
        SearchHit hit{.document = std::move(*document),
                      .score = entry.score,
                      .lexical = entry.lexical,
                      .semantic = entry.semantic,
                      .passages = {}};
        for (const auto& best :
             best_passages(evidence[entry.key], best_lexical, best_semantic, request.passages_per_document)) {
            TRY(auto passage, read_passage(*database_, best.passage));
            if (passage) hit.passages.push_back({std::move(*passage), best.score});
        }
        hits.push_back(std::move(hit));
    }
    in_order(hits, request);
    return hits;
}

Result<std::optional<IndexedDocument>> IndexReader::find(const DocumentId& id) {
    const std::scoped_lock lock(mutex_);
    TRY(const auto snapshot, Snapshot::take(*database_));
    TRY(const auto number, number_of(*database_, id));
    if (!number) return std::nullopt;
    return read_document(*database_, *number, Detail::everything);
}

Result<std::optional<IndexedDocument>> IndexReader::after(const DocumentId& id) {
    const std::scoped_lock lock(mutex_);
    TRY(const auto snapshot, Snapshot::take(*database_));
    TRY(const auto number,
        database_->number("SELECT number FROM documents WHERE id > ?1 ORDER BY id LIMIT 1", id.value));
    return read_document(*database_, number, Detail::everything);
}

Result<std::vector<IndexedDocument>> IndexReader::resembling(std::span<const std::uint32_t> signature,
                                                             std::size_t limit) {
    const std::scoped_lock lock(mutex_);
    TRY(const auto snapshot, Snapshot::take(*database_));
    std::set<std::int64_t> numbers;
    for (const auto band : signature_bands({signature.begin(), signature.end()})) {
        TRY(auto row, database_->query("SELECT document FROM bands WHERE band = ?1", static_cast<std::int64_t>(band)));
        for (;;) {
            TRY(const bool more, row.next());
            if (!more) break;
            numbers.insert(row.integer(0));
        }
    }
    std::vector<IndexedDocument> documents;
    for (const auto number : numbers) {
        TRY(auto document, read_document(*database_, number, Detail::signature));
        if (document) documents.push_back(std::move(*document));
    }
    closest_first(documents, signature, limit);
    return documents;
}

Result<IndexStats> IndexReader::stats() {
    const std::scoped_lock lock(mutex_);
    TRY(const auto snapshot, Snapshot::take(*database_));
    TRY(const auto state, read_state(*database_));
    IndexStats stats{.kind = "sqlite", .model = state.model, .dimensions = state.dimensions};
    TRY(stats.documents, database_->number("SELECT count(*) FROM documents"));
    TRY(stats.passages, database_->number("SELECT count(*) FROM passages"));
    TRY(const auto pages, database_->number("PRAGMA page_count"));
    TRY(const auto size, database_->number("PRAGMA page_size"));
    stats.bytes = pages * size;
    return stats;
}

Result<std::vector<std::string>> IndexReader::faults() {
    struct Check {
        const char* query;
        const char* fault;
    };
    constexpr std::array kChecks{
        Check{"SELECT count(*) FROM passages p WHERE NOT EXISTS (SELECT 1 FROM words w WHERE w.rowid = p.number)",
              "passages cannot be found by words"},
        Check{"SELECT count(*) FROM words w WHERE NOT EXISTS (SELECT 1 FROM passages p WHERE p.number = w.rowid)",
              "entries of words belong to no passage"},
        Check{"SELECT count(*) FROM vectors v, state s WHERE length(v.components) <> s.dimensions",
              "vectors have a wrong length"},
        Check{"SELECT count(*) FROM passages p, state s WHERE s.dimensions > 0 AND NOT EXISTS "
              "(SELECT 1 FROM vectors v WHERE v.passage = p.number)",
              "passages have no vector, so only words find them"},
    };
    const std::scoped_lock lock(mutex_);
    TRY(const auto snapshot, Snapshot::take(*database_));
    std::vector<std::string> faults;
    {
        TRY(auto row, database_->query("PRAGMA integrity_check(20)"));
        for (;;) {
            TRY(const bool more, row.next());
            if (!more) break;
            if (row.text(0) != "ok") faults.emplace_back(row.text(0));
        }
    }
    for (const auto& check : kChecks) {
        TRY(const auto count, database_->number(check.query));
        if (count > 0) faults.push_back(std::to_string(count) + " " + check.fault);
    }
    return faults;
}

}  // namespace winnow
