#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace winnow::evaluate {

/// Stands where passages were left out of an excerpt.
constexpr std::string_view kLeftOut = "[passages left out]";

/// A text cut down to what a model is shown.
struct Excerpt {
    std::string text;
    bool partial = false;
    std::size_t words = 0;  ///< that are shown
    std::size_t words_in_all = 0;
};

/// About how many tokens of a model a text has: a quarter of its ASCII bytes, and one for every other character. Errs
/// on the side of too many for European languages.
std::size_t estimated_tokens(std::string_view text);

/// The text if it has at most `tokens`; else its beginning (a quarter of the budget), its end (a tenth), and the
/// passages with the rarest and most words of the question, all in the order of the text. Linear but for sorting the
/// passages.
Excerpt excerpt(std::string_view text, const std::string& question, std::size_t tokens);

}  // namespace winnow::evaluate
