#include "index/sqlite/rows.h"

#include <algorithm>
#include <cstring>

#include "index/sqlite/vectors/quantised.h"
#include "index/terms.h"
#include "json/value.h"

namespace winnow {
namespace {

using sqlite::Blob;
using sqlite::Database;
using sqlite::Query;

std::vector<std::string> texts_of(std::string_view list) {
    std::vector<std::string> texts;
    if (const auto value = json::parse(list))
        for (const auto& item : value->items()) texts.push_back(item.text());
    return texts;
}

std::string_view bytes_of(const auto& numbers) {
    return {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(numbers[0])};
}

/// The file stays on machines of one byte order: little-endian is all that we build for.
std::vector<std::uint32_t> signature_of(std::string_view bytes) {
    std::vector<std::uint32_t> signature(bytes.size() / sizeof(std::uint32_t));
    std::memcpy(signature.data(), bytes.data(), signature.size() * sizeof(std::uint32_t));
    return signature;
}

std::span<const std::int8_t> components_of(std::string_view bytes) {
    return {reinterpret_cast<const std::int8_t*>(bytes.data()), bytes.size()};
}

std::optional<std::int64_t> seconds(const std::optional<Timestamp>& time) {
    if (!time) return std::nullopt;
    return time->time_since_epoch().count();
}

Result<bool> erase_parts(Database& database, std::int64_t number) {
    TRY_OK(database.run("DELETE FROM words WHERE rowid IN (SELECT number FROM passages WHERE document = ?1)", number));
    TRY_OK(
        database.run("DELETE FROM vectors WHERE passage IN (SELECT number FROM passages WHERE document = ?1)", number));
    TRY_OK(database.run("DELETE FROM passages WHERE document = ?1", number));
    const bool had_passages = database.changes() > 0;
    TRY_OK(database.run("DELETE FROM bands WHERE document = ?1", number));
    return had_passages;
}

Result<void> write_passage(Database& database, std::int64_t number, const IndexedDocument& document,
                           std::size_t place) {
    const auto& passage = document.passages[place];
    TRY_OK(
        database.run("INSERT INTO passages (document, place, begins, tokens, headings, body) "
                     "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                     number, static_cast<std::int64_t>(passage.number), static_cast<std::int64_t>(passage.offset),
                     static_cast<std::int64_t>(passage.tokens), as_list(passage.headings), passage.text));
    TRY(const auto row, database.number("SELECT last_insert_rowid()"));
    const auto terms = passage_terms(document.title, passage);
    TRY_OK(database.run("INSERT INTO words (rowid, title, headings, body) VALUES (?1, ?2, ?3, ?4)", row,
                        as_words(terms.title), as_words(terms.headings), as_words(terms.body)));
    if (document.vectors.empty()) return {};
    const auto components = quantised(document.vectors[place]);
    return database.run("INSERT INTO vectors (passage, document, components) VALUES (?1, ?2, ?3)", row, number,
                        Blob{bytes_of(components)});
}

Result<void> read_parts(Database& database, std::int64_t number, IndexedDocument& document) {
    TRY(auto row, database.query("SELECT p.place, p.begins, p.tokens, p.headings, p.body, v.components "
                                 "FROM passages p LEFT JOIN vectors v ON v.passage = p.number "
                                 "WHERE p.document = ?1 ORDER BY p.place",
                                 number));
    for (;;) {
        TRY(const bool found, row.next());
        if (!found) return {};
        document.passages.push_back({.number = static_cast<std::uint32_t>(row.integer(0)),
                                     .offset = static_cast<std::size_t>(row.integer(1)),
                                     .text = std::string(row.text(4)),
                                     .headings = texts_of(row.text(3)),
                                     .tokens = static_cast<std::uint32_t>(row.integer(2))});
        if (!row.is_null(5)) document.vectors.push_back(restored(components_of(row.text(5))));
    }
}

/// Runs of both, each once, the earlier first.
std::vector<std::string> joined(std::vector<std::string> earlier, const std::vector<std::string>& later) {
    for (const auto& run : later)
        if (std::ranges::find(earlier, run) == earlier.end()) earlier.push_back(run);
    return earlier;
}

}  // namespace

std::string as_list(const std::vector<std::string>& texts) {
    json::Array list;
    for (const auto& text : texts) list.emplace_back(text);
    return json::dump(list);
}

Result<IndexState> read_state(Database& database) {
    TRY(auto row, database.query("SELECT model, dimensions, generation, removals FROM state WHERE only = 1"));
    TRY(const bool found, row.next());
    if (!found) return fail(database.error(11));  // SQLITE_CORRUPT: the schema puts the row there, nobody removes it
    return IndexState{.model = std::string(row.text(0)),
                      .dimensions = static_cast<std::size_t>(row.integer(1)),
                      .generation = row.integer(2),
                      .removals = row.integer(3)};
}

Result<void> write_state(Database& database, const IndexState& state) {
    return database.run("UPDATE state SET model = ?1, dimensions = ?2, generation = ?3, removals = ?4 WHERE only = 1",
                        state.model, static_cast<std::int64_t>(state.dimensions), state.generation, state.removals);
}

Result<bool> write_document(Database& database, const IndexedDocument& document) {
    TRY(auto number, number_of(database, document.id));
    bool removed = false;
    auto runs = document.runs;
    if (number) {
        TRY(removed, erase_parts(database, *number));
        TRY(auto row, database.query("SELECT runs FROM documents WHERE number = ?1", *number));
        TRY(const bool found, row.next());
        if (found) runs = joined(texts_of(row.text(0)), runs);
    }
    TRY_OK(database.run(
        "INSERT INTO documents (number, id, url, title, source, site, language, tags, runs, published, indexed, score, "
        "content_hash, original, signature) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) "
        "ON CONFLICT (number) DO UPDATE SET url = ?3, title = ?4, source = ?5, site = ?6, language = ?7, tags = ?8, "
        "runs = ?9, published = ?10, indexed = ?11, score = ?12, content_hash = ?13, original = ?14, signature = ?15",
        number, document.id.value, document.url.href(), document.title, document.source, document.site,
        document.language, as_list(document.tags), as_list(runs), seconds(document.published),
        static_cast<std::int64_t>(document.indexed.time_since_epoch().count()), document.score, document.content_hash,
        document.original, Blob{bytes_of(document.signature)}));
    if (!number) {
        TRY(number, number_of(database, document.id));
    }
    for (const auto band : signature_bands(document.signature))
        TRY_OK(database.run("INSERT OR IGNORE INTO bands (band, document) VALUES (?1, ?2)",
                            static_cast<std::int64_t>(band), *number));
    for (std::size_t place = 0; place < document.passages.size(); ++place)
        TRY_OK(write_passage(database, *number, document, place));
    return removed;
}

Result<bool> erase_document(Database& database, const DocumentId& id) {
    TRY(const auto number, number_of(database, id));
    if (!number) return false;
    TRY_OK(erase_parts(database, *number));
    TRY_OK(database.run("DELETE FROM documents WHERE number = ?1", *number));
    return true;
}

Result<std::optional<IndexedDocument>> read_document(Database& database, std::int64_t number, Detail detail) {
    IndexedDocument document;
    {
        TRY(auto row, database.query("SELECT id, url, title, source, site, language, tags, runs, published, indexed, "
                                     "score, content_hash, original, signature FROM documents WHERE number = ?1",
                                     number));
        TRY(const bool found, row.next());
        if (!found) return std::nullopt;
        document.id.value = row.text(0);
        TRY(document.url, Url::parse_exact(row.text(1)));
        document.title = row.text(2);
        document.source = row.text(3);
        document.site = row.text(4);
        document.language = row.text(5);
        document.tags = texts_of(row.text(6));
        document.runs = texts_of(row.text(7));
        if (!row.is_null(8)) document.published = Timestamp{std::chrono::seconds{row.integer(8)}};
        document.indexed = Timestamp{std::chrono::seconds{row.integer(9)}};
        if (!row.is_null(10)) document.score = row.real(10);
        document.content_hash = row.text(11);
        document.original = row.text(12);
        document.signature = signature_of(row.text(13));
    }
    if (detail == Detail::everything) TRY_OK(read_parts(database, number, document));
    return document;
}

Result<std::optional<std::int64_t>> number_of(Database& database, const DocumentId& id) {
    TRY(auto row, database.query("SELECT number FROM documents WHERE id = ?1", id.value));
    TRY(const bool found, row.next());
    if (!found) return std::nullopt;
    return row.integer(0);
}

Result<std::optional<Passage>> read_passage(Database& database, std::int64_t number) {
    TRY(auto row,
        database.query("SELECT place, begins, tokens, headings, body FROM passages WHERE number = ?1", number));
    TRY(const bool found, row.next());
    if (!found) return std::nullopt;
    return Passage{.number = static_cast<std::uint32_t>(row.integer(0)),
                   .offset = static_cast<std::size_t>(row.integer(1)),
                   .text = std::string(row.text(4)),
                   .headings = texts_of(row.text(3)),
                   .tokens = static_cast<std::uint32_t>(row.integer(2))};
}

}  // namespace winnow
