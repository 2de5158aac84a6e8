#pragma once

#include <string>
#include <string_view>

namespace winnow::extract {

/// The text with what only a site generator understands taken out of the lines outside of fenced code: tags of Liquid,
/// Hugo and ERB that fill a line, attribute lists, markers of admonitions (their content stays), places of tables of
/// contents, imports at the head of MDX. Long runs of blank lines are shortened.
std::string prepared_markdown(std::string_view text);

}  // namespace winnow::extract
