#include "llm/calls/pacer.h"

#include <gtest/gtest.h>

#include "support/fake_http.h"

namespace winnow::llm {
namespace {

using namespace std::chrono_literals;

TEST(GoDuration, ReadsWhatTheResetHeadersSay) {
    EXPECT_EQ(parse_go_duration("12ms"), 12ms);
    EXPECT_EQ(parse_go_duration("1s"), 1s);
    EXPECT_EQ(parse_go_duration("6m0s"), 6min);
    EXPECT_EQ(parse_go_duration("1h2m3.5s"), 1h + 2min + 3500ms);
    EXPECT_EQ(parse_go_duration("0s"), 0ms);
    EXPECT_EQ(parse_go_duration("850\xC2\xB5s"), 0ms);
    EXPECT_EQ(parse_go_duration("2.5"), 2500ms);
    for (const auto* const text : {"", "s", "-1s", "1x", "1s2", "nan", "inf", "soon", "99999999999999h"})
        EXPECT_EQ(parse_go_duration(text), std::nullopt) << text;
}

http::Response with(std::vector<HeaderField> headers) {
    return {.status = 200, .headers = std::move(headers), .body = {}};
}

class Pace : public testing::Test {
protected:
    FakeClock clock_;
    Pacer pacer_{clock_};
};

TEST_F(Pace, WaitsForTheResetWhenNoRequestIsLeft) {
    pacer_.heed(with({{"x-ratelimit-limit-requests", "60"},
                      {"x-ratelimit-remaining-requests", "1"},
                      {"x-ratelimit-reset-requests", "20s"}}));
    EXPECT_EQ(pacer_.admit(1), 0ms);
    EXPECT_EQ(pacer_.admit(1), 20s);
    clock_.advance(20s);
    EXPECT_EQ(pacer_.admit(1), 0ms);
}

TEST_F(Pace, WaitsForTokensThatTheNextRequestNeeds) {
    pacer_.heed(with({{"x-ratelimit-limit-tokens", "10000"},
                      {"x-ratelimit-remaining-tokens", "3000"},
                      {"x-ratelimit-reset-tokens", "6s"}}));
    EXPECT_EQ(pacer_.admit(4000), 6s);
    EXPECT_EQ(pacer_.admit(2500), 0ms);
    EXPECT_EQ(pacer_.admit(1000), 6s) << "the first took what was left";
}

TEST_F(Pace, SendsWhatIsLargerThanTheLimitWhenTheLimitIsFull) {
    pacer_.heed(with({{"x-ratelimit-limit-tokens", "1000"},
                      {"x-ratelimit-remaining-tokens", "1000"},
                      {"x-ratelimit-reset-tokens", "6s"}}));
    EXPECT_EQ(pacer_.admit(4000), 0ms);
}

TEST_F(Pace, ReadsTheHeadersOfAnthropic) {
    pacer_.heed(with({{"anthropic-ratelimit-requests-limit", "50"},
                      {"anthropic-ratelimit-requests-remaining", "0"},
                      {"anthropic-ratelimit-requests-reset", to_rfc3339(clock_.now() + 30s)}}));
    EXPECT_EQ(pacer_.admit(1), 30s);
}

TEST_F(Pace, TakesHeadersForHintsOnly) {
    pacer_.heed(with({{"x-ratelimit-limit-requests", "-1"},  // as Azure sends them
                      {"x-ratelimit-remaining-requests", "0"},
                      {"x-ratelimit-reset-requests", "0"}}));
    EXPECT_EQ(pacer_.admit(1), 0ms);
    pacer_.heed(with({{"x-ratelimit-limit-requests", "10"},
                      {"x-ratelimit-remaining-requests", "0"},
                      {"x-ratelimit-reset-requests", "24h"}}));
    EXPECT_EQ(pacer_.admit(1), Pacer::kLongestHint);
    pacer_.heed(with({{"x-ratelimit-limit-requests", "ten"}, {"x-ratelimit-remaining-requests", "0"}}));
    EXPECT_EQ(pacer_.admit(1), Pacer::kLongestHint) << "what cannot be read changes nothing";
}

TEST_F(Pace, RestsForEverybody) {
    pacer_.rest(5s);
    pacer_.rest(2s);
    EXPECT_EQ(pacer_.admit(1), 5s);
    clock_.advance(5s);
    EXPECT_EQ(pacer_.admit(1), 0ms);
}

}  // namespace
}  // namespace winnow::llm
