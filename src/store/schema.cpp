#include "store/schema.h"

#include <array>

namespace winnow {
namespace {

constexpr std::int64_t kApplicationId = 0x77696E6E;  // "winn"

// Columns named `touched` are seconds since 1970 and say when a row was last written, for prune().
constexpr std::array<const char*, 3> kSteps{
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
    R"sql(
        CREATE TABLE known (
            run_id TEXT NOT NULL PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
            list   BLOB NOT NULL
        );
    )sql",
    R"sql(
        CREATE TABLE exchanges (
            content_hash TEXT NOT NULL,
            rubric_hash  TEXT NOT NULL,
            method       TEXT NOT NULL,
            model        TEXT NOT NULL,
            question     TEXT NOT NULL,
            list         BLOB NOT NULL,
            PRIMARY KEY (content_hash, rubric_hash, method, model, question),
            FOREIGN KEY (content_hash, rubric_hash, method, model, question)
                REFERENCES evaluations (content_hash, rubric_hash, method, model, question) ON DELETE CASCADE
        );
    )sql",
};

constexpr std::array<const char*, 7> kProbes{
    "SELECT url, document, etag, last_modified, fresh_until, touched FROM pages LIMIT 1",
    "SELECT content_hash, rubric_hash, method, model, question, assessment, touched FROM evaluations LIMIT 1",
    "SELECT number, id, query, method, touched, state, settings, folder, total_urls, judged, high_quality "
    "FROM runs LIMIT 1",
    "SELECT run_id, list FROM candidates LIMIT 1",
    "SELECT run_id, url, outcome FROM outcomes LIMIT 1",
    "SELECT run_id, list FROM known LIMIT 1",
    "SELECT content_hash, rubric_hash, method, model, question, list FROM exchanges LIMIT 1",
};

}  // namespace

const sqlite::Schema& store_schema() {
    static const sqlite::Schema schema{.application_id = kApplicationId, .steps = kSteps, .probes = kProbes};
    return schema;
}

}  // namespace winnow
