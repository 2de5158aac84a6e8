#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace winnow::text {

constexpr std::size_t kShingleWords = 3;
constexpr std::size_t kSignatureSize = 64;  // standard error of the estimate at most 1/16

/// MinHash signature of the set of word 3-shingles (words in lower case), kSignatureSize values by one-permutation
/// hashing with densification; empty for a text without words. Deterministic over platforms.
/// Source: Broder, "On the resemblance and containment of documents" (1997); Shrivastava, "Optimal densification for
/// fast and accurate minwise hashing" (2017).
std::vector<std::uint32_t> signature(std::string_view text);

/// Estimate of the Jaccard similarity of the sets behind two signatures, 0 to 1; 0 if either is empty.
double resemblance(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b);

}  // namespace winnow::text
