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
    /// Asked at every connection, so that a rotated password is seen; `refused` is true when the one before was
    /// refused. No function: no log-in.
    std::function<Result<Secret>(bool refused)> password;
    Encrypted encrypted = Encrypted::yes;
    std::string ca_file;      ///< PEM file of authorities trusted besides the system's
    std::string server_name;  ///< what the certificate must say; empty: the host asked
    std::string prefix = "winnow:";
    std::chrono::milliseconds connect_timeout{2'000};
    std::chrono::milliseconds timeout{2'000};  ///< of one command or batch
    std::size_t retries = 2;                   ///< on a new connection, after one broke
    std::size_t max_redirects = 5;             ///< MOVED and ASK of one command
};

/// "rediss://[user@]host[:port][?ca_file=/path]", or "redis://" in the clear. A password in it is refused: it comes by
/// reference. Error: invalid_config.
Result<RedisOptions> parse_redis_url(std::string_view url);
/// "host" or "host:port", as ElastiCache calls its endpoints. Error: invalid_config.
Result<void> parse_redis_endpoint(std::string_view endpoint, std::string& host, std::uint16_t& port);

}  // namespace winnow
