#include "index/sqlite/vectors/quantised.h"

#include <algorithm>
#include <cmath>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace winnow {
namespace {

constexpr float kLargest = 127;

#if defined(__x86_64__)
/// 16 bytes as numbers of 16 bits.
__attribute__((target("avx2"))) inline __m256i widened(const std::int8_t* bytes) {
    return _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes)));
}

/// 32 components a step: bytes widened to 16 bits, multiplied, and neighbours added into eight sums of 32 bits.
__attribute__((target("avx2"))) void dot_rows_avx2(const std::int8_t* question, const std::int8_t* rows,
                                                   std::size_t count, std::size_t width, std::int32_t* sums) {
    for (std::size_t row = 0; row < count; ++row, rows += width) {
        __m256i low = _mm256_setzero_si256();
        __m256i high = _mm256_setzero_si256();
        for (std::size_t i = 0; i < width; i += kRowAlignment) {
            low = _mm256_add_epi32(low, _mm256_madd_epi16(widened(question + i), widened(rows + i)));
            high = _mm256_add_epi32(high, _mm256_madd_epi16(widened(question + i + 16), widened(rows + i + 16)));
        }
        const __m256i both = _mm256_add_epi32(low, high);
        __m128i sum = _mm_add_epi32(_mm256_castsi256_si128(both), _mm256_extracti128_si256(both, 1));
        sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0x4E));
        sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0xB1));
        sums[row] = _mm_cvtsi128_si32(sum);
    }
}
#endif

}  // namespace

std::vector<std::int8_t> quantised(std::span<const float> vector) {
    std::vector<std::int8_t> components(vector.size());
    float largest = 0;
    for (const float component : vector)
        if (std::isfinite(component)) largest = std::max(largest, std::abs(component));
    if (!(largest > 0)) return components;
    for (std::size_t i = 0; i < vector.size(); ++i)
        if (std::isfinite(vector[i]))
            components[i] = static_cast<std::int8_t>(std::lround(vector[i] / largest * kLargest));
    return components;
}

Vector restored(std::span<const std::int8_t> components) {
    std::int64_t squares = 0;
    for (const auto component : components) squares += static_cast<std::int64_t>(component) * component;
    Vector vector(components.size());
    if (squares == 0) return vector;
    const auto length = std::sqrt(static_cast<double>(squares));
    for (std::size_t i = 0; i < components.size(); ++i) vector[i] = static_cast<float>(components[i] / length);
    return vector;
}

void dot_rows_portable(const std::int8_t* question, const std::int8_t* rows, std::size_t count, std::size_t width,
                       std::int32_t* sums) {
    for (std::size_t row = 0; row < count; ++row, rows += width) {
        std::int32_t sum = 0;
        for (std::size_t i = 0; i < width; ++i) sum += static_cast<std::int32_t>(question[i]) * rows[i];
        sums[row] = sum;
    }
}

DotRows fastest_dot_rows() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) return dot_rows_avx2;
#endif
    return dot_rows_portable;
}

}  // namespace winnow
