#include "core/usage/lost_usage.h"

#include <gtest/gtest.h>

namespace winnow {
namespace {

TEST(LostUsage, IsToldOnceAndToTheThreadThatLostIt) {
    LostUsage lost;
    lost.add({.input_tokens = 10, .output_tokens = 1, .cost_usd = 0.5});
    Usage of_another;
    std::jthread([&] {
        lost.add({.input_tokens = 3});
        lost.add({.input_tokens = 4});
        of_another = lost.take();
    }).join();
    EXPECT_EQ(of_another, (Usage{.input_tokens = 7}));
    EXPECT_EQ(lost.take(), (Usage{.input_tokens = 10, .output_tokens = 1, .cost_usd = 0.5}));
    EXPECT_EQ(lost.take(), Usage{});
}

}  // namespace
}  // namespace winnow
