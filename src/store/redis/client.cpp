#include "store/redis/client.h"

#include <algorithm>
#include <array>
#include <mutex>

#include "http/retry.h"
#include "log/log.h"
#include "store/redis/slots.h"

namespace winnow::redis {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kRecordVersion = "v1:";
constexpr std::size_t kMaxIdle = 16;  // connections of a node that wait for the next command

std::string name_of(const RedisEndpoint& node) {
    return node.host + ":" + std::to_string(node.port);
}

/// Errors that go by themselves.
bool asks_for_patience(const Reply& reply) {
    constexpr std::array<std::string_view, 6> kWords{"LOADING",    "TRYAGAIN", "CLUSTERDOWN",
                                                     "MASTERDOWN", "BUSY",     "READONLY"};
    return std::ranges::any_of(kWords, [&](std::string_view word) { return reply.is_error(word); });
}

bool refuses_login(const Reply& reply) {
    return reply.is_error("WRONGPASS") || reply.is_error("NOAUTH") ||
           (reply.is_error("ERR") && (reply.text.contains("AUTH") || reply.text.contains("invalid password")));
}

/// What the server says of itself; arguments that it repeats (of EVAL, of unknown commands) are left out.
Error to_error(const Reply& reply, const RedisEndpoint& node) {
    const auto word = reply.text.substr(0, reply.text.find(' '));
    const auto text = "Redis at " + name_of(node) + " answered " + word;
    if (refuses_login(reply)) return {ErrorKind::unauthorized, text + ": user or password is wrong"};
    if (word == "NOPERM") return {ErrorKind::forbidden, text + ": the user may not do that"};
    if (word == "OOM") return {ErrorKind::storage, text + ": its memory is full"};
    if (word == "MISCONF" || word == "READONLY") return {ErrorKind::storage, text + ": it takes no writes"};
    if (asks_for_patience(reply)) return {ErrorKind::unavailable, text};
    return {ErrorKind::malformed, text + reply.text.substr(word.size()).substr(0, 120)};
}

/// Where a command goes next.
struct Target {
    RedisEndpoint node;
    bool is_reader = false;
    bool asking = false;
};

class PooledClient final : public Client {
public:
    PooledClient(RedisOptions options, std::unique_ptr<Connector> connector)
        : options_(std::move(options)), connector_(std::move(connector)) {
        retry_ = http::completed(
            {.retries = options_.retries, .first_delay = milliseconds{50}, .longest_delay = milliseconds{1'000}});
        seed_ = {.host = options_.host, .port = options_.port};
        reader_ = {.host = options_.reader_host,
                   .port = options_.reader_port == 0 ? options_.port : options_.reader_port};
    }

    Result<Reply> run(const Command& command, const std::string& key, From from) override {
        const auto deadline = Deadline::after(options_.timeout);
        if (from == From::reader && !reader_.host.empty() && !is_cluster()) {
            const auto half = deadline.within(options_.timeout / 2);
            auto read = run_at({.node = reader_, .is_reader = true}, command, key, half);
            if (read || !is_transient(read.error().kind())) return read;
            log::debug("redis reader does not answer", {{"error", read.error()}});
        }
        return run_at({.node = node_of(key)}, command, key, deadline);
    }

    std::string key(std::string_view name) const override {
        return options_.prefix + std::string(kRecordVersion) + std::string(name);
    }

private:
    /// Follows redirections and tries again what passes, within the deadline.
    Result<Reply> run_at(Target target, const Command& command, const std::string& key, const Deadline& deadline) {
        std::size_t redirects = 0;
        for (std::size_t attempt = 0;;) {
            auto reply = ask(target, command, deadline);
            if (reply && !reply->is_error()) return reply;
            if (reply && (reply->is_error("MOVED") || reply->is_error("ASK"))) {
                const auto redirection = parse_redirection(reply->text, target.node);
                if (!redirection || ++redirects > options_.max_redirects)
                    return fail(ErrorKind::unavailable, "Redis at " + name_of(target.node) + " redirects without end");
                if (reply->is_error("MOVED")) learn(*redirection, target, deadline);
                target = {.node = redirection->to, .is_reader = false, .asking = reply->is_error("ASK")};
                continue;
            }
            const bool passes = reply ? asks_for_patience(*reply) : is_transient(reply.error().kind());
            const auto delay = http::backoff(retry_, attempt);
            if (!passes || attempt++ >= retry_.retries || delay >= deadline.remaining())
                return reply ? fail(to_error(*reply, target.node)) : std::move(reply);
            if (reply) forget(target.node);  // READONLY: the name may lead to another server by now
            retry_.sleep(delay, deadline);
            if (!target.is_reader) target = {.node = unreachable(target.node, key)};
        }
    }

    Result<Reply> ask(const Target& target, const Command& command, const Deadline& deadline) {
        std::vector<Command> commands;
        if (target.asking) commands.push_back({"ASKING"});
        commands.push_back(command);
        for (;;) {
            TRY(auto taken, take(target, deadline));
            auto replies = taken.connection->exchange(commands, deadline);
            if (replies) {
                give_back(target, std::move(taken.connection));
                return std::move(replies->back());
            }
            // The server may close what was idle; then the others of its age are dead, too.
            if (!taken.was_idle || replies.error().kind() != ErrorKind::unavailable) return fail(replies.error());
            forget(target.node);
        }
    }

    struct Taken {
        std::unique_ptr<Connection> connection;
        bool was_idle = false;
    };

    Result<Taken> take(const Target& target, const Deadline& deadline) {
        {
            const std::scoped_lock lock(mutex_);
            auto& idle = idle_[name_of(target.node)];
            if (!idle.empty()) {
                Taken taken{std::move(idle.back()), true};
                idle.pop_back();
                return taken;
            }
        }
        TRY(auto connection, open(target, deadline.within(options_.connect_timeout), false));
        return Taken{std::move(connection), false};
    }

    /// Connects and logs in; a refused password is asked for once more, since it may have been rotated.
    Result<std::unique_ptr<Connection>> open(const Target& target, const Deadline& deadline, bool refused) {
        TRY(auto stream, connector_->connect(target.node, deadline));
        auto connection = make_connection(std::move(stream));
        std::vector<Command> commands;
        if (options_.password) {
            TRY(const auto password, options_.password(refused));
            Command login{"AUTH", password.reveal()};
            if (!options_.user.empty()) login.insert(login.begin() + 1, options_.user);
            commands.push_back(std::move(login));
        }
        if (target.is_reader) commands.push_back({"READONLY"});  // an error where there is no cluster: no matter
        if (commands.empty()) return connection;
        auto replies = connection->exchange(commands, deadline);
        for (auto& argument : commands.front()) wipe(argument);
        if (!replies) return fail(std::move(replies).error());
        if (options_.password && replies->front().is_error()) {
            if (refuses_login(replies->front()) && !refused) return open(target, deadline, true);
            return fail(to_error(replies->front(), target.node));
        }
        return connection;
    }

    static void wipe(std::string& text) {
        for (volatile char* byte = text.data(); byte != text.data() + text.size(); ++byte) *byte = 0;
    }

    void give_back(const Target& target, std::unique_ptr<Connection> connection) {
        const std::scoped_lock lock(mutex_);
        auto& idle = idle_[name_of(target.node)];
        if (idle.size() < kMaxIdle) idle.push_back(std::move(connection));
    }

    void forget(const RedisEndpoint& node) {
        const std::scoped_lock lock(mutex_);
        idle_.erase(name_of(node));
    }

    bool is_cluster() {
        const std::scoped_lock lock(mutex_);
        return !slots_.empty();
    }

    RedisEndpoint node_of(const std::string& key) {
        const std::scoped_lock lock(mutex_);
        return slots_.find(slot_of(key)).value_or(seed_);
    }

    /// The next node to ask for the key after this one failed: what the cluster looks like must be learned anew.
    RedisEndpoint unreachable(const RedisEndpoint& node, const std::string& key) {
        if (name_of(node) == name_of(seed_)) return node_of(key);
        const std::scoped_lock lock(mutex_);
        slots_ = {};
        return seed_;
    }

    void learn(const Redirection& redirection, const Target& said_by, const Deadline& deadline) {
        auto slots = ask(said_by, {"CLUSTER", "SLOTS"}, deadline);
        const std::scoped_lock lock(mutex_);
        if (slots && !slots->is_error())
            if (auto map = SlotMap::parse(*slots, said_by.node); !map.empty()) slots_ = std::move(map);
        slots_.set(redirection.slot, redirection.to);
    }

    RedisOptions options_;
    std::unique_ptr<Connector> connector_;
    http::RetryOptions retry_;
    RedisEndpoint seed_;
    RedisEndpoint reader_;
    std::mutex mutex_;
    std::map<std::string, std::vector<std::unique_ptr<Connection>>> idle_;  // by node
    SlotMap slots_;                                                         // empty: one server
};

}  // namespace

Result<std::unique_ptr<Client>> make_client(RedisOptions options) {
    if (options.host.empty()) return fail(ErrorKind::invalid_config, "no host of Redis");
    TRY(auto connector, make_connector(options));
    return std::make_unique<PooledClient>(std::move(options), std::move(connector));
}

}  // namespace winnow::redis
