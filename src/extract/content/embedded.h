#pragma once

#include <string>

#include "extract/metadata/sources/head.h"
#include "extract/metadata/sources/linked_data.h"

namespace winnow::extract {

/// The article of a page that shows none until its scripts run, as HTML: what JSON-LD gives as articleBody, else the
/// longest text in the page's JSON scripts that is HTML or running text. Empty if there is none of some length, and for
/// an article that is marked as not free to read.
std::string embedded_article(const Head& head, const LinkedData& data);

}  // namespace winnow::extract
