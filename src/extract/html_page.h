#pragma once

#include "core/document.h"
#include "core/result.h"

namespace winnow::extract {

/// Reads an HTML page in whatever encoding: metadata, article text, Markdown, and what kind of page it is. The caller
/// finishes the document (extract/finish.h). Errors: malformed, too_large, as Dom::parse gives them.
Result<Document> read_html(const Page& page);

}  // namespace winnow::extract
