#include "index/embed/table.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "index/embed/built_in.h"

namespace winnow::embed {
namespace {

constexpr std::string_view kMagic("winnow\0\1", 8);
constexpr std::size_t kAlignment = 64;
constexpr std::size_t kLanes = 16;  // components that the vectorised loop takes at once
constexpr std::size_t kAhead = 8;   // tokens whose rows are fetched while others are summed: the table outgrows L2

std::uint32_t number_at(std::string_view bytes, std::size_t position) {
    std::uint32_t value = 0;
    std::memcpy(&value, bytes.data() + position, sizeof value);
    return value;
}

#if defined(__SSE2__)
/// Adds `m1 * a[i] + m2 * b[i]`, two tokens at once: the instruction multiplies and adds neighbouring pairs.
void add_two(const std::int8_t* a, std::uint16_t m1, const std::int8_t* b, std::uint16_t m2, std::int32_t* sums,
             std::size_t size) {
    const auto multipliers = _mm_set1_epi32(static_cast<int>((static_cast<std::uint32_t>(m2) << 16) | m1));
    const auto zero = _mm_setzero_si128();
    const auto add = [&](std::int32_t* to, __m128i pairs) {  // eight bytes a0 b0 a1 b1 …, shifted into upper halves
        auto* const place = reinterpret_cast<__m128i*>(to);
        const auto products = _mm_madd_epi16(_mm_srai_epi16(pairs, 8), multipliers);
        _mm_storeu_si128(place, _mm_add_epi32(_mm_loadu_si128(place), products));
    };
    for (std::size_t i = 0; i < size; i += kLanes) {
        const auto left = _mm_loadu_si128(reinterpret_cast<const __m128i*>(a + i));
        const auto right = _mm_loadu_si128(reinterpret_cast<const __m128i*>(b + i));
        const auto low = _mm_unpacklo_epi8(left, right);
        const auto high = _mm_unpackhi_epi8(left, right);
        add(sums + i, _mm_unpacklo_epi8(zero, low));
        add(sums + i + 4, _mm_unpackhi_epi8(zero, low));
        add(sums + i + 8, _mm_unpacklo_epi8(zero, high));
        add(sums + i + 12, _mm_unpackhi_epi8(zero, high));
    }
}
#else
void add_two(const std::int8_t* a, std::uint16_t m1, const std::int8_t* b, std::uint16_t m2, std::int32_t* sums,
             std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) sums[i] += m1 * a[i] + m2 * b[i];
}
#endif

}  // namespace

const TokenTable& TokenTable::instance() {
    static const TokenTable table(built_in_table());
    return table;
}

TokenTable::TokenTable(std::string_view bytes) {
    static_assert(std::endian::native == std::endian::little, "the table is read where it lies");
    // Other bytes than tools/distill wrote cannot get here but by a broken build.
    if (bytes.size() < kAlignment || !bytes.starts_with(kMagic)) std::abort();
    const std::size_t rows = number_at(bytes, 8);
    dimensions_ = number_at(bytes, 12);
    const auto multipliers = (rows * sizeof(std::uint16_t) + kAlignment - 1) / kAlignment * kAlignment;
    if (rows != wordpiece::kVocabulary || dimensions_ % kLanes != 0 ||
        bytes.size() != kAlignment + multipliers + rows * dimensions_)
        std::abort();
    multipliers_ = reinterpret_cast<const std::uint16_t*>(bytes.data() + kAlignment);
    rows_ = reinterpret_cast<const std::int8_t*>(bytes.data() + kAlignment + multipliers);
}

void TokenTable::add(std::span<const wordpiece::Token> tokens, std::span<std::int32_t> sums) const {
    for (std::size_t i = 0; i < tokens.size(); i += 2) {
        for (auto next = i + kAhead; next < std::min(i + kAhead + 2, tokens.size()); ++next)
            for (std::size_t at = 0; at < dimensions_; at += kAlignment)
                __builtin_prefetch(rows_ + tokens[next] * dimensions_ + at);
        const auto a = tokens[i];
        const bool is_pair = i + 1 < tokens.size();
        const auto b = is_pair ? tokens[i + 1] : a;
        add_two(rows_ + a * dimensions_, multipliers_[a], rows_ + b * dimensions_,
                is_pair ? multipliers_[b] : std::uint16_t{0}, sums.data(), dimensions_);
    }
}

}  // namespace winnow::embed
