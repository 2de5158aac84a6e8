#include "sqlite/database.h"

#include <cerrno>
#include <cstring>
#include <unistd.h>

#include <sqlite3.h>

namespace winnow::sqlite {
namespace {

/// "the memory (/home/x/memory.sqlite)".
std::string name_of(const Place& place) {
    return place.file.empty() ? place.noun : place.noun + " (" + place.file.string() + ")";
}

/// SQLite says the same of it as of a missing file, for it looks in vain for the files that it may not make.
bool is_in_read_only_place(const Place& place) {
    const auto folder = place.file.parent_path();
    return ::access(folder.empty() ? "." : folder.c_str(), W_OK) != 0 && (errno == EROFS || errno == EACCES);
}

std::string because(int system_code) {
    return system_code == 0 ? std::string() : std::string(": ") + std::strerror(system_code);  // NOLINT: one thread
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const Place& place, std::chrono::milliseconds patience) {
    std::unique_ptr<Database> database(new Database(place));
    database->patience_ = patience;
    const auto name = place.file.empty() ? std::string(":memory:") : place.file.string();
    const int code = sqlite3_open_v2(name.c_str(), &database->handle_,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    if (code != SQLITE_OK) return fail(database->error(code));
    sqlite3_extended_result_codes(database->handle_, 1);
    sqlite3_busy_timeout(database->handle_, static_cast<int>(patience.count()));
    // The file may have been damaged or made by others: its schema gets no say over what our statements do.
    sqlite3_db_config(database->handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(database->handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    return database;
}

Database::~Database() {
    for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
    sqlite3_close(handle_);
}

Result<void> Database::execute(const char* script) {
    const int code = sqlite3_exec(handle_, script, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return fail(error(code));
    return {};
}

std::int64_t Database::changes() const {
    return sqlite3_changes64(handle_);
}

bool Database::is_read_only() const {
    return sqlite3_db_readonly(handle_, "main") == 1;
}

bool Database::is_in_transaction() const {
    return sqlite3_get_autocommit(handle_) == 0;
}

Result<sqlite3_stmt*> Database::statement(const char* sql) {
    const auto [found, is_new] = statements_.try_emplace(sql, nullptr);
    if (!is_new) return found->second;
    const int code = sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &found->second, nullptr);
    if (code == SQLITE_OK) return found->second;
    statements_.erase(found);
    // Our statements are constant and right: if one does not compile, the schema is not what it was.
    return fail(error((code & 0xFF) == SQLITE_ERROR ? SQLITE_CORRUPT : code));
}

Error Database::read_only_error() const {
    return {ErrorKind::storage, "cannot write to " + name_of(place_) +
                                    ": the file or its folder is read-only; change its permissions, or configure "
                                    "another folder for " +
                                    place_.noun};
}

Error Database::error(int code) {
    const int system_code = handle_ == nullptr ? 0 : sqlite3_system_errno(handle_);
    const auto name = name_of(place_);
    const bool is_full = system_code == ENOSPC || system_code == EDQUOT;
    switch (code & 0xFF) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {ErrorKind::conflict, name + " has been locked by another process for more than " +
                                             std::to_string(patience_.count() / 1000) +
                                             " s; wait for it to end, or end it, and try again"};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            damaged_ = true;
            return {ErrorKind::storage, name + " is damaged; start again: it will be set aside and a new one begun (" +
                                            (handle_ == nullptr ? "corrupt" : sqlite3_errmsg(handle_)) + ")"};
        case SQLITE_FULL:
            return {ErrorKind::storage, "cannot write to " + name + ": the disk is full; make room and try again"};
        case SQLITE_READONLY: return read_only_error();
        case SQLITE_PERM:
        case SQLITE_CANTOPEN:
            if (is_in_read_only_place(place_)) return read_only_error();
            if (!is_full)
                return {ErrorKind::storage, "cannot open " + name + because(system_code) +
                                                "; see that its folder exists and may be written to"};
            break;
        case SQLITE_CONSTRAINT:
            return {ErrorKind::conflict,
                    name + " no longer knows what this belongs to: it was removed in the meantime"};
        case SQLITE_NOMEM: return {ErrorKind::storage, "there is not enough main memory to use " + name};
        default: break;
    }
    if (is_full) return {ErrorKind::storage, "cannot write to " + name + ": the disk is full; make room and try again"};
    return {ErrorKind::storage, "cannot use " + name + ": " +
                                    (handle_ == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle_)) +
                                    because(system_code)};
}

Query::Query(Query&& other) noexcept : database_(other.database_), statement_(other.statement_) {
    other.statement_ = nullptr;
}

Query::~Query() {
    if (statement_ == nullptr) return;
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
}

Result<bool> Query::next() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return fail(database_->error(code));
}

std::int64_t Query::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

double Query::real(int column) const {
    return sqlite3_column_double(statement_, column);
}

bool Query::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::string_view Query::text(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Result<void> Query::bind(int index, std::int64_t value) {
    const int code = sqlite3_bind_int64(statement_, index, value);
    if (code != SQLITE_OK) return fail(database_->error(code));
    return {};
}

Result<void> Query::bind(int index, double value) {
    const int code = sqlite3_bind_double(statement_, index, value);
    if (code != SQLITE_OK) return fail(database_->error(code));
    return {};
}

Result<void> Query::bind_null(int index) {
    const int code = sqlite3_bind_null(statement_, index);
    if (code != SQLITE_OK) return fail(database_->error(code));
    return {};
}

Result<void> Query::bind(int index, std::string_view value) {
    const char* begin = value.empty() ? "" : value.data();
    const int code = sqlite3_bind_text64(statement_, index, begin, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    if (code != SQLITE_OK) return fail(database_->error(code));
    return {};
}

// Large, so not copied: only run() takes a Blob, and what it was given outlives it.
Result<void> Query::bind(int index, Blob value) {
    const char* begin = value.bytes.empty() ? "" : value.bytes.data();  // a null pointer would be NULL
    const int code = sqlite3_bind_blob64(statement_, index, begin, value.bytes.size(), SQLITE_STATIC);
    if (code != SQLITE_OK) return fail(database_->error(code));
    return {};
}

Result<Transaction> Transaction::begin(Database& database) {
    TRY_OK(database.execute("BEGIN IMMEDIATE"));
    return Transaction(database);
}

Transaction::~Transaction() {
    // SQLite may have rolled back by itself (a full disk); then there is nothing left to undo.
    if (database_ != nullptr && database_->is_in_transaction()) static_cast<void>(database_->execute("ROLLBACK"));
}

Result<void> Transaction::commit() {
    TRY_OK(database_->execute("COMMIT"));
    database_ = nullptr;
    return {};
}

}  // namespace winnow::sqlite
