#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace winnow::text {

/// A sentence of a text: bytes [begin, begin + text.size()), without white space at its ends.
struct Sentence {
    std::string_view text;
    std::size_t begin = 0;
};

/// Sentences in order; a line break ends one. Abbreviations ("e.g.", "Dr."), initials, decimals and version numbers do
/// not. Knows the full stops of CJK, Devanagari and Arabic. Linear time.
std::vector<Sentence> sentences(std::string_view text);

}  // namespace winnow::text
