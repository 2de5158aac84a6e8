#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "redis_server.h"
#include "store/redis_limits.h"

namespace winnow {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kHour{3'600'000};

class RedisCoordination : public testing::Test {
protected:
    void SetUp() override {
        if (!server_.is_running()) GTEST_SKIP() << "redis-server or openssl is not installed";
        options_ = server_.options();
        processes_.push_back(std::move(*make_redis_coordination(options_)));
        processes_.push_back(std::move(*make_redis_coordination(options_)));
    }

    RedisServer server_;
    RedisOptions options_;
    std::vector<std::unique_ptr<Coordination>> processes_;
};

TEST_F(RedisCoordination, GivesTurnsAtTheirDistanceOverAllProcesses) {
    const Rate rate{.interval = milliseconds{600'000}, .burst = 1};
    EXPECT_EQ(processes_[0]->take_turn("arxiv", rate, kHour), milliseconds{0});
    const auto second = *processes_[1]->take_turn("arxiv", rate, kHour);
    const auto third = *processes_[0]->take_turn("arxiv", rate, kHour);
    EXPECT_GT(second, milliseconds{500'000});
    EXPECT_LE(second, milliseconds{600'000});
    EXPECT_GT(third - second, milliseconds{500'000});
    EXPECT_EQ(processes_[0]->take_turn("another", rate, kHour), milliseconds{0});
}

TEST_F(RedisCoordination, TakesNoTurnThatNobodyWouldWaitFor) {
    const Rate rate{.interval = milliseconds{600'000}, .burst = 1};
    ASSERT_TRUE(processes_[0]->take_turn("arxiv", rate, kHour));
    for (int i = 0; i < 3; ++i) {
        const auto refused = processes_[1]->take_turn("arxiv", rate, milliseconds{1'000});
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind(), ErrorKind::rate_limited);
        EXPECT_LE(refused.error().retry_after(), milliseconds{600'000});
    }
    EXPECT_LE(*processes_[1]->take_turn("arxiv", rate, kHour), milliseconds{600'000});
}

TEST_F(RedisCoordination, AllowsABurst) {
    const Rate rate{.interval = milliseconds{600'000}, .burst = 3};
    for (int i = 0; i < 3; ++i) EXPECT_EQ(processes_[0]->take_turn("api", rate, kHour), milliseconds{0});
    EXPECT_GT(*processes_[0]->take_turn("api", rate, kHour), milliseconds{0});
}

TEST_F(RedisCoordination, GivesEveryThreadItsOwnTurn) {
    const Rate rate{.interval = milliseconds{10'000}, .burst = 1};
    std::mutex mutex;
    std::set<std::int64_t> turns;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 8; ++t)
            threads.emplace_back([&, t] {
                const auto wait = processes_[static_cast<std::size_t>(t % 2)]->take_turn("arxiv", rate, kHour);
                const std::scoped_lock lock(mutex);
                // The turns are 10 s apart; calls that come seconds apart still fall into different tens.
                turns.insert((wait->count() + 9'999) / 10'000);
            });
    }
    EXPECT_EQ(turns.size(), 8u);
}

TEST_F(RedisCoordination, ALockIsHeldByOneUntilItIsGivenBack) {
    const auto token = *processes_[0]->lock("run", kHour);
    ASSERT_TRUE(token);
    EXPECT_EQ(token->size(), 32u);
    EXPECT_EQ(processes_[1]->lock("run", kHour)->has_value(), false);
    EXPECT_EQ(processes_[1]->unlock("run", "somebody else's"), false);
    EXPECT_EQ(processes_[1]->lock("run", kHour)->has_value(), false);
    EXPECT_EQ(processes_[0]->prolong("run", *token, kHour), true);
    EXPECT_EQ(processes_[0]->unlock("run", *token), true);
    const auto next = *processes_[1]->lock("run", kHour);
    ASSERT_TRUE(next);
    EXPECT_NE(*next, *token);
    EXPECT_EQ(processes_[0]->prolong("run", *token, kHour), false);
}

TEST_F(RedisCoordination, ALockEndsByItself) {
    const auto token = *processes_[0]->lock("run", milliseconds{1});
    std::optional<std::string> next;
    while (!next) next = *processes_[1]->lock("run", kHour);
    EXPECT_EQ(processes_[0]->unlock("run", *token), false);
}

TEST_F(RedisCoordination, EveryKeyEnds) {
    ASSERT_TRUE(processes_[0]->take_turn("arxiv", {.interval = milliseconds{5'000}, .burst = 2}, kHour));
    ASSERT_TRUE(processes_[0]->lock("run", kHour));
    EXPECT_EQ(keys_without_end(options_), std::vector<std::string>());
}

TEST_F(RedisCoordination, RefusesARateOfNothing) {
    EXPECT_EQ(processes_[0]->take_turn("x", {.interval = milliseconds{0}}, kHour).error().kind(),
              ErrorKind::invalid_argument);
    EXPECT_EQ(processes_[0]->take_turn("x", {.burst = 0}, kHour).error().kind(), ErrorKind::invalid_argument);
}

}  // namespace
}  // namespace winnow
