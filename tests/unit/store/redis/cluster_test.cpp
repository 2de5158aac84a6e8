#include <algorithm>
#include <thread>

#include <gtest/gtest.h>

#include "../store_contract.h"
#include "redis_server.h"
#include "store/redis/client.h"
#include "store/redis/slots.h"
#include "store/redis_cache.h"

namespace winnow::redis {
namespace {

Reply text(const std::string& value) {
    Reply reply;
    reply.kind = Reply::Kind::text;
    reply.text = value;
    return reply;
}

Reply number(std::int64_t value) {
    Reply reply;
    reply.kind = Reply::Kind::integer;
    reply.integer = value;
    return reply;
}

Reply list(std::vector<Reply> items) {
    Reply reply;
    reply.kind = Reply::Kind::array;
    reply.items = std::move(items);
    return reply;
}

TEST(Slots, AreThoseOfTheSpecification) {
    EXPECT_EQ(slot_of("123456789"), 0x31C3);
    EXPECT_EQ(slot_of("foo"), 12182);
    EXPECT_EQ(slot_of("{user1000}.following"), slot_of("{user1000}.followers"));
    EXPECT_EQ(slot_of("{user1000}.following"), slot_of("user1000"));
    EXPECT_NE(slot_of("foo{}{bar}"), slot_of("bar"));
    EXPECT_EQ(slot_of("foo{{bar}}zap"), slot_of("{bar"));
    EXPECT_EQ(slot_of("foo{bar}{zap}"), slot_of("bar"));
    EXPECT_EQ(slot_of(""), 0);
}

TEST(Redirection, NamesSlotAndNode) {
    const RedisEndpoint said_by{.host = "seed", .port = 1};
    const auto moved = parse_redirection("MOVED 3999 127.0.0.1:6381", said_by);
    ASSERT_TRUE(moved);
    EXPECT_EQ(moved->slot, 3999);
    EXPECT_EQ(moved->to.host, "127.0.0.1");
    EXPECT_EQ(moved->to.port, 6381);
    EXPECT_EQ(parse_redirection("ASK 1 ::1:7000", said_by)->to.host, "::1");
    EXPECT_EQ(parse_redirection("MOVED 1 :7000", said_by)->to.host, "seed");
    for (const auto* bad :
         {"MOVED", "MOVED 1", "MOVED x h:1", "MOVED 16384 h:1", "MOVED 1 h:0", "MOVED 1 h", "MOVED 1 h:65536"})
        EXPECT_FALSE(parse_redirection(bad, said_by)) << bad;
}

TEST(SlotMap, KnowsRangesAndWhatWasSaidLater) {
    auto map = SlotMap::parse(list({list({number(0), number(99), list({text("a"), number(1), text("id")})}),
                                    list({number(200), number(300), list({text(""), number(2)})}),
                                    list({number(-1), number(7), list({text("bad"), number(3)})}), text("nonsense")}),
                              {.host = "seed", .port = 9});
    EXPECT_EQ(map.find(99)->host, "a");
    EXPECT_FALSE(map.find(100));
    EXPECT_EQ(map.find(250)->host, "seed");
    EXPECT_FALSE(map.find(301));
    map.set(250, {.host = "c", .port = 4});
    EXPECT_EQ(map.find(250)->host, "c");
    EXPECT_TRUE(SlotMap::parse(text("none"), {}).empty());
}

/// Two primaries, each with half of the slots.
class RedisCluster : public testing::Test {
protected:
    void SetUp() override {
        if (!low_.is_running() || !high_.is_running()) GTEST_SKIP() << "redis-server or openssl is not installed";
        const auto low = admin(low_), high = admin(high_);
        ask(*low, {"CLUSTER", "ADDSLOTSRANGE", "0", "8191"});
        ask(*high, {"CLUSTER", "ADDSLOTSRANGE", "8192", "16383"});
        ask(*high, {"CLUSTER", "SET-CONFIG-EPOCH", "2"});
        ask(*low, {"CLUSTER", "MEET", "127.0.0.1", std::to_string(high_.port()), std::to_string(high_.bus_port())});
        while (!is_ready(*low) || !is_ready(*high)) std::this_thread::yield();
    }

