#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "store/shared/sqlite_limits.h"
#include "store_contract.h"

namespace winnow {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kHour{3'600'000};

/// Two connections, as two processes have them.
class SqliteCoordination : public testing::Test {
protected:
    ScratchFolder folder_;
    std::filesystem::path file_ = folder_.path() / "made" / "turns.sqlite";
    std::unique_ptr<Coordination> one_ = make_sqlite_coordination(file_);
    std::unique_ptr<Coordination> other_ = make_sqlite_coordination(file_);
};

TEST_F(SqliteCoordination, GivesTurnsAtTheirDistanceOverAllProcesses) {
    const Rate rate{.interval = milliseconds{600'000}, .burst = 1};
    EXPECT_EQ(one_->take_turn("arxiv", rate, kHour), milliseconds{0});
    const auto second = *other_->take_turn("arxiv", rate, kHour);
    const auto third = *one_->take_turn("arxiv", rate, kHour);
    EXPECT_GT(second, milliseconds{500'000});
    EXPECT_LE(second, milliseconds{600'000});
    EXPECT_GT(third - second, milliseconds{500'000});
    EXPECT_EQ(one_->take_turn("another", rate, kHour), milliseconds{0});
}

TEST_F(SqliteCoordination, TakesNoTurnThatNobodyWouldWaitFor) {
    const Rate rate{.interval = milliseconds{600'000}, .burst = 1};
    ASSERT_TRUE(one_->take_turn("arxiv", rate, kHour));
    for (int i = 0; i < 3; ++i) {
        const auto refused = other_->take_turn("arxiv", rate, milliseconds{1'000});
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind(), ErrorKind::rate_limited);
        EXPECT_LE(refused.error().retry_after(), milliseconds{600'000});
    }
    EXPECT_LE(*other_->take_turn("arxiv", rate, kHour), milliseconds{600'000});
}

TEST_F(SqliteCoordination, AllowsABurstAndRefusesARateOfNothing) {
    const Rate rate{.interval = milliseconds{600'000}, .burst = 3};
    for (int i = 0; i < 3; ++i) EXPECT_EQ(one_->take_turn("api", rate, kHour), milliseconds{0});
    EXPECT_GT(*one_->take_turn("api", rate, kHour), milliseconds{0});
    EXPECT_EQ(one_->take_turn("x", {.interval = milliseconds{0}}, kHour).error().kind(), ErrorKind::invalid_argument);
    EXPECT_EQ(one_->take_turn("x", {.burst = 0}, kHour).error().kind(), ErrorKind::invalid_argument);
}

TEST_F(SqliteCoordination, ALockIsHeldByOneUntilItIsGivenBack) {
    const auto token = *one_->lock("run", kHour);
    ASSERT_TRUE(token);
    EXPECT_EQ(other_->lock("run", kHour)->has_value(), false);
    EXPECT_EQ(other_->unlock("run", "somebody else's"), false);
    EXPECT_EQ(one_->prolong("run", *token, kHour), true);
    EXPECT_EQ(one_->unlock("run", *token), true);
    const auto next = *other_->lock("run", kHour);
    ASSERT_TRUE(next);
    EXPECT_NE(*next, *token);
    EXPECT_EQ(one_->prolong("run", *token, kHour), false);
}

TEST_F(SqliteCoordination, ALockEndsByItself) {
    const auto token = *one_->lock("run", milliseconds{1});
    std::optional<std::string> next;
    while (!next) next = *other_->lock("run", kHour);
    EXPECT_EQ(one_->unlock("run", *token), false);
}

TEST_F(SqliteCoordination, OnlyOneOfManyThreadsGetsALock) {
    std::atomic<int> holders = 0;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 8; ++t)
            threads.emplace_back([&, t] {
                const auto token = (t % 2 == 0 ? one_ : other_)->lock("run", kHour);
                ASSERT_TRUE(token) << token.error().message();
                if (*token) ++holders;
            });
    }
    EXPECT_EQ(holders, 1);
}

TEST_F(SqliteCoordination, SaysWhyItCannotAgree) {
    const auto nowhere = make_sqlite_coordination("/proc/none/turns.sqlite");
    EXPECT_EQ(nowhere->lock("run", kHour).error().kind(), ErrorKind::storage);
}

}  // namespace
}  // namespace winnow
