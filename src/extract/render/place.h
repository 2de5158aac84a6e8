#pragma once

#include <vector>

#include "extract/html/dom.h"

namespace winnow::extract {

/// One quote or list item around a block.
struct Level {
    NodeId id = 0;    ///< the blockquote or li
    NodeId list = 0;  ///< the ul or ol; 0 for a quote
};

/// What around a block shows in Markdown.
struct Place {
    std::vector<Level> levels;  ///< outermost first
    int heading = 0;            ///< 1 to 6, or 0
    NodeId pre = 0;             ///< the pre around it, or 0
    NodeId table = 0;           ///< the innermost table around it, or 0
    NodeId row = 0;
    NodeId cell = 0;
};

/// Fills `place` for text under `container`; only the nearest few dozen ancestors count.
void find_place(const Dom& dom, NodeId container, Place& place);

}  // namespace winnow::extract
