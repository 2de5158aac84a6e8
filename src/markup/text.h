#pragma once

#include <string>
#include <string_view>

#include "core/url.h"

namespace winnow::markup {

/// What counts as markup: every tag, or only those of HTML elements that people put into titles, because
/// "vector<int>" is no markup although it looks so.
enum class Tags { all, known };

/// What a reader sees of a piece of HTML, on one line: no tags, comments, scripts or styles, entities resolved, white
/// space folded.
std::string plain_text(std::string_view html, Tags tags = Tags::all);

/// A reference as an absolute URL; as it stands if it is one, if it names another scheme, or if it cannot be resolved.
/// An empty `base` changes nothing.
std::string absolute_reference(std::string_view reference, const Url& base);

/// The HTML with the references in href, src, action, cite, data, longdesc, background and poster made absolute.
std::string with_absolute_links(std::string_view html, const Url& base);

}  // namespace winnow::markup
