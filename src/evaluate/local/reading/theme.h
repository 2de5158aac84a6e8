#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "evaluate/local/reading/reading.h"

namespace winnow::evaluate {

/// A subject as the stems of the words that belong to it.
class Theme {
public:
    Theme() = default;
    /// Of a text in natural language or a list of words; words that say nothing of a subject ("shows", "text") are left
    /// out.
    explicit Theme(std::string_view words);

    bool empty() const { return stems_.empty(); }
    std::size_t size() const { return stems_.size(); }
    bool holds(std::string_view stem) const;

private:
    std::vector<std::string> stems_;  // sorted
};

/// How much a document is about a theme.
struct ThemeMatch {
    std::size_t found = 0;            ///< different stems of the theme in sentences that count
    double share = 0;                 ///< of the sentences that count, those with a word of it, 0 to 1
    std::vector<char> is_theme_word;  ///< per Reading::words
};

ThemeMatch match(const Theme& theme, const Reading& reading);
/// How many different words of the theme the sentence holds.
std::size_t theme_words(const Read& sentence, const Reading& reading, const std::vector<char>& is_theme_word);

}  // namespace winnow::evaluate
