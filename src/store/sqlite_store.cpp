#include "store/sqlite_store.h"

#include <algorithm>
#include <mutex>

#include "json/codec.h"
#include "log/log.h"
#include "sqlite/open.h"
#include "store/exchanges/exchanges.h"
#include "store/packed.h"
#include "store/schema.h"

namespace winnow {
namespace {

using sqlite::Blob;
using sqlite::Database;
using sqlite::Query;
using sqlite::Transaction;

constexpr const char* kNoun = "the memory";
constexpr int kOutcomesAtOnce = 100;

std::int64_t seconds(Timestamp time) {
    return time.time_since_epoch().count();
}

Timestamp timestamp(std::int64_t seconds_since_1970) {
    return Timestamp{std::chrono::seconds{seconds_since_1970}};
}

constexpr const char* kRunColumns =
    "SELECT id, query, method, touched, state, settings, folder, total_urls, judged, high_quality FROM runs ";

RunRecord run_of(const Query& row) {
    const auto state = std::clamp<std::int64_t>(row.integer(4), 0, static_cast<std::int64_t>(RunState::interrupted));
    return {.id = std::string(row.text(0)),
            .query = std::string(row.text(1)),
            .method = std::string(row.text(2)),
            .started = timestamp(row.integer(3)),
            .state = static_cast<RunState>(state),
            .settings = std::string(row.text(5)),
            .folder = std::string(row.text(6)),
            .total_urls = static_cast<int>(row.integer(7)),
            .judged = static_cast<int>(row.integer(8)),
            .high_quality = static_cast<int>(row.integer(9))};
}

/// While it lives, a commit waits until the disk has it, and with it all that was committed before.
class Synchronised {
public:
    explicit Synchronised(Database& database) : database_(database) {
        static_cast<void>(database_.execute("PRAGMA synchronous = FULL"));
    }
    ~Synchronised() { static_cast<void>(database_.execute("PRAGMA synchronous = NORMAL")); }
    Synchronised(const Synchronised&) = delete;
    Synchronised& operator=(const Synchronised&) = delete;

private:
    Database& database_;
};

class SqliteStore final : public Store {
public:
    explicit SqliteStore(std::unique_ptr<Database> database) : database_(std::move(database)) {}
    ~SqliteStore() override {
        if (database_->is_damaged()) sqlite::leave_word_of_damage(database_->file());
    }
    SqliteStore(const SqliteStore&) = delete;
    SqliteStore& operator=(const SqliteStore&) = delete;

    Result<std::optional<CachedPage>> find_page(const Url& url) override;
    Result<void> save_page(const CachedPage& page) override;
    Result<void> refresh_page(const Url& url, Timestamp fetched_at, Timestamp fresh_until) override;
    Result<std::optional<Assessment>> find_assessment(const EvaluationKey& key) override;
    Result<void> save_assessment(const EvaluationKey& key, const Assessment& assessment, Timestamp when) override;
    Result<void> start_run(const RunRecord& run) override { return save_run(run); }
    Result<void> save_discovered(const std::string& run_id, const Discovered& discovered) override;
    Result<Discovered> discovered(const std::string& run_id) override;
    Result<void> save_outcome(const std::string& run_id, const Evaluated& outcome) override;
    Result<void> visit_outcomes(const std::string& run_id, const std::function<void(Evaluated)>& visit) override;
    Result<std::optional<Evaluated>> outcome(const std::string& run_id, const Url& url) override;
    Result<void> save_known(const std::string& run_id, const KnownPages& known) override;
    Result<std::optional<KnownPages>> known_pages(const std::string& question) override;
    Result<void> finish_run(const RunRecord& run) override { return save_run(run); }
    Result<std::vector<RunRecord>> runs(std::size_t limit) override;
    Result<std::optional<RunRecord>> find_run(const std::string& id_or_prefix) override;
    Result<std::optional<RunRecord>> unfinished_run(const std::string& query) override;
    Result<void> save_exchanges(const EvaluationKey& key, const std::vector<Exchange>& exchanges) override;
    Result<std::vector<Exchange>> exchanges(const std::string& content_hash, const Assessment& assessment) override;
    Result<StoreStats> stats() override;
    Result<void> clear() override;
    Result<Pruned> prune(Timestamp before) override;

private:
    Result<void> save_run(const RunRecord& run);
    Result<void> give_space_back();

