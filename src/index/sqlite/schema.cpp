#include "index/sqlite/schema.h"

#include <array>

namespace winnow {
namespace {

constexpr std::int64_t kApplicationId = 0x77696E69;  // "wini"

// Numbers of passages are never used twice, and a passage is never changed but removed and added: so readers know by
// `generation` (any write) and `removals` (the generation of the last removal) whether what they hold is still right,
// and need to read only what was added. Vectors stand apart from texts, to be read in one go.
// The words are terms of our own, in ASCII letters and digits (index/terms.h), so the tokenizer only divides at blanks.
constexpr std::array<const char*, 1> kSteps{
    R"sql(
        CREATE TABLE state (
            only       INTEGER PRIMARY KEY CHECK (only = 1),
            model      TEXT NOT NULL,
            dimensions INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            removals   INTEGER NOT NULL
        );
        INSERT INTO state VALUES (1, '', 0, 0, 0);
        CREATE TABLE documents (
            number       INTEGER PRIMARY KEY,
            id           TEXT NOT NULL UNIQUE,
            url          TEXT NOT NULL,
            title        TEXT NOT NULL,
            source       TEXT NOT NULL,
            site         TEXT NOT NULL,
            language     TEXT NOT NULL,
            tags         TEXT NOT NULL,
            runs         TEXT NOT NULL,
            published    INTEGER,
            indexed      INTEGER NOT NULL,
            score        REAL,
            content_hash TEXT NOT NULL,
            original     TEXT NOT NULL,
            signature    BLOB NOT NULL
        );
        CREATE TABLE bands (
            band     INTEGER NOT NULL,
            document INTEGER NOT NULL REFERENCES documents (number) ON DELETE CASCADE,
            PRIMARY KEY (band, document)
        ) WITHOUT ROWID;
        CREATE INDEX bands_of ON bands (document);
        CREATE TABLE passages (
            number   INTEGER PRIMARY KEY AUTOINCREMENT,
            document INTEGER NOT NULL REFERENCES documents (number) ON DELETE CASCADE,
            place    INTEGER NOT NULL,
            begins   INTEGER NOT NULL,
            tokens   INTEGER NOT NULL,
            headings TEXT NOT NULL,
            body     TEXT NOT NULL
        );
        CREATE INDEX passages_of ON passages (document, place);
        CREATE TABLE vectors (
            passage    INTEGER PRIMARY KEY REFERENCES passages (number) ON DELETE CASCADE,
            document   INTEGER NOT NULL,
            components BLOB NOT NULL
        );
        CREATE VIRTUAL TABLE words USING fts5 (title, headings, body, tokenize = 'ascii');
        INSERT INTO words (words, rank) VALUES ('rank', 'bm25(2.0, 1.5, 1.0)');
    )sql",
};

constexpr std::array<const char*, 6> kProbes{
    "SELECT model, dimensions, generation, removals FROM state LIMIT 1",
    "SELECT number, id, url, title, source, site, language, tags, runs, published, indexed, score, content_hash, "
    "original, signature FROM documents LIMIT 1",
    "SELECT band, document FROM bands LIMIT 1",
    "SELECT number, document, place, begins, tokens, headings, body FROM passages LIMIT 1",
    "SELECT passage, document, components FROM vectors LIMIT 1",
    "SELECT rowid, title, headings, body FROM words LIMIT 1",
};

}  // namespace

const sqlite::Schema& index_schema() {
    static const sqlite::Schema schema{.application_id = kApplicationId, .steps = kSteps, .probes = kProbes};
    return schema;
}

}  // namespace winnow
