#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "evaluate/local/reading/lexicon.h"

namespace winnow::evaluate {

/// A sentence of the prose, as the judge reads it.
struct Read {
    std::string_view text;   ///< of Document::text
    std::size_t offset = 0;  ///< of `text` in Document::text
    std::uint32_t cues = 0;  ///< bit per Cue
    std::uint32_t words = 0;
    std::uint32_t first_word = 0;  ///< its words are Reading::word_ids [first_word, first_word + words)
    bool commanded = false;        ///< speaks to the judge: counts for nothing, but its faults do
    bool repeated = false;         ///< stood before: counts for nothing more
    bool stuffed = false;          ///< consists of cue words: counts for nothing
    bool has(Cue cue) const { return ((cues >> static_cast<unsigned>(cue)) & 1U) != 0; }
    bool counts() const { return !commanded && !repeated && !stuffed; }
};

/// A different word of the document, in lower case.
struct Word {
    std::string text;
    std::string stem;             ///< empty for a stop word
    std::uint32_t sentences = 0;  ///< that count and hold it
};

/// Lines and marks of the document's structure, each distinct line counted once.
struct Structure {
    std::uint32_t code_lines = 0;
    std::uint32_t inline_code = 0;
    std::uint32_t list_items = 0;
    std::uint32_t numbered_items = 0;
    std::uint32_t linked_items = 0;  ///< list items that begin with a link
    std::uint32_t table_rows = 0;
    std::uint32_t quotations = 0;
};

/// A document taken apart. Views point into the document, which outlives it.
struct Reading {
    std::vector<Read> sentences;
    Structure structure;
    std::uint32_t prose_words = 0;        ///< in sentences that count
    std::uint32_t stop_words = 0;         ///< English ones among them
    std::uint32_t distinct_words = 0;     ///< in sentences that count, without stop words
    std::uint32_t commands = 0;           ///< passages that speak to the judge
    std::uint32_t repeated = 0;           ///< sentences that stood before
    std::uint32_t stuffed = 0;            ///< sentences of cue words alone
    std::vector<std::uint32_t> phrases;   ///< how often each phrase of the lexicon is used in sentences that count
    std::vector<std::uint32_t> word_ids;  ///< of all sentences, into `words`
    std::deque<Word> words;               ///< each different word once
    bool cut = false;                     ///< only the beginning was read
};

/// More than any article has; what follows is not read.
constexpr std::size_t kMaxReadBytes = 400'000;

/// Linear in the document.
Reading read_closely(const Document& document);
Reading read_closely(Document&&) = delete;  // the views would outlive it

}  // namespace winnow::evaluate
