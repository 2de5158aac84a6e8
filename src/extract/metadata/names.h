#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace winnow::extract {

/// White space folded, entities that were escaped twice resolved, control characters dropped.
std::string clean_text(std::string_view text);

/// The names in a byline: "By Ann Lee and Bob Ray, Staff Writer" → "Ann Lee", "Bob Ray". Addresses, web links, dates
/// and what is no name ("admin", "Staff") are left out.
std::vector<std::string> names_in(std::string_view byline);

/// The title without the site's name at its end or beginning ("Headline - Example News" → "Headline").
std::string title_without_site(std::string_view title, std::string_view site);

/// Keywords divided by commas or semicolons.
std::vector<std::string> keywords_in(std::string_view text);

}  // namespace winnow::extract
