#include <atomic>
#include <cstring>
#include <mutex>
#include <optional>

#include <sqlite3.h>

#include "index/embedders.h"
#include "log/log.h"
#include "text/digest.h"

namespace winnow {
namespace {

constexpr int kPatienceMilliseconds = 5'000;  // for another process that writes
constexpr const char* kSchema =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
    "CREATE TABLE IF NOT EXISTS vector (key TEXT PRIMARY KEY, components BLOB NOT NULL) WITHOUT ROWID";

struct CloseDatabase {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
};
struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

Error storage_error(sqlite3* database, const std::filesystem::path& file) {
    return {ErrorKind::storage, file.string() + ": " + (database == nullptr ? "no memory" : sqlite3_errmsg(database))};
}

Result<Database> opened(const std::filesystem::path& file) {
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    Database database(handle);
    if (code != SQLITE_OK) return fail(storage_error(handle, file));
    sqlite3_busy_timeout(handle, kPatienceMilliseconds);
    if (sqlite3_exec(handle, kSchema, nullptr, nullptr, nullptr) != SQLITE_OK) return fail(storage_error(handle, file));
    return database;
}

/// The vectors in the file. All functions may be called from several threads. They return false when the file fails.
class VectorFile {
public:
    static Result<std::unique_ptr<VectorFile>> open(const std::filesystem::path& file) {
        TRY(auto database, opened(file));
        auto vectors = std::make_unique<VectorFile>(std::move(database));
        TRY(vectors->find_, vectors->prepared("SELECT components FROM vector WHERE key = ?1", file));
        TRY(vectors->save_, vectors->prepared("INSERT OR REPLACE INTO vector VALUES (?1, ?2)", file));
        return vectors;
    }
    explicit VectorFile(Database database) : database_(std::move(database)) {}

    /// Leaves `vector` empty if there is none, or none of that many components.
    bool find(const std::string& key, std::size_t dimensions, Vector& vector) {
        const std::scoped_lock lock(mutex_);
        bind(find_.get(), key);
        const int code = sqlite3_step(find_.get());
        if (code == SQLITE_ROW) {
            const auto bytes = static_cast<std::size_t>(sqlite3_column_bytes(find_.get(), 0));
            if (bytes == dimensions * sizeof(float)) {
                vector.resize(dimensions);
                std::memcpy(vector.data(), sqlite3_column_blob(find_.get(), 0), bytes);
            }
        }
        sqlite3_reset(find_.get());
        return code == SQLITE_ROW || code == SQLITE_DONE;
    }

    /// All or nothing.
    bool save(std::span<const std::string> keys, std::span<const Vector> vectors) {
        const std::scoped_lock lock(mutex_);
        bool ok = run("BEGIN IMMEDIATE");
        if (!ok) return false;
        for (std::size_t i = 0; i < keys.size() && ok; ++i) {
            bind(save_.get(), keys[i]);
            sqlite3_bind_blob64(save_.get(), 2, vectors[i].data(), vectors[i].size() * sizeof(float), SQLITE_STATIC);
            ok = sqlite3_step(save_.get()) == SQLITE_DONE;
            sqlite3_reset(save_.get());
        }
        ok = ok && run("COMMIT");
        if (!ok) run("ROLLBACK");
        return ok;
    }

    std::string what_failed() {
        const std::scoped_lock lock(mutex_);
        return sqlite3_errmsg(database_.get());
    }

private:
    Result<Statement> prepared(const char* sql, const std::filesystem::path& file) {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(database_.get(), sql, -1, &statement, nullptr) != SQLITE_OK)
            return fail(storage_error(database_.get(), file));
        return Statement(statement);
    }
    static void bind(sqlite3_stmt* statement, const std::string& key) {
        sqlite3_bind_text(statement, 1, key.data(), static_cast<int>(key.size()), SQLITE_STATIC);
    }
    bool run(const char* sql) { return sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK; }

    std::mutex mutex_;
    Database database_;
    Statement find_;
    Statement save_;
};

class RememberingEmbedder final : public Embedder {
public:
    RememberingEmbedder(std::unique_ptr<Embedder> inner, std::unique_ptr<VectorFile> file)
        : inner_(std::move(inner)), file_(std::move(file)) {}

    const std::string& model() const override { return inner_->model(); }
    std::size_t dimensions() const override { return inner_->dimensions(); }

    Result<std::vector<Vector>> embed(std::span<const std::string> texts, TextRole role,
                                      const Deadline& deadline) override {
        std::vector<Vector> vectors(texts.size());
        std::vector<std::string> keys;
        std::vector<std::string> unknown;
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            auto key = key_of(texts[i], role);
            if (!file_->find(key, dimensions(), vectors[i])) warn();
            if (!vectors[i].empty()) continue;
            unknown.push_back(texts[i]);
            keys.push_back(std::move(key));
            places.push_back(i);
        }
        // In portions, so that an error or a power cut loses at most one that was paid for.
        for (std::size_t begin = 0; begin < unknown.size(); begin += kPortion) {
            const auto count = std::min(kPortion, unknown.size() - begin);
            TRY(auto found, inner_->embed(std::span(unknown).subspan(begin, count), role, deadline));
            if (!file_->save(std::span(keys).subspan(begin, count), found)) warn();
            for (std::size_t i = 0; i < count; ++i) vectors[places[begin + i]] = std::move(found[i]);
        }
        return vectors;
    }

private:
    static constexpr std::size_t kPortion = 256;

    std::string key_of(const std::string& text, TextRole role) const {
        return text::sha256_hex(model() + '\n' + std::to_string(dimensions()) + '\n' +
                                (role == TextRole::question ? "question" : "document") + '\n' + text);
    }
    void warn() {
        if (!warned_.exchange(true)) log::warn("vectors are not remembered", {{"reason", file_->what_failed()}});
    }

    std::unique_ptr<Embedder> inner_;
    std::unique_ptr<VectorFile> file_;
    std::atomic<bool> warned_ = false;
};

}  // namespace

Result<std::unique_ptr<Embedder>> make_remembering_embedder(std::unique_ptr<Embedder> inner,
                                                            const std::filesystem::path& file) {
    TRY(auto vectors, VectorFile::open(file));
    return std::make_unique<RememberingEmbedder>(std::move(inner), std::move(vectors));
}

}  // namespace winnow
