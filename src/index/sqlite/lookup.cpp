#include "index/sqlite/lookup.h"

#include <unordered_map>

#include "index/sqlite/rows.h"
#include "index/terms.h"

namespace winnow {
namespace {

/// "one" OR "two"
std::string any_of(const std::vector<std::string>& terms) {
    std::string text;
    for (const auto& term : terms) {
        if (!text.empty()) text += " OR ";
        text += '"' + as_words({term}) + '"';
    }
    return text;
}

bool is_open(const SearchFilter& filter) {
    return filter.sources.empty() && filter.languages.empty() && filter.tags.empty() && filter.run.empty() &&
           !filter.min_score && !filter.published_from && !filter.published_until;
}

std::optional<std::int64_t> seconds(const std::optional<Timestamp>& time) {
    if (!time) return std::nullopt;
    return time->time_since_epoch().count();
}

std::string list_or_nothing(const std::vector<std::string>& texts) {
    return texts.empty() ? std::string() : as_list(texts);
}

// "en" stands for "en-GB", too, and "EN" for "en" (RFC 5646, section 2.1.1).
constexpr const char* kAllowed = R"sql(
    SELECT number FROM documents d WHERE
        (?1 = '' OR source IN (SELECT value FROM json_each(?1)))
    AND (?2 = '' OR EXISTS (SELECT 1 FROM json_each(?2)
                            WHERE lower(value) = lower(d.language)
                               OR lower(substr(d.language, 1, length(value) + 1)) = lower(value) || '-'))
    AND (?3 = '' OR NOT EXISTS (SELECT value FROM json_each(?3) EXCEPT SELECT value FROM json_each(d.tags)))
    AND (?4 = '' OR EXISTS (SELECT 1 FROM json_each(d.runs) WHERE value = ?4))
    AND (?5 IS NULL OR score >= ?5)
    AND (?6 IS NULL OR published >= ?6)
    AND (?7 IS NULL OR published < ?7)
    AND id <> ?8
)sql";

}  // namespace

Result<Allowed> Allowed::by(sqlite::Database& database, const SearchFilter& filter, const DocumentId& without) {
    Allowed allowed;
    if (is_open(filter) && without.value.empty()) return allowed;
    allowed.all_ = false;
    const auto sources = list_or_nothing(filter.sources);
    const auto languages = list_or_nothing(filter.languages);
    const auto tags = list_or_nothing(filter.tags);
    TRY(auto row, database.query(kAllowed, sources, languages, tags, filter.run, filter.min_score,
                                 seconds(filter.published_from), seconds(filter.published_until), without.value));
    for (;;) {
        TRY(const bool found, row.next());
        if (!found) return allowed;
        allowed.numbers_.insert(row.integer(0));
    }
}

Result<std::vector<FoundDocument>> find_words(sqlite::Database& database, const std::vector<std::string>& terms,
                                              const Allowed& allowed, std::size_t documents,
                                              std::size_t passages_of_each, const Deadline& deadline) {
    std::vector<FoundDocument> found;
    if (terms.empty()) return found;
    std::unordered_map<std::int64_t, std::size_t> places;
    TRY(auto row,
        database.query("SELECT rowid, rank FROM words WHERE words MATCH ?1 ORDER BY rank, rowid", any_of(terms)));
    while (found.size() < documents) {
        if (deadline.has_passed()) return fail(ErrorKind::timed_out, "the search took longer than it may");
        TRY(const bool more, row.next());
        if (!more) break;
        const auto passage = row.integer(0);
        TRY(const auto document, database.number("SELECT document FROM passages WHERE number = ?1", passage));
        if (!allowed(document)) continue;
        const auto [place, is_new] = places.try_emplace(document, found.size());
        if (is_new) found.push_back({.document = document, .passages = {}});
        auto& passages = found[place->second].passages;
        if (passages.size() < passages_of_each) passages.push_back({passage, -row.real(1)});  // FTS5's best is lowest
    }
    return found;
}

Result<std::set<std::int64_t>> documents_with_rare_words(sqlite::Database& database,
                                                         const std::vector<std::string>& terms) {
    constexpr int kEnoughRows = 64;  // a word that stands in more passages is not looked at further
    std::set<std::int64_t> rare;
    for (const auto& term : terms) {
        std::set<std::int64_t> documents;
        TRY(auto row, database.query("SELECT p.document FROM words w JOIN passages p ON p.number = w.rowid "
                                     "WHERE words MATCH ?1 LIMIT ?2",
                                     any_of({term}), kEnoughRows));
        int rows = 0;
        for (; documents.size() <= kRareWordDocuments; ++rows) {
            TRY(const bool more, row.next());
            if (!more) break;
            documents.insert(row.integer(0));
        }
        if (documents.size() <= kRareWordDocuments && rows < kEnoughRows) rare.merge(documents);
    }
    return rare;
}

}  // namespace winnow
