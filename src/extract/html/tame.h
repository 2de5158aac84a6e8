#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "extract/html/parse/pieces.h"

namespace winnow::extract {

constexpr std::size_t kMostOpenElements = 512;  // browsers, too, stop nesting there

/// What tame() makes of a page.
struct Tamed {
    std::string_view html;         ///< the page itself when nothing was left out, else a view of `storage`
    std::size_t script_bytes = 0;  ///< of inline scripts other than JSON
    Pieces pieces;                 ///< whose marks stand in `html`
};

/// The page without the contents of scripts and styles, which nobody reads here and which often are most of it (scripts
/// of JSON stay), without comments, attributes that nobody reads here, the lines of drawings, and white space where a
/// line begins anyway, and without the start tags that would nest elements deeper than kMostOpenElements, and their end
/// tags. The standard's tree construction looks through all open elements at many tags and repeats open formatting
/// elements in every paragraph: without this, a small page could cost minutes or all memory. Of longer texts and of
/// attributes only marks are left, for they do not change the tree; where they might, they stay: in drawings and
/// scripts, in elements of which the standard compares or merges the attributes, and in a page that is no UTF-8. One
/// pass. Error: too_large if more elements than a page may have would come of it.
Result<Tamed> tame(std::string_view html, std::string& storage);

}  // namespace winnow::extract
