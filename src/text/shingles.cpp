#include "text/shingles.h"

#include <algorithm>
#include <array>
#include <limits>

#include "text/utf8.h"
#include "text/words.h"

namespace winnow::text {
namespace {

constexpr std::uint32_t kEmpty = std::numeric_limits<std::uint32_t>::max();

/// The finaliser of SplitMix64 (Steele et al., "Fast splittable pseudorandom number generators", 2014).
std::uint64_t mixed(std::uint64_t value) {
    value += 0x9E3779B97F4A7C15u;
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9u;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBu;
    return value ^ (value >> 31);
}

/// FNV-1a of the word in lower case, mixed.
std::uint64_t hash_of(std::string_view word) {
    constexpr std::uint64_t kPrime = 0x100000001B3u;
    std::uint64_t hash = 0xCBF29CE484222325u;
    const auto add = [&](char c) { hash = (hash ^ static_cast<unsigned char>(c)) * kPrime; };
    const bool ascii = std::ranges::all_of(word, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (ascii)
        for (const char c : word) add(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    else
        for (const char c : lower_case(word)) add(c);
    return mixed(hash);
}

/// One permutation: the hash chooses a bin and competes in it for the least value.
class Bins {
public:
    Bins() { values_.fill(kEmpty); }

    void add(std::uint64_t hash) {
        auto& bin = values_[hash % kSignatureSize];
        bin = std::min(bin, static_cast<std::uint32_t>(hash >> 33));
    }
    bool any() const {
        return std::ranges::any_of(values_, [](std::uint32_t value) { return value != kEmpty; });
    }
    /// Empty bins borrow from a bin that a hash of their number points to, the same for every text.
    std::vector<std::uint32_t> densified() const {
        std::vector<std::uint32_t> result(values_.begin(), values_.end());
        for (std::size_t bin = 0; bin < result.size(); ++bin)
            for (std::uint64_t attempt = 1; result[bin] == kEmpty; ++attempt)
                result[bin] = values_[mixed((bin << 32) | attempt) % kSignatureSize];
        return result;
    }

private:
    std::array<std::uint32_t, kSignatureSize> values_{};
};

}  // namespace

std::vector<std::uint32_t> signature(std::string_view text) {
    Bins bins;
    std::uint64_t before = 0;
    std::uint64_t last = 0;
    std::size_t count = 0;
    for (const auto& word : words(text)) {
        const auto hash = hash_of(word.text);
        if (++count >= kShingleWords) bins.add(mixed(mixed(before * 3 + last) + hash));
        before = last;
        last = hash;
    }
    if (count > 0 && count < kShingleWords) bins.add(mixed(mixed(before) + last));
    if (!bins.any()) return {};
    return bins.densified();
}

double resemblance(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b) {
    if (a.empty() || a.size() != b.size()) return 0;
    std::size_t equal = 0;
    for (std::size_t i = 0; i < a.size(); ++i) equal += a[i] == b[i] ? 1u : 0u;
    return static_cast<double>(equal) / static_cast<double>(a.size());
}

}  // namespace winnow::text
