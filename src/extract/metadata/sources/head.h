#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "extract/html/dom.h"

namespace winnow::extract {

/// What the elements for machines say: meta, link, title, base, html lang. Views live as long as the Dom.
struct Head {
    std::vector<std::pair<std::string, std::string_view>>
        metas;  ///< name, property or itemprop in lower case → content
    std::vector<std::pair<std::string, std::string_view>> links;  ///< one per word of rel, in lower case → href
    std::vector<std::string_view> linked_data;                    ///< texts of application/ld+json scripts
    std::vector<std::string_view> state;                          ///< texts of other scripts of type application/json
    std::string_view title;                                       ///< text of the title element
    std::string_view base;
    std::string_view language;
    std::size_t script_bytes = 0;  ///< of all inline scripts

    /// The first content that is not empty; empty if there is none.
    std::string_view meta(std::string_view name) const;
    std::string_view link(std::string_view rel) const;
};

/// One walk over the page; of endless lists only the first few hundred are kept.
Head read_head(const Dom& dom);

}  // namespace winnow::extract
