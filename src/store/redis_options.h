#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "core/secret.h"

namespace winnow {

enum class Encrypted { yes, no };

/// Where Redis or Valkey is and how it is spoken to.
struct RedisOptions {
    std::string host;
    std::uint16_t port = 6379;
    std::string reader_host;        ///< of replicas; empty: none
    std::uint16_t reader_port = 0;  ///< 0: as `port`
    std::string user;               ///< empty: "default", if there is a password
    /// Asked at every connection, by several threads, so that a rotated password is seen; `refused` is true when the
    /// one before was refused. No function: no log-in.
    std::function<Result<Secret>(bool refused)> password;
    Encrypted encrypted = Encrypted::yes;
    std::string ca_file;      ///< PEM file of authorities trusted besides the system's
    std::string server_name;  ///< what the certificate must say; empty: the host asked
    std::string prefix = "winnow:";
    std::chrono::milliseconds connect_timeout{1'500};
    std::chrono::milliseconds timeout{3'000};  ///< of one command with all its attempts
    std::size_t retries = 2;                   ///< after a connection broke, or a server that asks for patience
    std::size_t max_redirects = 5;             ///< MOVED and ASK of one command
};

/// A URL read: the password in it is a reference, which the caller resolves.
struct RedisUrl {
    RedisOptions options;
    std::string password_reference;  ///< "env:REDIS_PASSWORD"; empty: no log-in
};

/// "rediss://[user:REFERENCE@]host[:port]", or "redis://" in the clear. Error: invalid_config, without the text.
Result<RedisUrl> parse_redis_url(std::string_view url);

struct RedisEndpoint {
    std::string host;
    std::uint16_t port = 6379;
};
/// "host" or "host:port", as ElastiCache calls its endpoints; an IPv6 address stands in brackets. Error:
/// invalid_config.
Result<RedisEndpoint> parse_redis_endpoint(std::string_view text);

}  // namespace winnow
