#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace winnow::chunk {

/// Bytes [begin, end) of a text.
struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
    friend bool operator==(const Range&, const Range&) = default;
};

/// Where the fenced code and the tables of `markdown` stand in `text`, which says the same without the marks: whole
/// lines, in order, apart from each other. What cannot be found is left out. Linear time.
std::vector<Range> whole_blocks(std::string_view text, std::string_view markdown);

}  // namespace winnow::chunk
