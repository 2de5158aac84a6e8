#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "store/redis/stream.h"

namespace winnow::redis {

/// A command with its arguments, of any bytes.
using Command = std::vector<std::string>;

struct Reply {
    enum class Kind { null, text, integer, array, error };
    Kind kind = Kind::null;
    std::string text;  ///< of a text; of an error: "MOVED 3999 127.0.0.1:6381"
    std::int64_t integer = 0;
    std::vector<Reply> items;

    bool is_null() const { return kind == Kind::null; }
    bool is_error() const { return kind == Kind::error; }
    /// Whether it is an error that begins with this word.
    bool is_error(std::string_view word) const;
};

/// Commands and replies over one stream. For one thread at a time.
class Connection {
public:
    virtual ~Connection() = default;
    /// Sends all commands in one go and reads as many replies, in their order; an error of the server is a Reply.
    /// After an Error (unavailable, timed_out, malformed, too_large, cancelled) the connection is of no use any more.
    virtual Result<std::vector<Reply>> exchange(std::span<const Command> commands, const Deadline& deadline) = 0;
};

std::unique_ptr<Connection> make_connection(std::unique_ptr<Stream> stream);

}  // namespace winnow::redis
