#include "store/redis/client.h"
#include "store/redis_limits.h"
#include "store/shared/token.h"

namespace winnow {
namespace {

using redis::From;
using std::chrono::milliseconds;

/// The generic cell rate algorithm, which is a token bucket in one number: how long until the bucket is full again.
/// That is the key's time to live, so the server keeps the clock (and TIME, which users may lack, is not needed). Gives
/// the wait for the turn taken, or minus the wait (less one) for which no turn was taken.
constexpr const char* kTakeTurn = R"(
local interval, burst, patience = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local until_full = math.max(0, redis.call('PTTL', KEYS[1]))
local wait = math.max(0, until_full + interval - burst * interval)
if wait > patience then return -wait - 1 end
redis.call('SET', KEYS[1], '', 'PX', until_full + interval)
return wait)";

/// Takes the lock, or finds that the same attempt took it already and only the answer got lost.
constexpr const char* kLock = R"(
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1)";

constexpr const char* kProlong = R"(
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2]))";

constexpr const char* kUnlock = R"(
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1]))";

class RedisCoordination final : public Coordination {
public:
    explicit RedisCoordination(std::unique_ptr<redis::Client> client) : client_(std::move(client)) {}

    Result<milliseconds> take_turn(const std::string& name, const Rate& rate, milliseconds patience) override {
        if (rate.interval.count() <= 0 || rate.burst == 0)
            return fail(ErrorKind::invalid_argument, "a rate of nothing for " + name);
        TRY(const auto wait, eval(kTakeTurn, "rate:" + name,
                                  {std::to_string(rate.interval.count()), std::to_string(rate.burst),
                                   std::to_string(patience.count())}));
        if (wait >= 0) return milliseconds{wait};
        const milliseconds needed{-wait - 1};
        return fail(Error(ErrorKind::rate_limited,
                          "the next turn at " + name + " comes in " + std::to_string(needed.count()) + " ms only")
                        .retry_in(needed));
    }

    Result<std::optional<std::string>> lock(const std::string& name, milliseconds lifetime) override {
        TRY(auto token, new_token());
        TRY(const auto taken, eval(kLock, "lock:" + name, {token, std::to_string(lifetime.count())}));
        return taken == 1 ? std::optional(std::move(token)) : std::nullopt;
    }

    Result<bool> prolong(const std::string& name, const std::string& token, milliseconds lifetime) override {
        TRY(const auto held, eval(kProlong, "lock:" + name, {token, std::to_string(lifetime.count())}));
        return held == 1;
    }

    Result<bool> unlock(const std::string& name, const std::string& token) override {
        TRY(const auto held, eval(kUnlock, "lock:" + name, {token}));
        return held == 1;
    }

private:
    Result<std::int64_t> eval(const char* script, const std::string& name, const std::vector<std::string>& arguments) {
        const auto key = client_->key(name);
        redis::Command command{"EVAL", script, "1", key};
        command.insert(command.end(), arguments.begin(), arguments.end());
        TRY(const auto reply, client_->run(command, key, From::primary));
        if (reply.kind != redis::Reply::Kind::integer)
            return fail(ErrorKind::malformed, "Redis gave no number for " + name);
        return reply.integer;
    }

    std::unique_ptr<redis::Client> client_;
};

}  // namespace

Result<std::unique_ptr<Coordination>> make_redis_coordination(RedisOptions redis) {
    TRY(auto client, redis::make_client(std::move(redis)));
    return std::make_unique<RedisCoordination>(std::move(client));
}

}  // namespace winnow
