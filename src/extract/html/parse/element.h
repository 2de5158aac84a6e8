#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace winnow::extract {

/// What may be said of an element by its name alone, before there is a tree.
struct ElementKind {
    /// End tags inside of an enclosing or a foreign element do not end what is open around it.
    enum class Sort : std::uint8_t { ordinary, no_content, ends_by_itself, formatting, raw_text, foreign, enclosing };

    /// Whether tree construction looks at an element's attributes: adds them to another's, or counts elements that are
    /// alike.
    enum class Attributes : std::uint8_t { only_kept, compared };

    /// Whether an element of that name, wherever its start tag stands, begins a line of text: white space before it
    /// says nothing. Before a table, misplaced text out of it may follow.
    enum class Line : std::uint8_t { goes_on, begins };

    static constexpr std::size_t kSlots = 128;

    Sort sort = Sort::ordinary;
    Attributes attributes = Attributes::only_kept;
    Line line = Line::goes_on;
    std::size_t slot = 0;  ///< where elements of the name are counted, below kSlots; unknown names share the first
};

/// `name` is in lower case.
ElementKind element_kind(std::string_view name);

}  // namespace winnow::extract
