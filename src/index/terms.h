#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"

namespace winnow {

/// What a passage is found by, field by field: terms as the ranker counts them.
struct PassageTerms {
    std::vector<std::string> title;
    std::vector<std::string> headings;
    std::vector<std::string> body;
};

PassageTerms passage_terms(std::string_view title, const Passage& passage);

/// How much a field counts against the body.
constexpr double kTitleWeight = 2.0;
constexpr double kHeadingWeight = 1.5;

/// Terms as words of ASCII letters, digits and other scripts, one blank between: "c++" becomes "cx2bxx2bx". A tokenizer
/// that divides at ASCII punctuation gives back exactly the terms.
std::string as_words(const std::vector<std::string>& terms);

/// Buckets of a MinHash signature: equal in one or more for nearly all pairs that resemble each other by 0.7 or more
/// (99 of 100), and for 6 of 100 pairs that do by 0.25. Empty for an empty signature.
/// Source: Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", section 3.4 (16 bands of 4 rows).
std::vector<std::uint64_t> signature_bands(const std::vector<std::uint32_t>& signature);

}  // namespace winnow
