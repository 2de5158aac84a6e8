#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "core/result.h"
#include "core/time.h"
#include "store/redis_options.h"

namespace winnow::redis {

/// A connection's bytes. For one thread at a time.
class Stream {
public:
    virtual ~Stream() = default;
    /// Errors: unavailable (broken, or ended by the other side), timed_out, cancelled.
    virtual Result<void> write(std::string_view bytes, const Deadline& deadline) = 0;
    /// At least one byte; how many.
    virtual Result<std::size_t> read(std::span<char> buffer, const Deadline& deadline) = 0;
};

/// Opens streams over TCP: in TLS 1.2 or later with the certificate and the name in it checked, or in the clear.
/// Safe to call from several threads.
class Connector {
public:
    virtual ~Connector() = default;
    /// Errors: unavailable (name, refused, no trusted TLS), timed_out, cancelled.
    virtual Result<std::unique_ptr<Stream>> connect(const RedisEndpoint& endpoint, const Deadline& deadline) = 0;
};

/// Reads the authorities once. `encrypted`, `ca_file` and `server_name` of the options count. Error: invalid_config.
Result<std::unique_ptr<Connector>> make_connector(const RedisOptions& options);

}  // namespace winnow::redis
