#pragma once

#include <memory>
#include <string>

#include "core/result.h"
#include "core/time.h"
#include "store/redis/connection.h"
#include "store/redis_options.h"

namespace winnow::redis {

/// Who may answer.
enum class From { primary, reader };

/// Redis or Valkey, one server or a cluster, found out by its redirections. Connections are kept and shared; a broken
/// one is replaced, with backoff and full jitter. Safe to call from several threads.
class Client {
public:
    virtual ~Client() = default;
    /// Runs a command on the server that has `key`. An error reply becomes an Error: unauthorized, forbidden (NOPERM),
    /// storage (OOM, MISCONF, READONLY), unavailable (LOADING, CLUSTERDOWN…), malformed (anything else).
    virtual Result<Reply> run(const Command& command, const std::string& key, From from) = 0;
    /// The key under the configured prefix and the version of our records: "winnow:v1:page:…".
    virtual std::string key(std::string_view name) const = 0;
};

/// Connects at the first command. Error: invalid_config.
Result<std::unique_ptr<Client>> make_client(RedisOptions options);

}  // namespace winnow::redis
