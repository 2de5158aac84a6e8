#include "text/shingles.h"

#include <string>

#include <gtest/gtest.h>

namespace winnow::text {
namespace {

/// Words w<first> … w<last - 1>.
std::string numbered(int first, int last) {
    std::string text;
    for (int i = first; i < last; ++i) text += "w" + std::to_string(i) + " ";
    return text;
}

TEST(Signature, OfEqualTextsIsEqual) {
    EXPECT_EQ(signature("The same words here"), signature("the SAME words, here!"));
    EXPECT_EQ(signature(numbered(0, 50)).size(), kSignatureSize);
}

TEST(Signature, IsEmptyWithoutWords) {
    EXPECT_TRUE(signature(" ... \n").empty());
    EXPECT_FALSE(signature("one").empty());
}

TEST(Resemblance, EstimatesTheSimilarityOfJaccard) {
    // 1,000 and 1,000 shingles of which 600 are common: 600 / 1,400.
    const double estimate = resemblance(signature(numbered(0, 1002)), signature(numbered(400, 1402)));
    EXPECT_NEAR(estimate, 600.0 / 1400, 0.19);  // three standard errors
}

TEST(Resemblance, OfUnrelatedTextsIsSmall) {
    EXPECT_LT(resemblance(signature(numbered(0, 500)), signature(numbered(1000, 1500))), 0.1);
}

TEST(Resemblance, OfNothingIsZero) {
    EXPECT_EQ(resemblance({}, {}), 0);
}

}  // namespace
}  // namespace winnow::text
