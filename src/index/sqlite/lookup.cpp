#include "index/sqlite/lookup.h"

#include <algorithm>
#include <unordered_map>

#include "index/sqlite/rows.h"
#include "index/terms.h"
#include "json/value.h"
#include "text/utf8.h"

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
    SELECT number, source, tags FROM documents d WHERE
        (?1 = '' OR EXISTS (SELECT 1 FROM json_each(?1)
                            WHERE lower(value) = lower(d.language)
                               OR lower(substr(d.language, 1, length(value) + 1)) = lower(value) || '-'))
    AND (?2 = '' OR EXISTS (SELECT 1 FROM json_each(d.runs) WHERE value = ?2))
    AND (?3 IS NULL OR score >= ?3)
    AND (?4 IS NULL OR published >= ?4)
    AND (?5 IS NULL OR published < ?5)
    AND id <> ?6
)sql";

/// Sources and tags, whatever the case: SQLite's lower() knows ASCII only.
class Names {
public:
    explicit Names(const SearchFilter& filter) {
        for (const auto& source : filter.sources) sources_.insert(text::lower_case(source));
        for (const auto& tag : filter.tags) tags_.insert(text::lower_case(tag));
    }
    bool allow(std::string_view source, std::string_view tags) const {
        return (sources_.empty() || sources_.contains(text::lower_case(source))) && (tags_.empty() || has_all(tags));
    }

private:
    bool has_all(std::string_view tags) const {
        std::set<std::string> there;
        if (const auto list = json::parse(tags))
            for (const auto& tag : list->items()) there.insert(text::lower_case(tag.as_string()));
        return std::ranges::includes(there, tags_);
    }

    std::set<std::string> sources_;
    std::set<std::string> tags_;
};

}  // namespace

Result<Allowed> Allowed::by(sqlite::Database& database, const SearchFilter& filter, const DocumentId& without) {
    Allowed allowed;
    if (is_open(filter) && without.value.empty()) return allowed;
    allowed.all_ = false;
    const Names names(filter);
    const auto languages = list_or_nothing(filter.languages);
    TRY(auto row, database.query(kAllowed, languages, filter.run, filter.min_score, seconds(filter.published_from),
                                 seconds(filter.published_until), without.value));
    for (;;) {
        TRY(const bool found, row.next());
        if (!found) return allowed;
        if (names.allow(row.text(1), row.text(2))) allowed.numbers_.insert(row.integer(0));
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
