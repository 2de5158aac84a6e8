#include "fetch/robots/cache.h"

#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/fake_http.h"

namespace winnow {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class RobotsCaching : public testing::Test {
protected:
    std::shared_ptr<const OriginRules> rules(const std::string& url = "https://a.org/x") {
        auto result = cache_.rules_for(*Url::parse(url), {});
        EXPECT_TRUE(result) << (result ? "" : result.error().message());
        return result ? *result : nullptr;
    }

    FakeHttp web_;
    FakeClock clock_;
    RobotsCache cache_{{.max_origins = 3}, web_, clock_};
};

constexpr const char* kRobots = "https://a.org/robots.txt";
constexpr const char* kForbidden = "User-agent: *\nDisallow: /x\n";

TEST_F(RobotsCaching, AsksEachOriginOnceInADay) {
    web_.answer(kRobots, 200, kForbidden);
    EXPECT_FALSE(rules()->rules.allows("/x"));
    clock_.advance(std::chrono::seconds{86'399});
    EXPECT_FALSE(rules("https://a.org/y")->rules.allows("/x"));
    EXPECT_EQ(web_.requests.size(), 1u);
    clock_.advance(std::chrono::seconds{1});
    rules();
    EXPECT_EQ(web_.requests.size(), 2u);
}

TEST_F(RobotsCaching, TellsSchemesAndPortsApart) {
    rules("https://a.org/");
    rules("http://a.org/");
    rules("https://a.org:8443/");
    ASSERT_EQ(web_.requests.size(), 3u);
    EXPECT_EQ(web_.requests[2].url.href(), "https://a.org:8443/robots.txt");
}

TEST_F(RobotsCaching, AllowsEverythingWhenTheServerHasNone) {
    for (const int status : {400, 401, 403, 404, 410, 418, 499}) {
        FakeHttp web;
        web.answer(kRobots, status, kForbidden);
        const auto known = RobotsCache({}, web, clock_).rules_for(*Url::parse("https://a.org/x"), {});
        EXPECT_FALSE((*known)->refusal) << status;
        EXPECT_TRUE((*known)->rules.allows("/x")) << status;
    }
}

TEST_F(RobotsCaching, AllowsEverythingWhenAnArchiveHasNone) {
    EXPECT_FALSE(rules()->refusal);  // FakeHttp answers not_found, as an archive does
    EXPECT_TRUE(rules()->rules.allows("/x"));
}

TEST_F(RobotsCaching, RefusesEverythingWhenTheServerFails) {
    for (const int status : {500, 502, 503, 599, 429}) {
        FakeHttp web;
        web.answer(kRobots, status);
        const auto known = RobotsCache({}, web, clock_).rules_for(*Url::parse("https://a.org/x"), {});
        ASSERT_TRUE((*known)->refusal) << status;
        EXPECT_EQ((*known)->refusal->kind(), ErrorKind::blocked);
        EXPECT_THAT((*known)->refusal->message(),
                    StartsWith("robots.txt of https://a.org answered " + std::to_string(status)));
    }
}

TEST_F(RobotsCaching, RefusesEverythingWhenTheServerCannotBeReached) {
    web_.fail_with(kRobots, Error(ErrorKind::unavailable, "no route").retry_in(std::chrono::milliseconds{5}));
    const auto refusal = rules()->refusal;
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->kind(), ErrorKind::unavailable);
    EXPECT_THAT(refusal->message(), StartsWith("robots.txt of https://a.org"));
    EXPECT_THAT(refusal->message(), HasSubstr("no route"));
    EXPECT_EQ(refusal->retry_after(), std::chrono::milliseconds{5});
}

TEST_F(RobotsCaching, RefusesEverythingWhenTheFileIsBeyondAllMeasure) {
    web_.fail_with(kRobots, Error(ErrorKind::too_large, "9 MB"));
    EXPECT_EQ(rules()->refusal->kind(), ErrorKind::blocked);
}

TEST_F(RobotsCaching, SaysThatTheAddressIsForbiddenInTheGuardsOwnWords) {
    web_.fail_with(kRobots, Error(ErrorKind::blocked, "a.org has the address 10.0.0.1"));
    EXPECT_EQ(*rules()->refusal, Error(ErrorKind::blocked, "a.org has the address 10.0.0.1"));
}

TEST_F(RobotsCaching, AsksAgainSoonAfterAFailure) {
    web_.answer(kRobots, 503).answer(kRobots, 200, kForbidden);
    EXPECT_TRUE(rules()->refusal);
    EXPECT_TRUE(rules()->refusal);
    EXPECT_EQ(web_.requests.size(), 1u);
    clock_.advance(std::chrono::minutes{5});
    EXPECT_FALSE(rules()->refusal);
}

TEST_F(RobotsCaching, LetsAnOldCopyStandInForAFailure) {
    web_.answer(kRobots, 200, kForbidden).answer(kRobots, 503).answer(kRobots, 200, "");
    rules();
    clock_.advance(std::chrono::hours{24});
    EXPECT_FALSE(rules()->refusal);
    EXPECT_FALSE(rules()->rules.allows("/x"));
    EXPECT_EQ(web_.requests.size(), 2u);
    clock_.advance(std::chrono::minutes{5});
    EXPECT_TRUE(rules()->rules.allows("/x"));
}

TEST_F(RobotsCaching, FollowsFiveRedirectsAcrossHosts) {
    web_.answer(kRobots, 301, "", {{"Location", "https://b.org/1"}});
    for (int i = 1; i < 5; ++i)
        web_.answer("https://b.org/" + std::to_string(i), 302, "",
                    {{"Location", "https://b.org/" + std::to_string(i + 1)}});
    web_.answer("https://b.org/5", 200, kForbidden);
    EXPECT_FALSE(rules()->rules.allows("/x"));
}

TEST_F(RobotsCaching, TakesMoreThanFiveRedirectsForNone) {
    web_.answer(kRobots, 301, "", {{"Location", "https://b.org/1"}});
    for (int i = 1; i < 6; ++i)
        web_.answer("https://b.org/" + std::to_string(i), 302, "",
                    {{"Location", "https://b.org/" + std::to_string(i + 1)}});
    web_.answer("https://b.org/6", 200, kForbidden);
    EXPECT_FALSE(rules()->refusal);
    EXPECT_TRUE(rules()->rules.allows("/x"));
}

TEST_F(RobotsCaching, RefusesEverythingWhenARedirectLeadsToAPrivateAddress) {
    web_.answer(kRobots, 301, "", {{"Location", "https://b.org/1"}});
    web_.fail_with("https://b.org/1", Error(ErrorKind::blocked, "b.org has the address 10.0.0.1"));
    EXPECT_THAT(rules()->refusal->message(), StartsWith("robots.txt of https://a.org cannot be read"));
}

TEST_F(RobotsCaching, PassesOnACancellationAndForgetsIt) {
    std::stop_source stop;
    stop.request_stop();
    web_.answer(kRobots, 200, kForbidden);
    const auto url = *Url::parse("https://a.org/x");
    const auto result = cache_.rules_for(url, Deadline::after(std::chrono::hours{1}, stop.get_token()));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind(), ErrorKind::cancelled);
    EXPECT_EQ(cache_.known(url), nullptr);
    EXPECT_FALSE(rules()->rules.allows("/x"));
}

TEST_F(RobotsCaching, ForgetsTheOriginNotUsedForLongest) {
    for (const auto* origin :
         {"https://a.org/", "https://b.org/", "https://c.org/", "https://a.org/", "https://d.org/"})
        rules(origin);
    EXPECT_EQ(web_.requests.size(), 4u);
    EXPECT_NE(cache_.known(*Url::parse("https://a.org/")), nullptr);
    EXPECT_EQ(cache_.known(*Url::parse("https://b.org/")), nullptr);
}

TEST_F(RobotsCaching, HoldsNoMoreBytesThanAllowed) {
    RobotsCache cache({.max_bytes = 10'000}, web_, clock_);
    for (const auto* origin : {"https://a.org", "https://b.org"})
        web_.answer(origin + std::string("/robots.txt"), 200, "User-agent: *\nDisallow: /" + std::string(6000, 'x'));
    const auto first = cache.rules_for(*Url::parse("https://a.org/"), {});
    const auto second = cache.rules_for(*Url::parse("https://b.org/"), {});
    EXPECT_EQ(cache.known(*Url::parse("https://a.org/")), nullptr);
    EXPECT_EQ(cache.known(*Url::parse("https://b.org/")), *second);
    EXPECT_FALSE((*first)->rules.allows("/" + std::string(6000, 'x')));  // whoever holds them may go on
}

/// Answers only when told to.
class Gate final : public http::Client {
public:
    Result<http::Response> send(const http::Request&, const Deadline&) override {
        ++asked;
        open.wait(false);
        return http::Response{.status = 200, .body = kForbidden};
    }
    std::atomic<int> asked = 0;
    std::atomic<bool> open = false;
};

TEST(RobotsCachingFromThreads, AsksOnceForAllThatWait) {
    Gate gate;
    const FakeClock clock;
    RobotsCache cache({}, gate, clock);
    const auto url = *Url::parse("https://a.org/x");
    std::atomic<int> refused = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([&] {
                const auto rules = cache.rules_for(url, {});
                if (rules && !(*rules)->rules.allows("/x")) ++refused;
            });
        while (gate.asked == 0) std::this_thread::yield();
        gate.open = true;
        gate.open.notify_all();
    }
    EXPECT_EQ(gate.asked, 1);
    EXPECT_EQ(refused, 8);
}

TEST(RobotsCachingFromThreads, LetsAWaiterGoWhenItIsCalledOff) {
    Gate gate;
    const FakeClock clock;
    RobotsCache cache({}, gate, clock);
    const auto url = *Url::parse("https://a.org/x");
    std::jthread first([&] { EXPECT_TRUE(cache.rules_for(url, {})); });
    while (gate.asked == 0) std::this_thread::yield();
    std::stop_source stop;
    std::jthread second([&] {
        const auto result = cache.rules_for(url, Deadline::after(std::chrono::hours{1}, stop.get_token()));
        EXPECT_EQ(result ? ErrorKind::internal : result.error().kind(), ErrorKind::cancelled);
    });
    stop.request_stop();
    second.join();
    gate.open = true;
    gate.open.notify_all();
}

}  // namespace
}  // namespace winnow
