#pragma once

#include <cstddef>
#include <memory>

#include "stages/extractor.h"

namespace winnow {

struct ExtractOptions {
    std::size_t max_text_bytes = 4u << 20;  ///< of one document's text; what is longer is cut off, with a warning
};

/// Reads HTML, Markdown, plain text, PDF, EPUB and subtitles, told apart by content type, then by their first bytes.
std::unique_ptr<Extractor> make_extractor(ExtractOptions options = {});

}  // namespace winnow
