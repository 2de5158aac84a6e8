#pragma once

#include "core/document.h"
#include "extract/extractor.h"

namespace winnow::extract {

/// What every reader of a form leaves to one place, called last. A reader fills title, text, markdown, headings (their
/// offsets into `text` as it stands), links and what metadata it found, and may set kind, canonical and language (as
/// declared by the page). Afterwards:
/// - every text is in NFC, without characters that nobody sees, cut to the limits; offsets of headings still fit;
/// - url, canonical (kept if set), id, words, content_hash and fetched_at are set;
/// - language is the declared one where the text does not contradict it, else the detected one, else empty;
/// - no_ai is also set by the response headers X-Robots-Tag and Content-Signal;
/// - kind is error_page for an HTTP status of 400 and above, and empty for an article without a word;
/// - warnings tell what was removed or cut off.
void finish(Document& document, const Page& page, const ExtractOptions& options);

}  // namespace winnow::extract
