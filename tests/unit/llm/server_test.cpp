#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "http/archive.h"
#include "http/live.h"
#include "log/log.h"
#include "support/scripted_server.h"
#include "unit/llm/asked.h"

namespace winnow::llm {
namespace {

using namespace std::chrono_literals;

const std::string kPath = "/v1/chat/completions";
const std::string kGood =
    R"({"id":"c1","choices":[{"message":{"content":"{\"score\":7}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":5}})";

/// A model behind a real connection to a server on the loopback interface, which the address guard forbids pages.
class ModelServer : public testing::Test {
protected:
    void SetUp() override {
        auto made = http::make_live_client({});
        ASSERT_TRUE(made);
        client_ = std::move(*made);
    }
    ProviderOptions options() const {
        auto options = options_for(Api::openai_chat);
        options.endpoint = *Url::parse_exact(server_.url("/v1"));
        return options;
    }
    std::unique_ptr<ChatModel> model(ProviderOptions options, http::Client* client = nullptr) {
        http::RetryOptions waits;
        waits.sleep = [](std::chrono::milliseconds, const Deadline&) {};
        auto made = make_provider(std::move(options),
                                  {.client = client ? *client : *client_, .clock = system_clock(), .waits = waits});
        EXPECT_TRUE(made);
        return std::move(*made);
    }

    ScriptedServer server_;
    std::unique_ptr<http::Client> client_;
    ChatRequest request_{.instructions = "Judge.", .input = "A secretive page.", .schema = judgement_schema()};
};

TEST_F(ModelServer, IsReachedAtAnInternalAddressThatTheConfigurationNames) {
    server_.page(kPath, kGood);
    const auto reply = model(options())->ask(request_, {});
    ASSERT_TRUE(reply) << reply.error().message();
    EXPECT_EQ(reply->text, R"({"score":7})");
    const http::Request page{.url = *Url::parse(server_.url(kPath))};
    const auto as_page = client_->send(page, {});
    ASSERT_FALSE(as_page);
    EXPECT_EQ(as_page.error().kind(), ErrorKind::blocked) << "the same address is closed to pages";
}

TEST_F(ModelServer, SendsOneWholeRequest) {
    server_.page(kPath, kGood);
    ASSERT_TRUE(model(options())->ask(request_, {}));
    const auto requests = server_.requests();
    ASSERT_EQ(requests.size(), 1U);
    EXPECT_TRUE(requests[0].starts_with("POST " + kPath + " HTTP/1.1\r\n"));
    EXPECT_NE(requests[0].find("Content-Type: application/json"), std::string::npos);
    EXPECT_NE(requests[0].find("\"A secretive page.\""), std::string::npos);
}

TEST_F(ModelServer, IsAskedAgainAfterAConnectionThatBroke) {
    server_.answer(kPath, {"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"choices\":"}, Then::reset);
    server_.page(kPath, kGood);
    const auto reply = model(options())->ask(request_, {});
    ASSERT_TRUE(reply) << reply.error().message();
    EXPECT_EQ(server_.requests().size(), 2U);
}

TEST_F(ModelServer, TimesOut) {
    server_.answer(kPath, {"HTTP/1.1 200 OK\r\n"}, Then::wait);
    auto quick = options();
    quick.timeout = 50ms;
    quick.retries = 1;
    const auto reply = model(std::move(quick))->ask(request_, {});
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().kind(), ErrorKind::timed_out) << reply.error().message();
    EXPECT_EQ(server_.requests().size(), 2U);
}

TEST_F(ModelServer, IsLeftAtOnceWhenSomebodyStops) {
    server_.answer(kPath, {"HTTP/1.1 200 OK\r\n"}, Then::wait);
    std::stop_source stop;
    const auto asking = model(options());
    const std::jthread stopper([&] {
        while (server_.requests().empty()) std::this_thread::yield();
        stop.request_stop();
    });
    const auto reply = asking->ask(request_, Deadline::after(1h, stop.get_token()));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().kind(), ErrorKind::cancelled) << reply.error().message();
}

TEST_F(ModelServer, AnswersAHundredAtATime) {
    server_.answer(kPath, {http_answer(R"({"error":{"code":"rate_limit_exceeded"}})", "Retry-After: 0\r\n",
                                       "429 Too Many Requests")});
    server_.page(kPath, kGood);
    auto many = options();
    many.concurrency = 16;
    const auto asking = model(std::move(many));
    std::atomic<int> good = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 100; ++i)
            threads.emplace_back([&] {
                const auto reply = asking->ask(request_, {});
                if (reply && reply->text == R"({"score":7})") ++good;
            });
    }
    EXPECT_EQ(good, 100);
    EXPECT_EQ(server_.requests().size(), 101U);
    EXPECT_LE(server_.connections(), 16);
}

TEST_F(ModelServer, EndsForAllWhenTheMoneyIsGone) {
    server_.answer(kPath, {http_answer(R"({"error":{"code":"insufficient_quota"}})", "", "429 Too Many Requests")});
    auto few = options();
    few.concurrency = 4;
    const auto asking = model(std::move(few));
    std::atomic<int> ended = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 50; ++i)
            threads.emplace_back([&] {
                const auto reply = asking->ask(request_, {});
                if (!reply && reply.error().kind() == ErrorKind::quota_exhausted) ++ended;
            });
    }
    EXPECT_EQ(ended, 50);
    EXPECT_LE(server_.requests().size(), 8U) << "those that were on their way, not one for each page";
}

std::string whole(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

TEST_F(ModelServer, ShowsTheKeyNowhere) {
    const auto archive = std::filesystem::path(testing::TempDir()) / "llm-keys.warc";
    std::filesystem::remove(archive);
    server_.answer(
        kPath, {http_answer(std::string(R"({"error":{"message":"bad key )") + kKey + "\"}}", "", "401 Unauthorized")});
    server_.answer(kPath, {http_answer("{}", "", "500 Oops")});
    server_.page(kPath, kGood);
    log::configure(log::Level::debug, log::Format::json);
    testing::internal::CaptureStderr();
    std::vector<std::string> messages;
    {
        auto recording = http::make_recording_client(*client_, archive.string());
        ASSERT_TRUE(recording) << recording.error().message();
        for (const auto* const header : {"", "api-key", "x-goog-api-key"}) {
            auto own = options();
            own.key_header = header;
            const auto reply = model(std::move(own), recording->get())->ask(request_, {});
            if (!reply) messages.push_back(reply.error().message());
        }
    }
    const auto logged = testing::internal::GetCapturedStderr();
    log::configure(log::Level::warn, log::Format::human);
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0].find(kKey), std::string::npos) << messages[0];
    EXPECT_NE(logged.find("asking a provider again"), std::string::npos) << "the log was on";
    EXPECT_EQ(logged.find(kKey), std::string::npos);
    EXPECT_EQ(logged.find(request_.input), std::string::npos);
    const auto recorded = whole(archive);
    EXPECT_NE(recorded.find("A secretive page."), std::string::npos) << "the archive holds the exchange";
    // The server itself sent the key back once, in a body; what we sent must not show it.
    EXPECT_EQ(recorded.find(std::string("Bearer ") + kKey), std::string::npos);
    EXPECT_EQ(recorded.find(std::string("api-key: ") + kKey), std::string::npos);
}

}  // namespace
}  // namespace winnow::llm
