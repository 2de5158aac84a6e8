#include "store/redis/client.h"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "redis_server.h"

namespace winnow::redis {
namespace {

using testing::HasSubstr;
using testing::Not;

class RedisClient : public testing::Test {
protected:
    void SetUp() override {
        if (!server_.is_running()) GTEST_SKIP() << "redis-server or openssl is not installed";
    }
    std::unique_ptr<Client> client(RedisOptions options) {
        auto made = make_client(std::move(options));
        EXPECT_TRUE(made) << made.error().message();
        return made ? std::move(*made) : nullptr;
    }
    std::unique_ptr<Client> client() { return client(server_.options()); }

    static Result<Reply> set(Client& client, const std::string& name, const std::string& value) {
        const auto key = client.key(name);
        return client.run({"SET", key, value, "EX", "60"}, key, From::primary);
    }
    static Result<Reply> get(Client& client, const std::string& name, From from = From::primary) {
        const auto key = client.key(name);
        return client.run({"GET", key}, key, from);
    }

    RedisServer server_;
};

TEST_F(RedisClient, KeepsAnyBytesOverTls) {
    const auto redis = client();
    std::string bytes = "\r\n$3\r\n";
    for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
    ASSERT_TRUE(set(*redis, "a", bytes));
    EXPECT_EQ(get(*redis, "a")->text, bytes);
    EXPECT_TRUE(get(*redis, "none")->is_null());
}

TEST_F(RedisClient, MovesMegabytesInBothDirections) {
    const auto redis = client();
    std::string bytes;
    for (std::size_t i = 0; bytes.size() < (9u << 20); ++i) bytes += std::to_string(i * 7919);
    ASSERT_TRUE(set(*redis, "large", bytes));
    EXPECT_EQ(get(*redis, "large")->text, bytes);
}

TEST_F(RedisClient, AnswersManyThreads) {
    const auto redis = client();
    std::atomic<int> good = 0;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 8; ++t)
            threads.emplace_back([&, t] {
                for (int i = 0; i < 20; ++i) {
                    const auto name = std::to_string(t) + "-" + std::to_string(i);
                    if (set(*redis, name, name) && get(*redis, name)->text == name) ++good;
                }
            });
    }
    EXPECT_EQ(good, 160);
}

TEST_F(RedisClient, RefusesACertificateOfAnotherAuthority) {
    auto options = server_.options();
    options.ca_file = (test_certificates() / "other-ca.pem").string();
    const auto reply = get(*client(options), "a");
    EXPECT_EQ(reply.error().kind(), ErrorKind::unavailable);
    EXPECT_THAT(reply.error().message(), HasSubstr("no trusted TLS connection"));
}

TEST_F(RedisClient, RefusesACertificateForAnotherName) {
    const RedisServer stranger({.certificate = "stranger"});
    const auto reply = get(*client(stranger.options()), "a");
    EXPECT_THAT(reply.error().message(), HasSubstr("mismatch"));
    auto options = stranger.options();
    options.server_name = "stranger.example";
    EXPECT_TRUE(get(*client(options), "a"));
    options.server_name = "other.example";
    EXPECT_FALSE(get(*client(options), "a"));
}

TEST_F(RedisClient, SpeaksNoPlainTcpToATlsServer) {
    auto options = server_.options();
    options.encrypted = Encrypted::no;
    options.timeout = std::chrono::milliseconds{500};
    EXPECT_FALSE(get(*client(options), "a"));
}

TEST_F(RedisClient, SpeaksPlainTcpWhenToldSo) {
    const RedisServer plain({.tls = false});
    const auto redis = client(plain.options());
    ASSERT_TRUE(set(*redis, "a", "b"));
    EXPECT_EQ(get(*redis, "a")->text, "b");
}

TEST_F(RedisClient, SaysThatThePasswordIsWrongAndNotWhich) {
    auto options = server_.options();
    options.password = [](bool) -> Result<Secret> { return Secret("wrong password"); };
    const auto reply = get(*client(options), "a");
    EXPECT_EQ(reply.error().kind(), ErrorKind::unauthorized);
    EXPECT_THAT(reply.error().message(), Not(HasSubstr("wrong password")));
    options.password = nullptr;
    EXPECT_EQ(get(*client(options), "a").error().kind(), ErrorKind::unauthorized);
}

TEST_F(RedisClient, AsksForThePasswordOnceMoreWhenItWasRotated) {
    auto options = server_.options();
    const auto right = options.password;
    options.password = [right](bool refused) {
        return refused ? right(true) : Result<Secret>(Secret("the one before"));
    };
    EXPECT_TRUE(set(*client(options), "a", "b"));
}

