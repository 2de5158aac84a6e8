#pragma once

#include <string>
#include <vector>

#include "core/document.h"
#include "evaluate/local/reading/reading.h"
#include "evaluate/local/reading/theme.h"

namespace winnow::evaluate {

/// Two or three sentences of the text, in its order: what it opens with, and what touches the question most. Empty for
/// a text without a whole sentence.
std::string summary_of(const Reading& reading, const ThemeMatch& question);

/// What the document is about: its most frequent words, those of title and headings first, as it writes them, lower
/// case. At most six.
std::vector<std::string> tags_of(const Document& document, const Reading& reading);

}  // namespace winnow::evaluate
