#include "discover/feed/slots.h"

#include "discover/dates/dates.h"

namespace winnow::feeds {
namespace {

using markup::Vocabulary;

struct Row {
    Vocabulary vocabulary;
    std::string_view name;
    Field field;
    int rank;
};

constexpr auto kRows = std::to_array<Row>({
    {Vocabulary::plain, "title", Field::title, 3},
    {Vocabulary::atom, "title", Field::title, 3},
    {Vocabulary::dublin_core, "title", Field::title, 2},
    {Vocabulary::media, "title", Field::title, 1},
    {Vocabulary::itunes, "title", Field::title, 1},
    {Vocabulary::plain, "link", Field::link, 4},
    {Vocabulary::atom, "link", Field::link, 4},
    {Vocabulary::plain, "guid", Field::id, 3},
    {Vocabulary::plain, "id", Field::id, 2},
    {Vocabulary::atom, "id", Field::id, 3},
    {Vocabulary::plain, "pubdate", Field::published, 3},
    {Vocabulary::atom, "published", Field::published, 4},
    {Vocabulary::plain, "published", Field::published, 3},
    {Vocabulary::atom, "issued", Field::published, 3},
    {Vocabulary::plain, "issued", Field::published, 2},
    {Vocabulary::dublin_core_terms, "issued", Field::published, 2},
    {Vocabulary::atom, "updated", Field::updated, 4},
    {Vocabulary::plain, "updated", Field::updated, 3},
    {Vocabulary::atom, "modified", Field::updated, 3},
    {Vocabulary::plain, "modified", Field::updated, 3},
    {Vocabulary::plain, "lastbuilddate", Field::updated, 2},
    {Vocabulary::dublin_core_terms, "modified", Field::updated, 2},
    {Vocabulary::dublin_core, "date", Field::updated, 2},
    {Vocabulary::plain, "description", Field::summary, 3},
    {Vocabulary::plain, "summary", Field::summary, 3},
    {Vocabulary::plain, "tagline", Field::summary, 3},
    {Vocabulary::plain, "subtitle", Field::summary, 3},
    {Vocabulary::atom, "summary", Field::summary, 3},
    {Vocabulary::atom, "subtitle", Field::summary, 3},
    {Vocabulary::atom, "tagline", Field::summary, 3},
    {Vocabulary::dublin_core, "description", Field::summary, 2},
    {Vocabulary::itunes, "summary", Field::summary, 1},
    {Vocabulary::media, "description", Field::summary, 1},
    {Vocabulary::content, "encoded", Field::content, 4},
    {Vocabulary::atom, "content", Field::content, 3},
    {Vocabulary::plain, "content", Field::content, 3},
    {Vocabulary::plain, "fullitem", Field::content, 3},
    {Vocabulary::xhtml, "body", Field::content, 3},
    {Vocabulary::plain, "body", Field::content, 3},
});

}  // namespace

std::optional<Meaning> meaning_of(Vocabulary vocabulary, std::string_view name) {
    for (const auto& row : kRows)
        if (row.vocabulary == vocabulary && row.name == name) return Meaning{row.field, row.rank};
    return std::nullopt;
}

bool Slots::claim(Field field, int rank) {
    auto& held = ranks_[static_cast<std::size_t>(field)];
    if (rank <= held) return false;
    held = rank;
    return true;
}

void Slots::set_title(std::string title, int rank) {
    if (!title.empty() && claim(Field::title, rank)) item_.title = std::move(title);
}

void Slots::set_link(std::string link, int rank) {
    if (!link.empty() && claim(Field::link, rank)) item_.link = std::move(link);
}

void Slots::set_id(std::string id, int rank) {
    if (!id.empty() && claim(Field::id, rank)) item_.id = std::move(id);
}

void Slots::set_date(Field field, std::string_view text, int rank) {
    const auto time = parse_date(text);
    // Of two dates of equal rank the last holds: the feeds that have two append the newer.
    if (!time || (rank < ranks_[static_cast<std::size_t>(field)])) return;
    ranks_[static_cast<std::size_t>(field)] = rank;
    (field == Field::published ? item_.published : item_.updated) = time;
}

void Slots::set_text(Field field, Text text, int rank) {
    if (text.empty()) return;
    // RSS knows one description: of two, the second is the fuller one.
    if (field == Field::summary && rank == this->rank(field)) return set_text(Field::content, std::move(text), 1);
    if (!claim(field, rank)) return;
    (field == Field::summary ? item_.summary : item_.content) = std::move(text);
}

}  // namespace winnow::feeds
