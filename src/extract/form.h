#pragma once

#include "core/document.h"

namespace winnow::extract {

/// What a page's bytes are.
enum class Form { html, markdown, plain_text, pdf, epub, vtt, srt, ttml, youtube_json, unknown };

/// Tells the form by unmistakable first bytes, then by content type, then by the URL's extension, then by what the
/// bytes look like. Binary data is `unknown`.
Form form_of(const Page& page);

}  // namespace winnow::extract
