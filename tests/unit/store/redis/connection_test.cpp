#include "store/redis/connection.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace winnow::redis {
namespace {

/// A server that says what it was told to say.
class Said final : public Stream {
public:
    explicit Said(std::string bytes) : bytes_(std::move(bytes)) {}
    Result<void> write(std::string_view, const Deadline&) override { return {}; }
    Result<std::size_t> read(std::span<char> buffer, const Deadline&) override {
        if (bytes_.empty()) return fail(ErrorKind::unavailable, "the connection ended");
        const auto count = std::min(buffer.size(), bytes_.size());
        std::copy_n(bytes_.begin(), count, buffer.begin());
        bytes_.erase(0, count);
        return count;
    }

private:
    std::string bytes_;
};

Result<std::vector<Reply>> answer(std::string bytes, std::size_t commands = 1) {
    const std::vector<Command> sent(commands, {"PING"});
    return make_connection(std::make_unique<Said>(std::move(bytes)))->exchange(sent, {});
}

TEST(RedisConnection, ReadsEveryKindOfReply) {
    const auto replies = answer("+OK\r\n:7\r\n$-1\r\n*2\r\n$1\r\na\r\n$1\r\nb\r\n-ERR no\r\n", 5);
    ASSERT_TRUE(replies) << replies.error().message();
    EXPECT_EQ((*replies)[0].text, "OK");
    EXPECT_EQ((*replies)[1].integer, 7);
    EXPECT_TRUE((*replies)[2].is_null());
    ASSERT_EQ((*replies)[3].items.size(), 2U);
    EXPECT_EQ((*replies)[3].items[1].text, "b");
    EXPECT_TRUE((*replies)[4].is_error("ERR"));
}

TEST(RedisConnection, MakesNoRoomForAListBecauseItIsAnnounced) {
    for (const auto* const header : {"*1000000000\r\n", "*2\r\n*65537\r\n"}) {
        const auto replies = answer(header);
        ASSERT_FALSE(replies) << header;
        EXPECT_EQ(replies.error().kind(), ErrorKind::too_large) << header;
    }
}

TEST(RedisConnection, SaysThatNonsenseIsNoReply) {
    const auto replies = answer("HTTP/1.1 400 Bad Request\r\n");
    ASSERT_FALSE(replies);
    EXPECT_EQ(replies.error().kind(), ErrorKind::malformed);
}

}  // namespace
}  // namespace winnow::redis
