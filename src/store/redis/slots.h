#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "store/redis/connection.h"
#include "store/redis_options.h"

namespace winnow::redis {

constexpr std::uint16_t kSlots = 16384;

/// Which part of a cluster a key belongs to: CRC-16 (XMODEM) of the key, or of what stands between its first '{' and
/// the next '}', modulo 16384. Source: the Redis cluster specification, "Key distribution model".
std::uint16_t slot_of(std::string_view key);

/// "MOVED 3999 127.0.0.1:6381", "ASK 3999 host:6379"; an empty host means the server that said it.
struct Redirection {
    std::uint16_t slot = 0;
    RedisEndpoint to;
};
std::optional<Redirection> parse_redirection(std::string_view text, const RedisEndpoint& said_by);

/// Which node has which slots, by the first of each, from the reply to CLUSTER SLOTS; empty if it is no such reply.
class SlotMap {
public:
    static SlotMap parse(const Reply& cluster_slots, const RedisEndpoint& said_by);
    std::optional<RedisEndpoint> find(std::uint16_t slot) const;
    void set(std::uint16_t slot, const RedisEndpoint& node);
    bool empty() const { return ranges_.empty(); }

private:
    struct Range {
        std::uint16_t last;
        RedisEndpoint node;
    };
    std::map<std::uint16_t, Range> ranges_;         // by first slot
    std::map<std::uint16_t, RedisEndpoint> moved_;  // what was said later of single slots
};

}  // namespace winnow::redis
