#include "core/result.h"

#include <gtest/gtest.h>

namespace winnow {
namespace {

Result<int> half(int number) {
    if (number % 2 != 0) return fail(ErrorKind::invalid_argument, "odd: " + std::to_string(number));
    return number / 2;
}

Result<int> quarter(int number) {
    TRY(const auto once, half(number));
    TRY_OK(half(once));
    return half(once);
}

TEST(Try, DeclaresTheValueOrForwardsTheError) {
    EXPECT_EQ(*quarter(12), 3);
    EXPECT_EQ(quarter(6).error().message(), "odd: 3");
}

TEST(Error, GathersContextAndKeepsKindAndDelay) {
    const auto error = Error(ErrorKind::rate_limited, "slow down").retry_in(std::chrono::seconds{3}).in("asking x");
    EXPECT_EQ(error.message(), "asking x: slow down");
    EXPECT_EQ(error.kind(), ErrorKind::rate_limited);
    EXPECT_EQ(error.retry_after(), std::chrono::milliseconds{3000});
}

TEST(ErrorKind, NamesReadBack) {
    for (int i = 0; i <= static_cast<int>(ErrorKind::internal); ++i) {
        const auto kind = static_cast<ErrorKind>(i);
        EXPECT_EQ(error_kind_from(to_string(kind)), kind);
        EXPECT_FALSE(error_name(kind).empty());
    }
    EXPECT_EQ(error_kind_from("nonsense"), ErrorKind::internal);
}

TEST(ErrorKind, OnlyFailuresThatPassAreTransient) {
    EXPECT_TRUE(is_transient(ErrorKind::timed_out));
    EXPECT_TRUE(is_transient(ErrorKind::rate_limited));
    EXPECT_FALSE(is_transient(ErrorKind::quota_exhausted));
    EXPECT_FALSE(is_transient(ErrorKind::unauthorized));
}

}  // namespace
}  // namespace winnow
