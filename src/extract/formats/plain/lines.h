#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace winnow::extract {

/// Lines between two blank ones.
struct LineGroup {
    std::vector<std::string_view> lines;  ///< without white space at their ends, with what they are indented by
    bool joins_next = false;              ///< a page break cut the paragraph here
};

/// How a text is set.
struct Measure {
    std::size_t width = 72;  ///< where its lines are wrapped; 0 if they are not
    std::size_t indent = 0;  ///< of most of its lines
};

/// Cuts a text into groups, without form feeds, page footers ("[Page 7]") and the header that follows each page break.
std::vector<LineGroup> line_groups(std::string_view text);
Measure measure(const std::vector<LineGroup>& groups);

/// Blanks and tabs at the beginning of the line; a tab counts as eight.
std::size_t indentation(std::string_view line);

}  // namespace winnow::extract
