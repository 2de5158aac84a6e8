#pragma once

#include <string>
#include <utility>
#include <vector>

#include "extract/html/dom.h"

namespace winnow::extract {

/// What attributes of the body mark for machines: microdata, time, rel.
struct Marked {
    std::vector<std::pair<std::string, std::string>> properties;  ///< itemprop → content, datetime, href or text
    std::vector<std::string> times;                               ///< datetime, else text, of time elements
    std::vector<std::string> authors;                             ///< texts of rel=author and of author classes
    std::vector<std::string> tags;                                ///< texts of rel=tag
    std::vector<std::string> licences;                            ///< addresses of rel=license
    std::vector<std::string> titles;                              ///< texts of h1

    std::string property(std::string_view name) const;  ///< the first; empty if none
};

/// One walk; of endless lists only the beginning is kept, and of long texts too.
Marked read_marked(const Dom& dom);

/// Text of an element, white space folded, at most `most` bytes.
std::string text_of(const Dom& dom, NodeId id, std::size_t most);

}  // namespace winnow::extract
