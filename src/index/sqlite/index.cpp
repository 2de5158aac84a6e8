#include <algorithm>
#include <mutex>

#include "index/answer/order.h"
#include "index/sqlite/reader.h"
#include "index/sqlite/rows.h"
#include "index/sqlite/schema.h"
#include "index/sqlite_index.h"
#include "sqlite/open.h"

namespace winnow {
namespace {

using sqlite::Database;
using sqlite::Transaction;

constexpr std::size_t kDocumentsOfTransaction = 128;  // between two, other writers have their turn

/// Writes over one connection, reads over another, so that neither waits for the other.
class SqliteIndex final : public SearchIndex {
public:
    SqliteIndex(SqliteIndexOptions options, std::unique_ptr<Database> writer, std::unique_ptr<Database> reader)
        : options_(std::move(options)), writer_(std::move(writer)), reader_(std::move(reader), options_.model) {}
    ~SqliteIndex() override {
        if (writer_->is_damaged() || reader_.is_damaged()) sqlite::leave_word_of_damage(writer_->file());
    }
    SqliteIndex(const SqliteIndex&) = delete;
    SqliteIndex& operator=(const SqliteIndex&) = delete;

    Result<void> add(std::span<const IndexedDocument> documents, const Deadline& deadline) override;
    Result<void> remove(std::span<const DocumentId> ids, const Deadline& deadline) override;
    Result<std::vector<SearchHit>> search(const SearchRequest& request, const Deadline& deadline) override;
    Result<std::optional<IndexedDocument>> find(const DocumentId& id, const Deadline&) override {
        return reader_.find(id);
    }
    Result<std::vector<IndexedDocument>> resembling(std::span<const std::uint32_t> signature, std::size_t limit,
                                                    const Deadline&) override {
        return reader_.resembling(signature, limit);
    }
    Result<void> for_each(const std::function<bool(const IndexedDocument&)>& visit, const Deadline& deadline) override;
    Result<IndexStats> stats(const Deadline& deadline) override;
    Result<std::vector<std::string>> verify(const Deadline& deadline) override;
    Result<void> clear(const Deadline& deadline) override;

private:
    Result<void> add_some(std::span<const IndexedDocument> documents);
    Result<void> take_model(IndexState& state, std::span<const IndexedDocument> documents) const;

    SqliteIndexOptions options_;
    std::mutex mutex_;  // guards writer_
    std::unique_ptr<Database> writer_;
    IndexReader reader_;
};

Result<void> check(const Deadline& deadline) {
    if (deadline.is_stopped()) return fail(ErrorKind::cancelled, "the work on the index was stopped");
    if (deadline.has_passed()) return fail(ErrorKind::timed_out, "the work on the index took longer than it may");
    return {};
}

/// The first vectors decide the model of an index; later ones must be of the same.
Result<void> SqliteIndex::take_model(IndexState& state, std::span<const IndexedDocument> documents) const {
    const bool has_vectors = std::ranges::any_of(documents, [](const auto& each) { return !each.vectors.empty(); });
    if (!has_vectors) return {};
    if (state.dimensions == 0) {
        state.model = options_.model;
        state.dimensions = options_.dimensions;
    }
    if (state.model != options_.model || state.dimensions != options_.dimensions)
        return fail(other_model(state.model, state.dimensions, options_.model, options_.dimensions));
    return {};
}

Result<void> SqliteIndex::add(std::span<const IndexedDocument> documents, const Deadline& deadline) {
    for (const auto& document : documents) TRY_OK(check_vectors(document, options_.dimensions));
    for (std::size_t begin = 0; begin < documents.size(); begin += kDocumentsOfTransaction) {
        TRY_OK(check(deadline));
        TRY_OK(add_some(documents.subspan(begin, std::min(kDocumentsOfTransaction, documents.size() - begin))));
    }
    return {};
}

Result<void> SqliteIndex::add_some(std::span<const IndexedDocument> documents) {
    const std::scoped_lock lock(mutex_);
    TRY(auto transaction, Transaction::begin(*writer_));
    TRY(auto state, read_state(*writer_));
    TRY_OK(take_model(state, documents));
    ++state.generation;
    for (const auto& document : documents) {
        TRY(const bool removed, write_document(*writer_, document));
        if (removed) state.removals = state.generation;
    }
    TRY_OK(write_state(*writer_, state));
    return transaction.commit();
}

Result<void> SqliteIndex::remove(std::span<const DocumentId> ids, const Deadline& deadline) {
    TRY_OK(check(deadline));
    const std::scoped_lock lock(mutex_);
    TRY(auto transaction, Transaction::begin(*writer_));
    TRY(auto state, read_state(*writer_));
    ++state.generation;
    for (const auto& id : ids) {
        TRY(const bool removed, erase_document(*writer_, id));
        if (removed) state.removals = state.generation;
    }
    TRY_OK(write_state(*writer_, state));
    return transaction.commit();
}

Result<std::vector<SearchHit>> SqliteIndex::search(const SearchRequest& request, const Deadline& deadline) {
    TRY_OK(check(deadline));
    return reader_.search(request, deadline);
}

Result<void> SqliteIndex::for_each(const std::function<bool(const IndexedDocument&)>& visit, const Deadline& deadline) {
    DocumentId last;
    for (;;) {
        TRY_OK(check(deadline));
        TRY(const auto document, reader_.after(last));
        if (!document || !visit(*document)) return {};
        last = document->id;
    }
}

Result<IndexStats> SqliteIndex::stats(const Deadline&) {
    TRY(auto stats, reader_.stats());
    std::error_code code;
    auto log_file = writer_->file();
    const auto log_size = std::filesystem::file_size(log_file += "-wal", code);
    if (!code) stats.bytes += static_cast<std::int64_t>(log_size);
    return stats;
}

Result<std::vector<std::string>> SqliteIndex::verify(const Deadline& deadline) {
    TRY_OK(check(deadline));
    TRY(auto faults, reader_.faults());
    const std::scoped_lock lock(mutex_);
    if (const auto words = writer_->run("INSERT INTO words (words) VALUES ('integrity-check')"); !words)
        faults.push_back("the index of words is damaged");
    return faults;
}

Result<void> SqliteIndex::clear(const Deadline&) {
    const std::scoped_lock lock(mutex_);
    TRY(auto transaction, Transaction::begin(*writer_));
    TRY(auto state, read_state(*writer_));
    TRY_OK(
        writer_->execute("DELETE FROM vectors; DELETE FROM words; DELETE FROM passages; DELETE FROM bands; "
                         "DELETE FROM documents;"));
    state = {.model = {}, .dimensions = 0, .generation = state.generation + 1, .removals = state.generation + 1};
    TRY_OK(write_state(*writer_, state));
    TRY_OK(transaction.commit());
    TRY_OK(writer_->run("PRAGMA incremental_vacuum"));
    return writer_->run("PRAGMA wal_checkpoint(TRUNCATE)");
}

}  // namespace

Result<OpenedIndex> open_sqlite_index(const std::filesystem::path& file, const SqliteIndexOptions& options) {
    if (file.empty()) return fail(ErrorKind::invalid_argument, "the index has no file name");
    const sqlite::Place place{.file = file, .noun = "the index"};
    TRY(auto opened, sqlite::open_sound(place, index_schema(), options.patience));
    TRY(auto reader, sqlite::open_again(place, options.patience));
    return OpenedIndex{std::make_unique<SqliteIndex>(options, std::move(opened.database), std::move(reader)),
                       std::move(opened.note)};
}

}  // namespace winnow