    std::mutex mutex_;  // guards all below; packing and unpacking happen outside
    std::unique_ptr<Database> database_;
};

Result<std::optional<CachedPage>> SqliteStore::find_page(const Url& url) {
    CachedPage page{.url = url, .document = {}, .etag = {}, .last_modified = {}};
    std::string bytes;
    {
        const std::scoped_lock lock(mutex_);
        TRY(auto row,
            database_->query("SELECT document, etag, last_modified, touched, fresh_until FROM pages WHERE url = ?1",
                             url.href()));
        TRY(const bool found, row.next());
        if (!found) return std::nullopt;
        bytes = row.text(0);
        page.etag = row.text(1);
        page.last_modified = row.text(2);
        page.fetched_at = timestamp(row.integer(3));
        page.fresh_until = timestamp(row.integer(4));
    }
    auto document = unpacked_as(bytes, url.href(), json::decode_document);
    if (!document) return std::nullopt;
    page.document = std::move(*document);
    return page;
}

Result<void> SqliteStore::save_page(const CachedPage& page) {
    TRY(const auto document, packed(json::encode(page.document)));
    const std::scoped_lock lock(mutex_);
    return database_->run(
        "INSERT OR REPLACE INTO pages (url, document, etag, last_modified, touched, fresh_until) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        page.url.href(), Blob{document}, page.etag, page.last_modified, seconds(page.fetched_at),
        seconds(page.fresh_until));
}

Result<void> SqliteStore::refresh_page(const Url& url, Timestamp fetched_at, Timestamp fresh_until) {
    const std::scoped_lock lock(mutex_);
    return database_->run("UPDATE pages SET touched = ?2, fresh_until = ?3 WHERE url = ?1", url.href(),
                          seconds(fetched_at), seconds(fresh_until));
}

Result<std::optional<Assessment>> SqliteStore::find_assessment(const EvaluationKey& key) {
    std::string bytes;
    {
        const std::scoped_lock lock(mutex_);
        TRY(auto row, database_->query("SELECT assessment FROM evaluations WHERE content_hash = ?1 AND "
                                       "rubric_hash = ?2 AND method = ?3 AND model = ?4 AND question = ?5",
                                       key.content_hash, key.rubric_hash, key.method, key.model, key.question));
        TRY(const bool found, row.next());
        if (!found) return std::nullopt;
        bytes = row.text(0);
    }
    return unpacked_as(bytes, "assessment of " + key.content_hash, json::decode_assessment);
}

Result<void> SqliteStore::save_assessment(const EvaluationKey& key, const Assessment& assessment, Timestamp when) {
    TRY(const auto bytes, packed(json::encode(assessment)));
    const bool was_paid_for = assessment.usage.cost_usd > 0;
    const std::scoped_lock lock(mutex_);
    std::optional<Synchronised> synchronised;
    if (was_paid_for) synchronised.emplace(*database_);
    return database_->run(
        "INSERT OR REPLACE INTO evaluations (content_hash, rubric_hash, method, model, question, assessment, touched) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        key.content_hash, key.rubric_hash, key.method, key.model, key.question, Blob{bytes}, seconds(when));
}

Result<void> SqliteStore::save_exchanges(const EvaluationKey& key, const std::vector<Exchange>& exchanges) {
    TRY(const auto list, packed(encode_list(exchanges)));
    const std::scoped_lock lock(mutex_);
    return insert_exchanges(*database_, key, list);
}

Result<std::vector<Exchange>> SqliteStore::exchanges(const std::string& content_hash, const Assessment& assessment) {
    std::vector<PackedExchanges> candidates;
    {
        const std::scoped_lock lock(mutex_);
        TRY(candidates, select_exchanges(*database_, content_hash));
    }
    return exchanges_behind(assessment, candidates);
}

Result<void> SqliteStore::save_run(const RunRecord& run) {
    const std::scoped_lock lock(mutex_);
    const Synchronised synchronised(*database_);
    return database_->run(
        "INSERT INTO runs (id, query, method, touched, state, settings, folder, total_urls, judged, high_quality) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (id) DO UPDATE SET query = ?2, method = ?3, "
        "touched = ?4, state = ?5, settings = ?6, folder = ?7, total_urls = ?8, judged = ?9, high_quality = ?10",
        run.id, run.query, run.method, seconds(run.started), static_cast<int>(run.state), run.settings, run.folder,
        run.total_urls, run.judged, run.high_quality);
}

Result<void> SqliteStore::save_discovered(const std::string& run_id, const Discovered& discovered) {
    TRY(const auto bytes, packed_text(json::dump(discovered)));
    const std::scoped_lock lock(mutex_);
    const Synchronised synchronised(*database_);
    return database_->run("INSERT OR REPLACE INTO candidates (run_id, list) VALUES (?1, ?2)", run_id, Blob{bytes});
}

Result<Discovered> SqliteStore::discovered(const std::string& run_id) {
    std::string bytes;
    {
        const std::scoped_lock lock(mutex_);
        TRY(auto row, database_->query("SELECT list FROM candidates WHERE run_id = ?1", run_id));
        TRY(const bool found, row.next());
        if (!found) return Discovered();
        bytes = row.text(0);
    }
    return unpacked_as(bytes, "candidates of " + run_id, json::decode_discovered).value_or(Discovered());
}

Result<void> SqliteStore::save_outcome(const std::string& run_id, const Evaluated& outcome) {
    auto value = json::encode(outcome);
    auto candidate = outcome.candidate;
    candidate.inline_html.clear();  // the list of candidates has it, and it was read
    value.set("candidate", json::encode(candidate));
    TRY(const auto bytes, packed(value));
    const std::scoped_lock lock(mutex_);
    return database_->run("INSERT OR REPLACE INTO outcomes (run_id, url, outcome) VALUES (?1, ?2, ?3)", run_id,
                          outcome.candidate.url.href(), Blob{bytes});
}

Result<std::optional<Evaluated>> SqliteStore::outcome(const std::string& run_id, const Url& url) {
    std::string bytes;
    {
        const std::scoped_lock lock(mutex_);
        TRY(auto row,
            database_->query("SELECT outcome FROM outcomes WHERE run_id = ?1 AND url = ?2", run_id, url.href()));
        TRY(const bool found, row.next());
        if (!found) return std::nullopt;
        bytes = row.text(0);
    }
    return unpacked_as(bytes, "outcome of " + run_id, json::decode_evaluated);
}

Result<void> SqliteStore::visit_outcomes(const std::string& run_id, const std::function<void(Evaluated)>& visit) {
    std::string last;
    for (;;) {
        std::vector<std::string> some;
        {
            const std::scoped_lock lock(mutex_);
            TRY(auto row, database_->query("SELECT url, outcome FROM outcomes WHERE run_id = ?1 AND url > ?2 "
                                           "ORDER BY url LIMIT ?3",
                                           run_id, last, kOutcomesAtOnce));
            for (;;) {
                TRY(const bool found, row.next());
                if (!found) break;
                last = row.text(0);
                some.emplace_back(row.text(1));
            }
        }
        if (some.empty()) return {};
        for (const auto& bytes : some)
            if (auto outcome = unpacked_as(bytes, "outcome of " + run_id, json::decode_evaluated))
                visit(std::move(*outcome));
    }
}

Result<void> SqliteStore::save_known(const std::string& run_id, const KnownPages& known) {
    TRY(const auto bytes, packed_text(json::dump(known)));
    const std::scoped_lock lock(mutex_);
    return database_->run("INSERT OR REPLACE INTO known (run_id, list) VALUES (?1, ?2)", run_id, Blob{bytes});
}

Result<std::optional<KnownPages>> SqliteStore::known_pages(const std::string& question) {
    std::string bytes;
    {
        const std::scoped_lock lock(mutex_);
        TRY(auto row, database_->query("SELECT list FROM known JOIN runs ON runs.id = run_id WHERE query = ?1 AND "
                                       "state = ?2 ORDER BY touched DESC, number DESC LIMIT 1",
                                       question, static_cast<int>(RunState::finished)));
        TRY(const bool found, row.next());
        if (!found) return std::nullopt;
        bytes = row.text(0);
    }
    return unpacked_as(bytes, "known pages", json::decode_known_pages);
}

Result<std::vector<RunRecord>> SqliteStore::runs(std::size_t limit) {
    static const std::string sql = std::string(kRunColumns) + "ORDER BY touched DESC, number DESC LIMIT ?1";
    const std::scoped_lock lock(mutex_);
    const auto most = static_cast<std::int64_t>(std::min<std::size_t>(limit, INT64_MAX));
    TRY(auto row, database_->query(sql.c_str(), most));
    std::vector<RunRecord> result;
    for (;;) {
        TRY(const bool found, row.next());
        if (!found) return result;
        result.push_back(run_of(row));
    }
}

Result<std::optional<RunRecord>> SqliteStore::find_run(const std::string& id_or_prefix) {
    static const std::string sql =
        std::string(kRunColumns) + "WHERE substr(id, 1, length(?1)) = ?1 ORDER BY id = ?1 DESC, id LIMIT 2";
    if (id_or_prefix.empty()) return std::nullopt;
    const std::scoped_lock lock(mutex_);
    TRY(auto row, database_->query(sql.c_str(), id_or_prefix));
    TRY(const bool found, row.next());
    if (!found) return std::nullopt;
    auto first = run_of(row);
    if (first.id == id_or_prefix) return first;
    TRY(const bool is_ambiguous, row.next());
    if (!is_ambiguous) return first;
    return fail(ErrorKind::invalid_argument, "'" + id_or_prefix + "' begins the name of more than one run: " +
                                                 first.id + ", " + run_of(row).id + "; give more of it");
}

Result<std::optional<RunRecord>> SqliteStore::unfinished_run(const std::string& query) {
    static const std::string sql =
        std::string(kRunColumns) +
        "WHERE state IN (?1, ?2) AND (?3 = '' OR query = ?3) ORDER BY touched DESC, number DESC LIMIT 1";
    const std::scoped_lock lock(mutex_);
    TRY(auto row, database_->query(sql.c_str(), static_cast<int>(RunState::running),
                                   static_cast<int>(RunState::interrupted), query));
    TRY(const bool found, row.next());
    if (!found) return std::nullopt;
    return run_of(row);
}

Result<StoreStats> SqliteStore::stats() {
    const std::scoped_lock lock(mutex_);
    StoreStats stats;
    TRY(stats.pages, database_->number("SELECT count(*) FROM pages"));
    TRY(stats.evaluations, database_->number("SELECT count(*) FROM evaluations"));
    TRY(stats.runs, database_->number("SELECT count(*) FROM runs"));
    TRY(const auto count, database_->number("PRAGMA page_count"));
    TRY(const auto size, database_->number("PRAGMA page_size"));
    stats.bytes = count * size;
    std::error_code code;
    auto log_file = database_->file();
    const auto log_size = std::filesystem::file_size(log_file += "-wal", code);
    if (!code) stats.bytes += static_cast<std::int64_t>(log_size);
    return stats;
}

Result<void> SqliteStore::clear() {
    const std::scoped_lock lock(mutex_);
    TRY(auto transaction, Transaction::begin(*database_));
    TRY_OK(database_->execute("DELETE FROM runs; DELETE FROM evaluations; DELETE FROM pages;"));
    TRY_OK(transaction.commit());
    return give_space_back();
}

Result<Pruned> SqliteStore::prune(Timestamp before) {
    const std::scoped_lock lock(mutex_);
    Pruned pruned;
    TRY(auto transaction, Transaction::begin(*database_));
    TRY_OK(database_->run("DELETE FROM pages WHERE touched < ?1", seconds(before)));
    pruned.pages = database_->changes();
    TRY_OK(database_->run("DELETE FROM evaluations WHERE touched < ?1", seconds(before)));
    pruned.evaluations = database_->changes();
    TRY_OK(database_->run("DELETE FROM runs WHERE touched < ?1", seconds(before)));
    pruned.runs = database_->changes();
    TRY_OK(transaction.commit());
    TRY_OK(give_space_back());
    return pruned;
}

/// What is deleted is deleted even if this fails: another process that reads keeps the log from being cut, no more.
Result<void> SqliteStore::give_space_back() {
    TRY_OK(database_->run("PRAGMA incremental_vacuum"));
    return database_->run("PRAGMA wal_checkpoint(TRUNCATE)");
}

}  // namespace

Result<OpenedStore> open_sqlite_store(const std::filesystem::path& file, const SqliteOptions& options) {
    if (file.empty()) return fail(ErrorKind::invalid_argument, "the memory has no file name");
    TRY(auto opened, sqlite::open_sound({file, kNoun}, store_schema(), options.patience));
    return OpenedStore{std::make_unique<SqliteStore>(std::move(opened.database)), std::move(opened.note)};
}

Result<std::unique_ptr<Store>> open_memory_store() {
    TRY(auto database, Database::open({{}, kNoun}, std::chrono::milliseconds{0}));
    TRY_OK(sqlite::migrate(*database, store_schema()));
    TRY_OK(database->execute("PRAGMA foreign_keys = ON"));
    return std::make_unique<SqliteStore>(std::move(database));
}

}  // namespace winnow
