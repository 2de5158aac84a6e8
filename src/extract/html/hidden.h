#pragma once

#include "extract/html/dom.h"

namespace winnow::extract {

/// Whether the element's own attributes hide it from readers: hidden, aria-hidden, and in the style attribute
/// display:none, visibility:hidden, a size, opacity or height of nothing, a place far outside of the screen, text in
/// the colour of its background. The page's body and what a page has one of (main, article) are never taken for hidden.
bool is_hidden(const Dom& dom, NodeId id);

}  // namespace winnow::extract
