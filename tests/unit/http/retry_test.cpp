#include "http/retry.h"

#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/fake_http.h"

namespace winnow::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kUrl = "https://a.org/";

class Retrying : public testing::Test {
protected:
    RetryOptions options(RetryOptions base = {}) {
        base.sleep = [this](milliseconds duration, const Deadline&) { slept_.push_back(duration); };
        base.random = [this] { return share_; };
        base.now = [this] { return now_; };
        return base;
    }
    Result<Response> send(Client& client, const std::string& method = "GET", const std::string& url = kUrl,
                          const Deadline& deadline = {}) {
        return client.send({.method = method, .url = *Url::parse(url)}, deadline);
    }

    FakeHttp web_;
    std::vector<milliseconds> slept_;
    double share_ = 0.5;
    std::chrono::steady_clock::time_point now_{};
};

TEST_F(Retrying, ReturnsAGoodAnswerAtOnce) {
    web_.answer(kUrl, 200, "x");
    const auto client = make_retrying_client(web_, options());
    EXPECT_EQ(send(*client)->body, "x");
    EXPECT_EQ(web_.requests.size(), 1u);
    EXPECT_THAT(slept_, IsEmpty());
}

TEST_F(Retrying, LeavesAloneWhatTheRequestCallsFinal) {
    web_.answer(kUrl, 429, "the month's quota is used up").answer(kUrl, 200);
    const auto client = make_retrying_client(web_, options());
    Request request{.url = *Url::parse(kUrl)};
    request.is_final = [](const Response& response) { return response.body.find("quota") != std::string::npos; };
    EXPECT_EQ(client->send(request, {})->status, 429);
    EXPECT_EQ(web_.requests.size(), 1u);
}

TEST_F(Retrying, TriesAgainWhatFailedForAPassingReason) {
    for (const int status : {408, 425, 429, 500, 502, 503, 504}) {
        FakeHttp web;
        web.answer(kUrl, status).answer(kUrl, 200);
        EXPECT_EQ(send(*make_retrying_client(web, options()))->status, 200) << status;
    }
    for (const auto kind : {ErrorKind::unavailable, ErrorKind::timed_out}) {
        FakeHttp web;
        web.fail_with(kUrl, Error(kind, "x")).answer(kUrl, 200);
        EXPECT_EQ(send(*make_retrying_client(web, options()))->status, 200);
    }
}

TEST_F(Retrying, DoesNotTryAgainWhatWillFailAgain) {
    for (const int status : {400, 401, 403, 404, 410, 501, 505}) {
        FakeHttp web;
        web.answer(kUrl, status);
        EXPECT_EQ(send(*make_retrying_client(web, options()))->status, status);
        EXPECT_EQ(web.requests.size(), 1u) << status;
    }
    for (const auto kind : {ErrorKind::blocked, ErrorKind::malformed, ErrorKind::too_large, ErrorKind::cancelled}) {
        FakeHttp web;
        web.fail_with(kUrl, Error(kind, "x"));
        EXPECT_EQ(send(*make_retrying_client(web, options())).error().kind(), kind);
        EXPECT_EQ(web.requests.size(), 1u);
    }
}

TEST_F(Retrying, RepeatsOnlyMethodsThatMayBe) {
    for (const auto& [method, requests] : std::vector<std::pair<std::string, std::size_t>>{
             {"GET", 3}, {"HEAD", 3}, {"PUT", 3}, {"DELETE", 3}, {"OPTIONS", 3}, {"POST", 1}, {"PATCH", 1}}) {
        FakeHttp web;
        web.script(method + " " + kUrl, Response{.status = 503});
        EXPECT_EQ(send(*make_retrying_client(web, options()), method)->status, 503);
        EXPECT_EQ(web.requests.size(), requests) << method;
    }
}

TEST_F(Retrying, RepeatsPostWhereTheApiChangesNothing) {
    web_.script(std::string("POST ") + kUrl, Response{.status = 503});
    EXPECT_EQ(send(*make_retrying_client(web_, options({.repeat_post = true})), "POST")->status, 503);
    EXPECT_EQ(web_.requests.size(), 3u);
}

TEST_F(Retrying, DoesNotRepeatAnAnswerThatIsFinalWhateverItsStatus) {
    web_.answer(kUrl, 429, "quota used up").answer(kUrl, 200);
    Request request{.url = *Url::parse(kUrl)};
    request.is_final = [](const Response& response) { return response.body == "quota used up"; };
    EXPECT_EQ(make_retrying_client(web_, options())->send(request, {})->status, 429);
    EXPECT_EQ(web_.requests.size(), 1u);
}

