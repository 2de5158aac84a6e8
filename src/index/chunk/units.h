#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/document.h"
#include "index/chunk.h"
#include "index/chunk/blocks.h"

namespace winnow::chunk {

/// What is not cut any more: bytes [begin, end) of the text, white space at neither end, at most max_tokens tokens.
struct Unit {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t tokens = 0;
    bool is_heading = false;
};

/// The text of a document as units of the method, in order; together they hold all of it but white space between them.
std::vector<Unit> units_of(const Document& document, const ChunkOptions& options);

}  // namespace winnow::chunk
