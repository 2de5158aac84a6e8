#include "app/lambda/remote/pacing.h"

#include <gtest/gtest.h>

namespace winnow::lambda {
namespace {

/// Wants so much time between two requests, and counts them.
class CountingFetcher final : public Fetcher {
public:
    CountingFetcher(std::chrono::milliseconds delay, int& requests) : delay_(delay), requests_(requests) {}
    Result<Fetched> fetch(const Url&, const std::optional<Validators>&, const Deadline& deadline) override {
        ++requests_;
        if (deadline.has_passed()) return fail(ErrorKind::timed_out, "too late");
        return Fetched{};
    }
    std::chrono::milliseconds delay_for(const Url&) override { return delay_; }

private:
    std::chrono::milliseconds delay_;
    int& requests_;
};

const Url kPage = Url::parse("https://example.org/a").value();
constexpr std::chrono::milliseconds kDelay{30};

std::chrono::steady_clock::duration time_of_three(Fetcher& fetcher, const std::vector<Url>& urls) {
    const auto begin = std::chrono::steady_clock::now();
    for (const auto& url : urls) EXPECT_TRUE(fetcher.fetch(url, {}, {}));
    return std::chrono::steady_clock::now() - begin;
}

TEST(PacedFetcher, LeavesTheDelayBetweenRequestsToOneHost) {
    int requests = 0;
    const auto fetcher = make_paced_fetcher(std::make_unique<CountingFetcher>(kDelay, requests), {});
    EXPECT_GE(time_of_three(*fetcher, {kPage, kPage, kPage}), 2 * kDelay);
    EXPECT_EQ(requests, 3);
}

TEST(PacedFetcher, GoesOnByItselfWhileRedisIsAway) {
    int requests = 0;
    const RedisAccess away = []() -> Result<RedisOptions> { return fail(ErrorKind::unavailable, "no secret"); };
    const auto fetcher = make_paced_fetcher(std::make_unique<CountingFetcher>(kDelay, requests), away);
    EXPECT_GE(time_of_three(*fetcher, {kPage, kPage}), kDelay);
    EXPECT_EQ(requests, 2);
}

TEST(PacedFetcher, DoesNotWaitBeyondItsDeadline) {
    int requests = 0;
    const auto fetcher = make_paced_fetcher(std::make_unique<CountingFetcher>(std::chrono::hours{1}, requests), {});
    ASSERT_TRUE(fetcher->fetch(kPage, {}, {}));
    const auto late = fetcher->fetch(kPage, {}, Deadline::after(std::chrono::milliseconds{5}));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind(), ErrorKind::rate_limited);
    EXPECT_TRUE(late.error().retry_after());
    EXPECT_EQ(requests, 1);
}

TEST(PacedFetcher, IsCalledOffByTheStopToken) {
    int requests = 0;
    const auto fetcher = make_paced_fetcher(std::make_unique<CountingFetcher>(std::chrono::hours{1}, requests), {});
    ASSERT_TRUE(fetcher->fetch(kPage, {}, {}));
    std::stop_source stop;
    stop.request_stop();
    EXPECT_FALSE(fetcher->fetch(kPage, {}, Deadline::after(std::chrono::hours{4}, stop.get_token())));
}

}  // namespace
}  // namespace winnow::lambda
