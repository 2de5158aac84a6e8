#include <cmath>
#include <random>

#include <gmock/gmock.h>

#include "index/sqlite/vectors/quantised.h"
#include "index/sqlite/vectors/vector_table.h"

namespace winnow {
namespace {

using testing::Each;

/// Unit vectors that are the same in each run.
std::vector<Vector> made_vectors(std::size_t count, std::size_t dimensions) {
    std::mt19937 random(7);
    std::normal_distribution<float> normal;
    std::vector<Vector> vectors(count, Vector(dimensions));
    for (auto& vector : vectors) {
        float squares = 0;
        for (auto& component : vector) {
            component = normal(random);
            squares += component * component;
        }
        for (auto& component : vector) component /= std::sqrt(squares);
    }
    return vectors;
}

double dot(const Vector& a, const Vector& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * b[i];
    return sum;
}

TEST(Quantised, KeepsTheDirection) {
    for (const auto& vector : made_vectors(20, 256)) EXPECT_GT(dot(vector, restored(quantised(vector))), 0.9999);
    EXPECT_THAT(restored(quantised(Vector(8, 0))), Each(0.0f));
}

TEST(Quantised, IsTheSameAfterBeingRestored) {
    for (const auto& vector : made_vectors(20, 64)) {
        const auto once = quantised(vector);
        EXPECT_EQ(quantised(restored(once)), once);
    }
}

TEST(Quantised, TakesWhatIsNoNumberForZero) {
    EXPECT_EQ(quantised(Vector{NAN, 1, INFINITY}), (std::vector<std::int8_t>{0, 127, 0}));
}

TEST(DotRows, TheFastestCountsAsThePortableOneDoes) {
    std::mt19937 random(1);
    std::uniform_int_distribution<int> byte(-127, 127);
    constexpr std::size_t kRows = 37;
    for (const std::size_t width : {32u, 96u, 256u, 1024u}) {
        std::vector<std::int8_t> question(width);
        std::vector<std::int8_t> rows(kRows * width);
        for (auto& each : question) each = static_cast<std::int8_t>(byte(random));
        for (auto& each : rows) each = static_cast<std::int8_t>(byte(random));
        std::fill_n(rows.begin(), width, std::int8_t{-127});
        std::vector<std::int32_t> expected(kRows);
        std::vector<std::int32_t> sums(kRows);
        dot_rows_portable(question.data(), rows.data(), kRows, width, expected.data());
        fastest_dot_rows()(question.data(), rows.data(), kRows, width, sums.data());
        EXPECT_EQ(sums, expected);
    }
}

TEST(VectorTable, FindsWhatAPlainLoopOverFloatsFinds) {
    constexpr std::size_t kDimensions = 100;  // not a multiple of the alignment
    const auto vectors = made_vectors(500, kDimensions);
    VectorTable table;
    table.clear(kDimensions);
    for (std::size_t i = 0; i < vectors.size(); ++i)
        table.add(static_cast<std::int64_t>(i + 1), static_cast<std::int64_t>(i / 5), quantised(vectors[i]));
    EXPECT_EQ(table.last(), 500);
    int agreed = 0;
    for (const auto& question : made_vectors(20, kDimensions)) {
        std::size_t best = 0;
        for (std::size_t i = 1; i < vectors.size(); ++i)
            if (dot(question, vectors[i]) > dot(question, vectors[best])) best = i;
        const auto near = table.nearest(question, 3, 2, {});
        ASSERT_EQ(near.size(), 3u);
        ASSERT_LE(near[0].passages.size(), 2u);
        EXPECT_NEAR(near[0].passages[0].cosine, dot(question, vectors[best]), 0.01);
        agreed += near[0].document == static_cast<std::int64_t>(best / 5) ? 1 : 0;
    }
    EXPECT_GE(agreed, 19);
}

TEST(VectorTable, AsksWhetherADocumentIsAllowed) {
    VectorTable table;
    table.clear(4);
    table.add(1, 10, quantised(Vector{1, 0, 0, 0}));
    table.add(2, 20, quantised(Vector{1, 1, 0, 0}));
    const auto near = table.nearest(Vector{1, 0, 0, 0}, 5, 5, [](std::int64_t document) { return document == 20; });
    ASSERT_EQ(near.size(), 1u);
    EXPECT_EQ(near[0].document, 20);
    EXPECT_TRUE(table.nearest(Vector{1, 0}, 5, 5, {}).empty());
}

}  // namespace
}  // namespace winnow
