#pragma once

#include <span>

#include "core/document.h"
#include "extract/metadata/sources/head.h"
#include "extract/metadata/sources/linked_data.h"
#include "extract/metadata/sources/marked.h"

namespace winnow::extract {

/// Where metadata comes from.
struct Sources {
    const Head& head;
    const LinkedData& data;
    const Marked& marked;
    const Url& url;   ///< of the page
    const Url& base;  ///< what relative addresses are resolved against
};

/// Fills title, authors, site, published, modified, language (as declared), canonical, image, tags, licence,
/// description and no_ai. The order of trust, field by field, stands in docs/extraction.md.
void fill_metadata(Document& document, const Sources& sources);

/// Dates and authors that only the visible text near the title tells, for what is still missing.
void fill_from_text(Document& document, std::span<const std::string_view> texts);

/// The headline as the page gives it to machines, else the title element; for finding the article.
std::string_view headline(const Head& head, const LinkedData& data);

}  // namespace winnow::extract
