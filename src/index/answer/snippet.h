#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace winnow {

/// A part of a text; `is_hit` if it is a word that was asked for.
struct SnippetPart {
    std::string text;
    bool is_hit = false;
    friend bool operator==(const SnippetPart&, const SnippetPart&) = default;
};

/// The stretch of the text, about `bytes` long, that says most of the terms (text::question_terms), on one line; "…"
/// stands where it was cut. The beginning if it says none. Joined, the parts are the stretch.
std::vector<SnippetPart> snippet(std::string_view text, const std::vector<std::string>& terms, std::size_t bytes);

}  // namespace winnow
