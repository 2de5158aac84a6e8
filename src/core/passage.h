#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace winnow {

/// A part of a document, small enough to be embedded and shown alone.
struct Passage {
    std::uint32_t number = 0;           ///< from 0, in the order of the text
    std::size_t offset = 0;             ///< text is Document::text [offset, offset + text.size())
    std::string text;                   ///< valid UTF-8, never empty
    std::vector<std::string> headings;  ///< the headings that it stands under, outermost first
    std::uint32_t tokens = 0;           ///< by the counter of the chunker
    friend bool operator==(const Passage&, const Passage&) = default;
};

/// A point in the space of an embedding model; of unit length, unless all components are 0 (no known word).
using Vector = std::vector<float>;

}  // namespace winnow
