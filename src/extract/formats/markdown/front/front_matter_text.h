#pragma once

#include <string>
#include <string_view>

namespace winnow::extract {

/// Some sites keep the content itself in nested YAML before the text: the criteria of a career framework, the questions
/// of a list. It is given as Markdown: names and titles as headings, short values with their key ("Level 2"), texts as
/// list items. Empty for front matter that only describes the page.
std::string front_matter_text(std::string_view front_matter);

}  // namespace winnow::extract