TEST_F(Retrying, ReturnsTheLastAnswerOrErrorInTheEnd) {
    web_.answer(kUrl, 503).answer(kUrl, 502).answer(kUrl, 500, "last");
    EXPECT_EQ(send(*make_retrying_client(web_, options({.retries = 2})))->body, "last");
    FakeHttp down;
    down.fail_with(kUrl, Error(ErrorKind::unavailable, "down"));
    EXPECT_EQ(send(*make_retrying_client(down, options())).error(), Error(ErrorKind::unavailable, "down"));
}

TEST_F(Retrying, WaitsARandomShareOfADelayThatDoubles) {
    web_.answer(kUrl, 503);
    share_ = 0.5;
    auto base = options({.retries = 6, .first_delay = milliseconds{500}, .longest_delay = milliseconds{8000}});
    base.failures_to_open = 100;
    ASSERT_TRUE(send(*make_retrying_client(web_, base)));
    EXPECT_THAT(slept_, ElementsAre(milliseconds{250}, milliseconds{500}, milliseconds{1000}, milliseconds{2000},
                                    milliseconds{4000}, milliseconds{4000}));
}

TEST_F(Retrying, MayWaitNotAtAll) {
    web_.answer(kUrl, 503);
    share_ = 0;
    ASSERT_TRUE(send(*make_retrying_client(web_, options())));
    EXPECT_THAT(slept_, ElementsAre(milliseconds{0}, milliseconds{0}));
}

TEST_F(Retrying, WaitsAsLongAsTheServerAsks) {
    web_.answer(kUrl, 429, "", {{"Retry-After", "7"}}).answer(kUrl, 200);
    EXPECT_EQ(send(*make_retrying_client(web_, options()))->status, 200);
    EXPECT_THAT(slept_, ElementsAre(milliseconds{7000}));
}

TEST_F(Retrying, DoesNotWaitForAServerThatAsksTooMuch) {
    web_.answer(kUrl, 429, "", {{"Retry-After", "3600"}});
    web_.answer("https://b.org/", 503, "", {{"Retry-After", "121"}});
    const auto client = make_retrying_client(web_, options());
    const auto limited = send(*client);
    const auto busy = send(*client, "GET", "https://b.org/");
    ASSERT_FALSE(limited);
    ASSERT_FALSE(busy);
    EXPECT_EQ(limited.error().kind(), ErrorKind::rate_limited);
    EXPECT_EQ(limited.error().retry_after(), seconds{3600});
    EXPECT_EQ(busy.error().kind(), ErrorKind::unavailable);
    EXPECT_THAT(busy.error().message(), HasSubstr("121 s"));
    EXPECT_THAT(slept_, IsEmpty());
}

TEST_F(Retrying, DoesNotWaitBeyondTheDeadline) {
    web_.answer(kUrl, 503, "", {{"Retry-After", "100"}});
    const auto client = make_retrying_client(web_, options());
    EXPECT_EQ(send(*client, "GET", kUrl, Deadline::after(seconds{50}))->status, 503);
    EXPECT_EQ(web_.requests.size(), 1u);
    EXPECT_THAT(slept_, IsEmpty());
}

TEST_F(Retrying, StopsWaitingWhenItIsCalledOff) {
    std::stop_source stop;
    web_.answer(kUrl, 503);
    auto base = options();
    base.sleep = [&](milliseconds, const Deadline&) { stop.request_stop(); };
    const auto client = make_retrying_client(web_, base);
    EXPECT_TRUE(send(*client, "GET", kUrl, Deadline::after(std::chrono::hours{1}, stop.get_token())));
    EXPECT_EQ(web_.requests.size(), 1u);
}

/// A server that is always busy, and counts.
class Busy final : public Client {
public:
    Result<Response> send(const Request&, const Deadline&) override {
        ++asked;
        return Response{.status = 503};
    }
    std::atomic<int> asked = 0;
};

TEST(RetryingInTruth, IsWokenFromItsSleepWhenCalledOff) {
    Busy busy;
    constexpr std::chrono::hours kLong{1};
    const auto client =
        make_retrying_client(busy, {.first_delay = kLong, .longest_delay = kLong, .random = [] { return 0.9; }});
    std::stop_source stop;
    std::jthread caller([&] {
        const Deadline deadline(std::chrono::steady_clock::time_point::max(), stop.get_token());
        EXPECT_TRUE(client->send({.url = *Url::parse(kUrl)}, deadline));
    });
    while (busy.asked == 0) std::this_thread::yield();
    stop.request_stop();
    caller.join();
    EXPECT_EQ(busy.asked, 1);
}

