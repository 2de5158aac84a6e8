#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "discover/feed/feed.h"
#include "markup/reader.h"

namespace winnow::feeds {

/// What an element of a feed is for.
enum class Field { title, link, id, published, updated, summary, content };
constexpr std::size_t kFields = 7;

/// An element's meaning, and how much its word counts against others of the same meaning: RSS's own <title> more than
/// <dc:title>.
struct Meaning {
    Field field;
    int rank;
};

/// Nothing for an element that does not matter here.
std::optional<Meaning> meaning_of(markup::Vocabulary vocabulary, std::string_view name);

/// What has been said so far of the feed, or of one item.
class Slots {
public:
    // A value counts if its rank is higher than that of the one before.
    void set_title(std::string title, int rank);
    void set_link(std::string link, int rank);
    void set_id(std::string id, int rank);
    void set_date(Field field, std::string_view text, int rank);
    void set_text(Field field, Text text, int rank);
    void set_original(std::string original) { item_.original = std::move(original); }

    Item take_item() { return std::move(item_); }

private:
    int rank(Field field) const { return ranks_[static_cast<std::size_t>(field)]; }
    bool claim(Field field, int rank);

    Item item_;
    std::array<int, kFields> ranks_{};
};

}  // namespace winnow::feeds
