#include "unit/llm/asked.h"

namespace winnow::llm {
namespace {

using namespace std::chrono_literals;

const std::string kGood = R"({"choices":[{"message":{"content":"{\"score\":7}"},"finish_reason":"stop"}]})";
const std::string kSlow = R"({"error":{"code":"rate_limit_exceeded"}})";

class Retries : public Asked {
protected:
    void SetUp() override {
        url_ = "https://api.example/v1/chat/completions";
        use(options_for(Api::openai_chat));
    }
};

TEST_F(Retries, FollowARandomShareOfADoublingDelay) {
    answer("", 503);
    EXPECT_EQ(kind(), ErrorKind::unavailable);
    EXPECT_EQ(http_.requests.size(), 3U);
    EXPECT_EQ(slept_, (std::vector<std::chrono::milliseconds>{250ms, 500ms}));
}

TEST_F(Retries, EndWithTheFirstGoodAnswer) {
    answer("", 529);
    answer(kGood);
    EXPECT_TRUE(ask());
    EXPECT_EQ(http_.requests.size(), 2U);
}

TEST_F(Retries, WaitAsLongAsRetryAfterSaysInSeconds) {
    answer(kSlow, 429, {{"Retry-After", "7"}});
    answer(kGood);
    ASSERT_TRUE(ask());
    EXPECT_EQ(slept_, std::vector<std::chrono::milliseconds>{7s});
}

TEST_F(Retries, WaitAsLongAsRetryAfterSaysInADate) {
    answer(kSlow, 429, {{"Retry-After", "Tue, 14 Nov 2023 22:13:30 GMT"}});  // ten seconds from the clock's now
    answer(kGood);
    ASSERT_TRUE(ask());
    EXPECT_EQ(slept_, std::vector<std::chrono::milliseconds>{10s});
}

TEST_F(Retries, PreferMilliseconds) {
    answer(kSlow, 429, {{"Retry-After", "7"}, {"retry-after-ms", "1500"}});
    answer(kGood);
    ASSERT_TRUE(ask());
    ASSERT_FALSE(slept_.empty());
    EXPECT_EQ(slept_[0], 1500ms);
}

TEST_F(Retries, NeverComeSoonerThanTheirOwnDelay) {
    answer(kSlow, 429, {{"Retry-After", "0"}});
    answer(kGood);
    ASSERT_TRUE(ask());
    EXPECT_EQ(slept_, std::vector<std::chrono::milliseconds>{250ms});
}

TEST_F(Retries, GiveALongWaitBack) {
    answer(kSlow, 429, {{"Retry-After", "600"}});
    const auto reply = ask();
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().kind(), ErrorKind::rate_limited);
    EXPECT_EQ(reply.error().retry_after(), 600s);
    EXPECT_TRUE(slept_.empty());
}

TEST_F(Retries, GiveAWaitBackThatTheDeadlineLeavesNoTimeFor) {
    answer(kSlow, 429, {{"Retry-After", "30"}});
    const auto reply = ask(Deadline::after(5s));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().kind(), ErrorKind::rate_limited);
    EXPECT_EQ(reply.error().retry_after(), 30s);
    EXPECT_TRUE(slept_.empty());
}

TEST_F(Retries, StopWhenTheServerSaysSo) {
    answer("", 500, {{"x-should-retry", "false"}});
    EXPECT_EQ(kind(), ErrorKind::unavailable);
    EXPECT_EQ(http_.requests.size(), 1U);
}

TEST_F(Retries, AreNotForRequestsThatAreRefused) {
    for (const int status : {400, 401, 403, 404, 413, 422}) {
        use(options_for(Api::openai_chat));
        http_.requests.clear();
        FakeHttp fresh;
        url_ = "https://api.example/v1/chat/completions";
        auto made = make_provider(options_for(Api::openai_chat), {.client = fresh, .clock = clock_});
        ASSERT_TRUE(made);
        fresh.script("POST " + url_, http::Response{.status = status, .headers = {}, .body = "{}"});
        EXPECT_FALSE((*made)->ask(request_, {}));
        EXPECT_EQ(fresh.requests.size(), 1U) << status;
    }
}

