#include "store/sqlite/schema.h"

#include <array>

namespace winnow::sqlite {
namespace {

constexpr std::int64_t kApplicationId = 0x77696E6E;  // "winn": tells our databases from those of other programs

// Step N leads from form N to N + 1. A step that was released is never changed; a new one is added behind it.
// Columns named `touched` are seconds since 1970 and say when a row was last written, for prune().
constexpr std::array kSteps{
    R"sql(
        CREATE TABLE pages (
            url           TEXT NOT NULL PRIMARY KEY,
            document      BLOB NOT NULL,
            etag          TEXT NOT NULL,
            last_modified TEXT NOT NULL,
            fresh_until   INTEGER NOT NULL,
            touched       INTEGER NOT NULL
        );
        CREATE TABLE evaluations (
            content_hash TEXT NOT NULL,
            rubric_hash  TEXT NOT NULL,
            method       TEXT NOT NULL,
            model        TEXT NOT NULL,
            question     TEXT NOT NULL,
            assessment   BLOB NOT NULL,
            touched      INTEGER NOT NULL,
            PRIMARY KEY (content_hash, rubric_hash, method, model, question)
        );
        CREATE TABLE runs (
            number       INTEGER PRIMARY KEY,
            id           TEXT NOT NULL UNIQUE,
            query        TEXT NOT NULL,
            method       TEXT NOT NULL,
            touched      INTEGER NOT NULL,
            state        INTEGER NOT NULL,
            settings     TEXT NOT NULL,
            folder       TEXT NOT NULL,
            total_urls   INTEGER NOT NULL,
            judged       INTEGER NOT NULL,
            high_quality INTEGER NOT NULL
        );
        CREATE TABLE candidates (
            run_id TEXT NOT NULL PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
            list   BLOB NOT NULL
        );
        CREATE TABLE outcomes (
            run_id  TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
            url     TEXT NOT NULL,
            outcome BLOB NOT NULL,
            PRIMARY KEY (run_id, url)
        );
    )sql",
};

std::string form(std::int64_t version) {
    return "form " + std::to_string(version);
}

Result<std::int64_t> check_version(Database& database) {
    constexpr auto kNewest = static_cast<std::int64_t>(kSteps.size());
    TRY(const auto version, database.number("PRAGMA user_version"));
    TRY(const auto application, database.number("PRAGMA application_id"));
    TRY(const auto tables, database.number("SELECT count(*) FROM sqlite_schema"));
    const auto name = database.file().string();
    if (tables > 0 && application != kApplicationId)
        return fail(ErrorKind::unsupported,
                    name + " is the database of another program; configure another file or folder for the memory");
    if (version > kNewest)
        return fail(ErrorKind::unsupported, "the memory (" + name + ") was written by a newer version of winnow (" +
                                                form(version) + ", this one reads up to " + form(kNewest) +
                                                "); update winnow, or configure another folder for the memory");
    return version;
}

}  // namespace

Result<void> migrate(Database& database) {
    TRY(const auto before, check_version(database));
    if (static_cast<std::size_t>(before) == kSteps.size()) return {};
    if (before == 0) TRY_OK(database.execute("PRAGMA auto_vacuum = INCREMENTAL"));  // only before the first table
    TRY(auto transaction, Transaction::begin(database));
    TRY(const auto version, check_version(database));  // another process may have been faster
    for (auto step = static_cast<std::size_t>(version); step < kSteps.size(); ++step)
        TRY_OK(database.execute(kSteps.at(step)));
    TRY_OK(database.execute(("PRAGMA application_id = " + std::to_string(kApplicationId)).c_str()));
    TRY_OK(database.execute(("PRAGMA user_version = " + std::to_string(kSteps.size())).c_str()));
    return transaction.commit();
}

Result<void> check_shape(Database& database) {
    constexpr std::array kProbes{
        "SELECT url, document, etag, last_modified, fresh_until, touched FROM pages LIMIT 1",
        "SELECT content_hash, rubric_hash, method, model, question, assessment, touched FROM evaluations LIMIT 1",
        "SELECT number, id, query, method, touched, state, settings, folder, total_urls, judged, high_quality "
        "FROM runs LIMIT 1",
        "SELECT run_id, list FROM candidates LIMIT 1",
        "SELECT run_id, url, outcome FROM outcomes LIMIT 1",
    };
    for (const auto* probe : kProbes) TRY_OK(database.number(probe));
    return {};
}

}  // namespace winnow::sqlite
