#pragma once

#include <string_view>

#include "extract/html/dom.h"

namespace winnow::extract {

/// Whether the element's own attributes hide it from readers: hidden, aria-hidden, and in the style attribute
/// display:none, visibility:hidden, a size, opacity or height of nothing, a place far outside of the screen, a
/// clipping of nothing, text in the colour of its background or one that nobody can tell from it. The page's body and
/// what a page has one of (main, article) are never taken for hidden.
bool is_hidden(const Dom& dom, NodeId id);

/// Whether the classes are those that widespread style sheets give to what only screen readers or printers get:
/// sr-only, visually-hidden, screen-reader-text, d-none (unless it comes back on larger screens).
bool is_not_for_screen(std::string_view classes);

}  // namespace winnow::extract
