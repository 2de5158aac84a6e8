#pragma once

#include <cstddef>
#include <string_view>

namespace winnow::text {

/// What the full stop behind a word most likely is.
enum class Abbreviation {
    none,     ///< the end of a sentence
    before,   ///< an abbreviation that always has something behind it: "Dr.", "e.g.", "vs."
    perhaps,  ///< one that may stand at the end of a sentence: "etc.", "Inc.", "p.m."
};

/// `word` in lower case, with its inner full stops ("e.g"), without the last.
Abbreviation abbreviation(std::string_view word);
/// Length of the longest entry, in bytes.
std::size_t longest_abbreviation();

}  // namespace winnow::text
