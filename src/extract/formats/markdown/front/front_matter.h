#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace winnow::extract {

/// The metadata before a Markdown text, in YAML between lines of "---" or in TOML between lines of "+++".
struct FrontMatter {
    /// Keys in lower case with their values in order; a list has several. Keys of a nested map stand behind a dot:
    /// "author.name". Only simple forms are read; what is not simple is passed over.
    std::vector<std::pair<std::string, std::vector<std::string>>> fields;
    std::size_t length = 0;  ///< bytes that it takes at the beginning of the text; 0 if there is none

    /// The values of the first of the keys that has any.
    std::vector<std::string> values(std::initializer_list<std::string_view> keys) const;
    /// The first value of these, or "".
    std::string value(std::initializer_list<std::string_view> keys) const;
};

FrontMatter read_front_matter(std::string_view text);

}  // namespace winnow::extract
