#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "store/redis_options.h"

namespace winnow {

/// Authorities and certificates in a folder that goes with the tests: "ca.pem" signed "server.pem" (for 127.0.0.1 and
/// localhost, key "server.key") and "stranger.pem" (for stranger.example); "other-ca.pem" signed nothing. Empty if
/// there is no openssl.
const std::filesystem::path& test_certificates();

/// A redis-server on a free port of the loopback interface, in TLS with a user "pipeline" who may do what the system's
/// user may, until the object goes. The user `default` is off.
class RedisServer {
public:
    struct Options {
        bool tls = true;
        bool cluster = false;
        std::string certificate = "server";  ///< of test_certificates()
        std::uint16_t port = 0;              ///< 0: a free one
    };

    explicit RedisServer(Options options);
    RedisServer() : RedisServer(Options()) {}
    ~RedisServer();
    RedisServer(const RedisServer&) = delete;
    RedisServer& operator=(const RedisServer&) = delete;

    /// Whether it runs; it does not where redis-server or openssl are not installed.
    bool is_running() const { return process_ > 0; }
    std::uint16_t port() const { return port_; }
    std::uint16_t bus_port() const { return bus_port_; }
    /// What a client needs; `prefix` of its own, so that tests do not see each other's keys.
    RedisOptions options() const;
    /// Kills it, as if the machine went.
    void stop();
    /// Freezes it: it takes connections and answers nothing.
    void freeze() const;
    void thaw() const;

private:
    Options options_;
    std::uint16_t port_ = 0;
    std::uint16_t bus_port_ = 0;  // where the nodes of a cluster talk
    int process_ = -1;
    std::filesystem::path folder_;
};

/// The keys under the options' prefix that would stay for ever. A failure if there is no key there.
std::vector<std::string> keys_without_end(const RedisOptions& options);

/// Cuts the values under the options' prefix in half, as no writer of ours would leave them.
void damage_all_keys(const RedisOptions& options);

/// A port that nobody listens on.
std::uint16_t free_port();

}  // namespace winnow
