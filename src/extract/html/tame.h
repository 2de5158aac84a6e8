#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace winnow::extract {

constexpr std::size_t kMostOpenElements = 512;  // browsers, too, stop nesting there

/// The page without the start tags that would nest elements deeper than kMostOpenElements, and without their end tags.
/// The standard's tree construction looks through all open elements at many tags and repeats open formatting elements
/// in every paragraph: without this, a small page could cost minutes or all memory. Returns `html` itself when nothing
/// is dropped, else a view of `storage`. One pass. Error: too_large if more elements than a page may have would come of
/// it.
Result<std::string_view> tame(std::string_view html, std::string& storage);

}  // namespace winnow::extract
