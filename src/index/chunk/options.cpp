#include <string>

#include "index/chunk.h"

namespace winnow {

Result<ChunkOptions> read_chunk_options(config::Section& section) {
    ChunkOptions options;
    std::string method = "structure";
    section.choice("method", method, {"structure", "window", "sentences"},
                   "Where texts are cut: between paragraphs, between words, or between sentences.");
    section.field("max_tokens", options.max_tokens, "Size of a passage.", {.least = 16, .most = 8'192});
    section.field("overlap_tokens", options.overlap_tokens, "How much of a passage the next one repeats at most.",
                  {.least = 0, .most = 4'096});
    if (options.overlap_tokens * 2 >= options.max_tokens)
        section.refuse("overlap_tokens", "must be less than half of max_tokens");
    TRY_OK(section.finish());
    if (method == "window") options.method = ChunkMethod::window;
    if (method == "sentences") options.method = ChunkMethod::sentences;
    return options;
}

}  // namespace winnow
