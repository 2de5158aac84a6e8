#pragma once

#include <string>
#include <vector>

#include "core/document.h"
#include "extract/html/blocks.h"
#include "extract/metadata/sources/head.h"
#include "extract/metadata/sources/linked_data.h"

namespace winnow::extract {

/// What there is to judge a page by.
struct KindEvidence {
    const Dom& dom;
    const Blocks& blocks;
    const std::vector<bool>& chosen;
    const Head& head;
    const LinkedData& data;
    const Url& url;
};

struct KindVerdict {
    PageKind kind = PageKind::article;
    std::string reason;  ///< empty for an article
};

/// Tells articles from pages that only look like one: listings, log-in and consent walls, pages that scripts fill,
/// error pages served with status 200, and articles of which only the beginning is shown. In doubt it is an article: a
/// link to a log-in, a cookie notice or the words "not found" in a text of some length change nothing.
KindVerdict kind_of(const KindEvidence& evidence);

}  // namespace winnow::extract
