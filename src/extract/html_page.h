#pragma once

#include "core/document.h"
#include "core/result.h"

namespace winnow::extract {

/// Whether a page's article is looked for, or all of its text is wanted: a chapter of a book has nothing to leave out.
enum class Scope { article, everything };

/// Reads an HTML page in whatever encoding: metadata, article text, Markdown, and what kind of page it is. The caller
/// finishes the document (extract/finish.h). Errors: malformed, too_large, as Dom::parse gives them.
Result<Document> read_html(const Page& page, Scope scope = Scope::article);

}  // namespace winnow::extract