TEST_F(RedisClient, SaysWhatTheUserMayNotDo) {
    const auto redis = client();
    EXPECT_EQ(redis->run({"GET", "others:key"}, "others:key", From::primary).error().kind(), ErrorKind::forbidden);
    EXPECT_EQ(redis->run({"FLUSHALL"}, "x", From::primary).error().kind(), ErrorKind::forbidden);
    ASSERT_TRUE(set(*redis, "a", "b"));
    const auto wrong = redis->run({"HGET", redis->key("a"), "f"}, redis->key("a"), From::primary);
    EXPECT_EQ(wrong.error().kind(), ErrorKind::malformed);
    EXPECT_THAT(wrong.error().message(), HasSubstr("WRONGTYPE"));
}

TEST_F(RedisClient, ConnectsAnewAfterTheServerCameBack) {
    const auto port = free_port();
    auto first = std::make_unique<RedisServer>(RedisServer::Options{.port = port});
    auto options = first->options();
    const auto redis = client(options);
    ASSERT_TRUE(set(*redis, "a", "b"));
    first.reset();
    const RedisServer second({.port = port});
    EXPECT_TRUE(get(*redis, "a")->is_null());
}

TEST_F(RedisClient, SaysThatNobodyIsThere) {
    auto options = server_.options();
    server_.stop();
    const auto reply = get(*client(options), "a");
    EXPECT_EQ(reply.error().kind(), ErrorKind::unavailable);
    options.host = "name.invalid";
    EXPECT_EQ(get(*client(options), "a").error().kind(), ErrorKind::unavailable);
}

TEST_F(RedisClient, DoesNotWaitForAServerThatHangs) {
    auto options = server_.options();
    options.timeout = std::chrono::milliseconds{300};
    const auto redis = client(options);
    ASSERT_TRUE(set(*redis, "a", "b"));
    server_.freeze();
    EXPECT_EQ(get(*redis, "a").error().kind(), ErrorKind::timed_out);
    server_.thaw();
    EXPECT_TRUE(get(*redis, "a"));
}

TEST_F(RedisClient, ReadsFromTheReaderAndFromThePrimaryWhenThatIsAway) {
    auto reader = std::make_unique<RedisServer>();
    auto options = server_.options();
    options.reader_host = "127.0.0.1";
    options.reader_port = reader->port();
    auto reader_options = reader->options();
    reader_options.prefix = options.prefix;
    ASSERT_TRUE(set(*client(reader_options), "a", "of the reader"));
    const auto redis = client(options);
    ASSERT_TRUE(set(*redis, "a", "of the primary"));
    EXPECT_EQ(get(*redis, "a", From::reader)->text, "of the reader");
    EXPECT_EQ(get(*redis, "a", From::primary)->text, "of the primary");
    reader.reset();
    EXPECT_EQ(get(*redis, "a", From::reader)->text, "of the primary");
}

TEST(RedisOptionsTest, ReadsUrlsWithAReferenceToThePassword) {
    const auto url = parse_redis_url("rediss://pipeline:env:REDIS_PASSWORD@cache.example:6380/");
    ASSERT_TRUE(url);
    EXPECT_EQ(url->options.host, "cache.example");
    EXPECT_EQ(url->options.port, 6380);
    EXPECT_EQ(url->options.user, "pipeline");
    EXPECT_EQ(url->password_reference, "env:REDIS_PASSWORD");
    EXPECT_EQ(url->options.encrypted, Encrypted::yes);
    const auto plain = parse_redis_url("redis://[::1]:7000");
    EXPECT_EQ(plain->options.host, "::1");
    EXPECT_EQ(plain->options.port, 7000);
    EXPECT_EQ(plain->options.encrypted, Encrypted::no);
    EXPECT_EQ(parse_redis_url("rediss://h")->options.port, 6379);
}

TEST(RedisOptionsTest, RefusesOtherUrlsWithoutRepeatingThem) {
    for (const auto* text : {"http://h", "rediss://", "rediss://user@h", "rediss://h:0", "rediss://h:99999",
                             "rediss://h:x", "rediss://h/1", "rediss://[::1", "rediss://u:hunter2@h:x"}) {
        const auto url = parse_redis_url(text);
        ASSERT_FALSE(url) << text;
        EXPECT_EQ(url.error().kind(), ErrorKind::invalid_config) << text;
        EXPECT_THAT(url.error().message(), Not(HasSubstr("hunter2")));
    }
}

}  // namespace
}  // namespace winnow::redis