class CircuitBreaker : public Retrying {
protected:
    void SetUp() override {
        web_.answer(kUrl, 503);
        client_ = make_retrying_client(web_, options({.retries = 0, .failures_to_open = 3, .open_for = seconds{60}}));
    }
    void fail_times(int times) {
        for (int i = 0; i < times; ++i) ASSERT_EQ(send(*client_)->status, 503);
    }
    std::unique_ptr<Client> client_;
};

TEST_F(CircuitBreaker, LeavesAnOriginAloneThatKeepsFailing) {
    fail_times(3);
    const auto refused = send(*client_);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind(), ErrorKind::unavailable);
    EXPECT_EQ(refused.error().retry_after(), seconds{60});
    EXPECT_EQ(web_.requests.size(), 3u);
}

TEST_F(CircuitBreaker, LeavesOthersInPeace) {
    fail_times(3);
    web_.answer("https://a.org:8443/", 200);
    EXPECT_TRUE(send(*client_, "GET", "https://a.org:8443/"));
}

TEST_F(CircuitBreaker, LetsOneRequestProbeAfterARest) {
    fail_times(3);
    now_ += seconds{60};
    EXPECT_EQ(send(*client_)->status, 503);
    EXPECT_FALSE(send(*client_));
    EXPECT_EQ(web_.requests.size(), 4u);
    now_ += seconds{59};
    EXPECT_FALSE(send(*client_));
    now_ += seconds{1};
    EXPECT_TRUE(send(*client_));
}

TEST_F(CircuitBreaker, ClosesWhenTheProbeSucceeds) {
    fail_times(3);
    now_ += seconds{60};
    web_.answer("https://a.org/well", 200);
    EXPECT_TRUE(send(*client_, "GET", "https://a.org/well"));
    fail_times(3);
    EXPECT_FALSE(send(*client_));
}

TEST_F(CircuitBreaker, ForgetsFailuresAfterASuccess) {
    web_.answer("https://a.org/well", 404);  // it answers, so it is up
    fail_times(2);
    EXPECT_TRUE(send(*client_, "GET", "https://a.org/well"));
    fail_times(2);
    EXPECT_TRUE(send(*client_, "GET", "https://a.org/well"));
}

TEST_F(CircuitBreaker, DoesNotCountWhatIsNoFaultOfTheServer) {
    web_.fail_with("https://a.org/x", Error(ErrorKind::blocked, "x"));
    web_.answer("https://a.org/429", 429);
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(send(*client_, "GET", "https://a.org/x").error().kind(), ErrorKind::blocked);
        EXPECT_EQ(send(*client_, "GET", "https://a.org/429")->status, 429);
    }
}

TEST_F(CircuitBreaker, ReturnsTheLastAnswerWhenItOpensBetweenTwoTries) {
    const auto client = make_retrying_client(web_, options({.retries = 5, .failures_to_open = 3}));
    EXPECT_EQ(send(*client)->status, 503);
    EXPECT_EQ(web_.requests.size(), 3u);
}

TEST(RetryAfter, IsReadAsSecondsOrDate) {
    const auto now = *parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT");
    const auto of = [&](const std::string& value) {
        return retry_after({.status = 503, .headers = {{"retry-after", value}}}, now);
    };
    EXPECT_EQ(of("0"), milliseconds{0});
    EXPECT_EQ(of("120"), milliseconds{120'000});
    EXPECT_EQ(of("Sun, 06 Nov 1994 08:50:37 GMT"), milliseconds{60'000});
    EXPECT_EQ(of("Sunday, 06-Nov-94 08:50:37 GMT"), milliseconds{60'000});
    EXPECT_EQ(of("Sun Nov  6 08:50:37 1994"), milliseconds{60'000});
    EXPECT_EQ(of("Sun, 06 Nov 1994 08:00:00 GMT"), milliseconds{0});
    EXPECT_EQ(of("9999999999"), std::chrono::days{365});
    for (const auto* wrong : {"", "-1", "soon", "1.5", "99999999999999999999999"})
        EXPECT_EQ(of(wrong), std::nullopt) << wrong;
    EXPECT_EQ(retry_after({.status = 503}, now), std::nullopt);
}

TEST(RetryingFromThreads, IsSafe) {
    FakeHttp web;
    for (int i = 0; i < 4; ++i) web.answer("https://h" + std::to_string(i) + ".org/", i % 2 == 0 ? 200 : 503);
    const auto client = make_retrying_client(web, {.first_delay = milliseconds{0}, .failures_to_open = 5});
    std::atomic<int> ok = 0;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&] {
                for (int i = 0; i < 50; ++i) {
                    const auto result =
                        client->send({.url = *Url::parse("https://h" + std::to_string(i % 4) + ".org/")}, {});
                    if (result && result->status == 200) ++ok;
                }
            });
    }
    EXPECT_EQ(ok, 4 * 25);
}

}  // namespace
}  // namespace winnow::http
