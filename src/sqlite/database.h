#pragma once
// sqlite: databases in one file each: statements, transactions, versions, damage. The memory and the index stand on it.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace winnow::sqlite {

/// Where a database lies, and what messages call it.
struct Place {
    std::filesystem::path file;  ///< empty: in main memory
    std::string noun;            ///< "the memory"
};

/// Bytes to be bound as a BLOB; they are not copied, so they must outlive the query.
struct Blob {
    std::string_view bytes;
};

class Query;

/// One connection. For one thread at a time.
class Database {
public:
    /// Opens or makes the file. Nothing is read yet: a file that is no database shows at the first query.
    /// Errors: storage, conflict.
    static Result<std::unique_ptr<Database>> open(const Place& place, std::chrono::milliseconds patience);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Runs statements that return nothing of interest.
    Result<void> execute(const char* script);
    /// A statement with its parameters ?1, ?2… bound; compiled once and kept.
    template <typename... Parameters>
    Result<Query> query(const char* sql, const Parameters&... parameters);
    /// The same, run to its end.
    template <typename... Parameters>
    Result<void> run(const char* sql, const Parameters&... parameters);
    /// The first column of the first row, 0 if there is none.
    template <typename... Parameters>
    Result<std::int64_t> number(const char* sql, const Parameters&... parameters);
    /// Rows that the last statement changed.
    std::int64_t changes() const;
    bool is_in_transaction() const;
    bool is_read_only() const;
    const std::filesystem::path& file() const { return place_.file; }
    const std::string& noun() const { return place_.noun; }
    /// Whether SQLite found, since the file was opened, that it is corrupt or no database.
    bool is_damaged() const { return damaged_; }

    /// What SQLite's result code means to people.
    Error error(int code);
    Error read_only_error() const;

private:
    friend class Query;
    explicit Database(Place place) : place_(std::move(place)) {}
    Result<sqlite3_stmt*> statement(const char* sql);

    Place place_;
    sqlite3* handle_ = nullptr;
    std::map<std::string_view, sqlite3_stmt*> statements_;  // by their text, which is a literal
    std::chrono::milliseconds patience_{};
    bool damaged_ = false;
};

/// A statement that is being run; it is reset when this goes.
class Query {
public:
    Query(Database& database, sqlite3_stmt* statement) : database_(&database), statement_(statement) {}
    Query(Query&& other) noexcept;
    Query& operator=(Query&& other) = delete;
    ~Query();

    /// Moves to the next row; false after the last one.
    Result<bool> next();
    std::int64_t integer(int column) const;
    double real(int column) const;
    bool is_null(int column) const;
    /// Text or bytes; valid until next().
    std::string_view text(int column) const;

private:
    friend class Database;
    Result<void> bind(int index, std::int64_t value);
    Result<void> bind(int index, int value) { return bind(index, static_cast<std::int64_t>(value)); }
    Result<void> bind(int index, double value);
    Result<void> bind(int index, std::string_view value);
    Result<void> bind(int index, const std::string& value) { return bind(index, std::string_view(value)); }
    /// Nothing is NULL.
    template <typename T>
    Result<void> bind(int index, const std::optional<T>& value) {
        return value ? bind(index, *value) : bind_null(index);
    }
    Result<void> bind_null(int index);
    Result<void> bind(int index, Blob value);

    Database* database_;
    sqlite3_stmt* statement_;
};

/// BEGIN IMMEDIATE … COMMIT; without commit() everything since is undone.
class Transaction {
public:
    static Result<Transaction> begin(Database& database);
    Transaction(Transaction&& other) noexcept : database_(other.database_) { other.database_ = nullptr; }
    Transaction& operator=(Transaction&& other) = delete;
    ~Transaction();
    Result<void> commit();

private:
    explicit Transaction(Database& database) : database_(&database) {}
    Database* database_;
};

template <typename... Parameters>
Result<Query> Database::query(const char* sql, const Parameters&... parameters) {
    TRY(auto* const compiled, statement(sql));
    Query query(*this, compiled);
    int index = 0;
    Result<void> bound;
    static_cast<void>(((bound = query.bind(++index, parameters)).has_value() && ...));
    if (!bound) return fail(std::move(bound).error());
    return query;
}

template <typename... Parameters>
Result<void> Database::run(const char* sql, const Parameters&... parameters) {
    TRY(auto running, query(sql, parameters...));
    for (;;) {
        TRY(const bool more, running.next());
        if (!more) return {};
    }
}

template <typename... Parameters>
Result<std::int64_t> Database::number(const char* sql, const Parameters&... parameters) {
    TRY(auto running, query(sql, parameters...));
    TRY(const bool found, running.next());
    return found ? running.integer(0) : 0;
}

}  // namespace winnow::sqlite
