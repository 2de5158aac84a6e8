#pragma once

#include <string>
#include <string_view>

#include "stages/search_index.h"

namespace winnow {

/// The first line of an exported index.
struct ExportHead {
    std::string model;
    std::size_t dimensions = 0;
};

/// JSON lines (without line break): a head, then a document a line with passages, vectors and signature.
std::string head_line(const ExportHead& head);
std::string document_line(const IndexedDocument& document);
/// Errors: malformed, naming what is missing; unsupported (another version of the format).
Result<ExportHead> parse_head_line(std::string_view line);
Result<IndexedDocument> parse_document_line(std::string_view line);

}  // namespace winnow
