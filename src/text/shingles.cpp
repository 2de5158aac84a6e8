#include "text/shingles.h"

#include <algorithm>
#include <array>

#include "text/hash.h"
#include "text/utf8.h"
#include "text/words/scan.h"

namespace winnow::text {
namespace {

/// The hash of the word in lower case.
std::uint64_t word_hash(std::string_view word) {
    std::array<char, 32> lower{};
    if (word.size() > lower.size()) return hash_bytes(lower_case(word));
    for (std::size_t i = 0; i < word.size(); ++i) {
        const char c = word[i];
        if (static_cast<unsigned char>(c) >= 0x80) return hash_bytes(lower_case(word));
        lower[i] = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    }
    return hash_bytes({lower.data(), word.size()});
}

/// The least hash in each of kSignatureSize classes; a shingle belongs to the class that its upper bits name.
class Bins {
public:
    void add(std::uint64_t shingle) {
        const auto bin = static_cast<std::size_t>(shingle >> 58);
        static_assert(kSignatureSize == 1U << (64 - 58));
        const auto value = static_cast<std::uint32_t>(shingle);
        least_[bin] = is_used_[bin] ? std::min(least_[bin], value) : value;
        is_used_[bin] = true;
    }

    /// An empty class borrows from a class that is not, found by trying classes in an order that depends only on its
    /// own number; so two sets borrow alike and the estimate stays unbiased (Shrivastava 2017).
    std::vector<std::uint32_t> densified() const {
        if (std::ranges::none_of(is_used_, [](bool used) { return used; })) return {};
        std::vector<std::uint32_t> result(least_.begin(), least_.end());
        for (std::size_t bin = 0; bin < kSignatureSize; ++bin)
            if (!is_used_[bin]) result[bin] = least_[lender(bin)];
        return result;
    }

private:
    std::size_t lender(std::size_t bin) const {
        // With one class in use a try succeeds once in 64; 4096 in vain happen with probability e^-64.
        for (std::uint64_t attempt = 1; attempt <= 4096; ++attempt) {
            const auto other = static_cast<std::size_t>(mixed((attempt << 8) | bin) % kSignatureSize);
            if (is_used_[other]) return other;
        }
        return static_cast<std::size_t>(std::ranges::find(is_used_, true) - is_used_.begin());
    }

    std::array<std::uint32_t, kSignatureSize> least_{};
    std::array<bool, kSignatureSize> is_used_{};
};

/// Order counts: "a b c" is not "c b a". Each word has an odd factor of its own.
std::uint64_t shingle_hash(std::uint64_t first, std::uint64_t second, std::uint64_t third) {
    return mixed(first * 0x9e3779b97f4a7c15u + second * 0xbf58476d1ce4e5b9u + third * 0x94d049bb133111ebu);
}

}  // namespace

std::vector<std::uint32_t> signature(std::string_view text) {
    static_assert(kShingleWords == 3);
    Bins bins;
    std::uint64_t first = 0;
    std::uint64_t second = 0;
    std::uint64_t third = 0;
    std::size_t count = 0;
    for (WordScanner scanner(text); scanner.next();) {
        first = second;
        second = third;
        third = word_hash(scanner.word());
        if (++count >= kShingleWords) bins.add(shingle_hash(first, second, third));
    }
    // A text of one or two words is one short shingle.
    if (count != 0 && count < kShingleWords) bins.add(shingle_hash(first, second, third));
    return bins.densified();
}

double resemblance(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b) {
    if (a.empty() || a.size() != b.size()) return 0;
    std::size_t equal = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (a[i] == b[i]) ++equal;
    return static_cast<double>(equal) / static_cast<double>(a.size());
}

}  // namespace winnow::text