    /// Knows all slots, and takes writes.
    static bool is_ready(Client& node) {
        return ask(node, {"CLUSTER", "SLOTS"}).items.size() == 2 &&
               ask(node, {"CLUSTER", "INFO"}).text.starts_with("cluster_state:ok");
    }
    static std::unique_ptr<Client> admin(const RedisServer& server) {
        auto options = server.options();
        options.user = "admin";
        return std::move(*make_client(options));
    }
    static Reply ask(Client& client, const Command& command) {
        auto reply = client.run(command, "", From::primary);
        EXPECT_TRUE(reply) << command[1] << ": " << reply.error().message();
        return reply ? *reply : Reply();
    }

    RedisServer low_{{.cluster = true}};
    RedisServer high_{{.cluster = true}};
};

TEST_F(RedisCluster, IsFollowedToTheNodeThatHasTheKey) {
    const auto redis = std::move(*make_client(low_.options()));
    bool in_low = false, in_high = false;
    for (int i = 0; i < 40; ++i) {
        const auto key = redis->key(std::to_string(i));
        (slot_of(key) < 8192 ? in_low : in_high) = true;
        const auto set = redis->run({"SET", key, key, "EX", "60"}, key, From::primary);
        ASSERT_TRUE(set) << set.error().message();
        EXPECT_EQ(redis->run({"GET", key}, key, From::primary)->text, key);
    }
    EXPECT_TRUE(in_low && in_high);
}

TEST_F(RedisCluster, ServesAsACache) {
    const auto cache = std::move(*make_redis_cache(high_.options()));
    for (const auto* name : {"a", "b", "c", "d", "e", "f"}) {
        ASSERT_TRUE(cache->save_page(made_page(name)));
        ASSERT_TRUE(cache->refresh_page(made_page(name).url, at(5), at(6)));
        EXPECT_EQ((*cache->find_page(made_page(name).url))->fresh_until, at(6));
    }
}

TEST_F(RedisCluster, AsksTheNodeThatASlotIsMovingTo) {
    const auto low = admin(low_), high = admin(high_);
    const auto redis = std::move(*make_client(low_.options()));
    std::string key;
    for (int i = 0; key.empty(); ++i)
        if (slot_of(redis->key(std::to_string(i))) < 8192) key = redis->key(std::to_string(i));
    const auto slot = std::to_string(slot_of(key));
    ask(*high, {"CLUSTER", "SETSLOT", slot, "IMPORTING", ask(*low, {"CLUSTER", "MYID"}).text});
    ask(*low, {"CLUSTER", "SETSLOT", slot, "MIGRATING", ask(*high, {"CLUSTER", "MYID"}).text});
    ASSERT_TRUE(redis->run({"SET", key, "moved", "EX", "60"}, key, From::primary));
    EXPECT_EQ(redis->run({"GET", key}, key, From::primary)->text, "moved");
    EXPECT_EQ(ask(*low, {"DBSIZE"}).integer, 0);
    EXPECT_EQ(ask(*high, {"DBSIZE"}).integer, 1);
}

TEST_F(RedisCluster, IsLearnedAnewWhenANodeGoes) {
    auto options = low_.options();
    options.timeout = std::chrono::seconds{3};
    const auto redis = std::move(*make_client(options));
    std::vector<std::string> keys;
    for (int i = 0; i < 20; ++i) keys.push_back(redis->key(std::to_string(i)));
    for (const auto& key : keys) ASSERT_TRUE(redis->run({"SET", key, "x", "EX", "60"}, key, From::primary));
    high_.stop();
    int answered = 0;
    for (const auto& key : keys)
        if (slot_of(key) < 8192) answered += redis->run({"GET", key}, key, From::primary).has_value() ? 1 : 0;
    EXPECT_EQ(answered, std::ranges::count_if(keys, [](const auto& key) { return slot_of(key) < 8192; }));
    const auto lost = *std::ranges::find_if(keys, [](const auto& key) { return slot_of(key) >= 8192; });
    EXPECT_EQ(redis->run({"GET", lost}, lost, From::primary).error().kind(), ErrorKind::unavailable);
}

}  // namespace
}  // namespace winnow::redis