TEST_F(Retries, EndTheProviderWhenTheMoneyIsGone) {
    answer(R"({"error":{"code":"insufficient_quota","message":"x"}})", 429, {{"Retry-After", "1"}});
    answer(kGood);
    EXPECT_EQ(kind(), ErrorKind::quota_exhausted);
    EXPECT_EQ(kind(), ErrorKind::quota_exhausted);
    EXPECT_EQ(http_.requests.size(), 1U) << "the second was not sent";
    EXPECT_TRUE(slept_.empty());
}

TEST_F(Retries, FollowABrokenConnection) {
    http_.script("POST " + url_, fail(ErrorKind::unavailable, "connection reset"));
    http_.script("POST " + url_, fail(ErrorKind::timed_out, "took too long"));
    answer(kGood);
    EXPECT_TRUE(ask());
    EXPECT_EQ(http_.requests.size(), 3U);
}

TEST_F(Retries, PaceTheNextRequestByTheHeaders) {
    answer(kGood, 200,
           {{"x-ratelimit-limit-requests", "10"},
            {"x-ratelimit-remaining-requests", "0"},
            {"x-ratelimit-reset-requests", "3s"}});
    ASSERT_TRUE(ask());
    EXPECT_TRUE(slept_.empty());
    ASSERT_TRUE(ask());
    EXPECT_EQ(slept_, std::vector<std::chrono::milliseconds>{3s});
}

TEST_F(Retries, EndAtOnceWhenStopped) {
    std::stop_source stop;
    stop.request_stop();
    const auto reply = ask(Deadline::after(1h, stop.get_token()));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().kind(), ErrorKind::cancelled);
    EXPECT_TRUE(http_.requests.empty());
}

TEST_F(Retries, SendNothingThatCannotFit) {
    auto options = options_for(Api::openai_chat);
    options.context_tokens = 1000;
    use(std::move(options));
    request_.input = std::string(10'000, 'x');
    EXPECT_EQ(kind(), ErrorKind::too_large);
    EXPECT_TRUE(http_.requests.empty());
}

TEST_F(Retries, TranslateTheErrorsOfTheConnection) {
    const auto translated = [&](ErrorKind from) {
        FakeHttp fresh;
        fresh.script("POST " + url_, fail(from, "x"));
        auto waits = context().waits;
        auto made = make_provider(options_for(Api::openai_chat), {.client = fresh, .clock = clock_, .waits = waits});
        return (*made)->ask(request_, {}).error().kind();
    };
    EXPECT_EQ(translated(ErrorKind::too_large), ErrorKind::malformed) << "the answer, not the page";
    EXPECT_EQ(translated(ErrorKind::blocked), ErrorKind::invalid_config) << "an address, not a refusal";
    EXPECT_EQ(translated(ErrorKind::not_found), ErrorKind::unavailable) << "not in the archive";
    EXPECT_EQ(translated(ErrorKind::timed_out), ErrorKind::timed_out);
}

TEST(MakeProvider, NamesWhatIsMissing) {
    FakeHttp http;
    const auto error = [&](ProviderOptions options) {
        const auto made = make_provider(std::move(options), {.client = http, .clock = system_clock()});
        EXPECT_FALSE(made);
        return made ? std::string() : made.error().message();
    };
    auto options = options_for(Api::openai_responses);
    options.model.clear();
    EXPECT_EQ(error(options), "provider: no model is named");
    options = options_for(Api::openai_responses);
    options.key = {};
    EXPECT_EQ(error(options), "provider: no key is set");
    options = options_for(Api::anthropic);
    options.key = {};
    EXPECT_EQ(error(options), "provider: no key is set");
    options = options_for(Api::bedrock);
    options.region.clear();
    EXPECT_EQ(error(options), "provider: no region is set");
    options = options_for(Api::openai_chat);
    options.endpoint = {};
    EXPECT_EQ(error(options), "provider: no endpoint is set");
}

}  // namespace
}  // namespace winnow::llm
