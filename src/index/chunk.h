#pragma once
// index: what is kept becomes findable: passages, their vectors, search by words and by meaning.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "config/section.h"
#include "core/document.h"
#include "core/result.h"

namespace winnow {

/// Where a text may be cut.
enum class ChunkMethod {
    structure,  ///< between paragraphs, headings and list items; code and tables stay whole as long as they fit
    window,     ///< between words, wherever the size is reached
    sentences,  ///< between sentences
};

struct ChunkOptions {
    ChunkMethod method = ChunkMethod::structure;
    std::size_t max_tokens = 126;     ///< of one passage, 16 to 8,192; of WordPiece as the static embedder counts them
    std::size_t overlap_tokens = 16;  ///< of two neighbours at most, in whole words; less than half of max_tokens
};

/// The fields `method`, `max_tokens` and `overlap_tokens`. Error: invalid_config.
Result<ChunkOptions> read_chunk_options(config::Section& section);

/// The passages of a document, in order. Together they hold every byte of Document::text but white space at their ends;
/// each begins behind the beginning of the one before, and overlaps it by at most `overlap_tokens`. None has more than
/// `max_tokens`. Cuts lie at the method's places; what is longer than a passage alone is cut at the next finer one:
/// lines of code and tables, sentences, words, parts of a word. A document without text has no passage. Deterministic,
/// linear time. Precondition: the text is valid UTF-8, the options lie in their ranges.
std::vector<Passage> make_passages(const Document& document, const ChunkOptions& options = {});

/// What is embedded for a passage: the title and the headings above it, a line each, before its text, so that a passage
/// that speaks of "it" is found by the name of the thing.
std::string text_to_embed(const Passage& passage, std::string_view title);

}  // namespace winnow
