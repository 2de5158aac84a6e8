#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "app/server/web/message.h"
#include "core/result.h"

namespace winnow::web {

struct ListenerOptions {
    std::string address = "127.0.0.1";  ///< IPv4 or IPv6, without brackets
    std::uint16_t port = 0;             ///< 0: any that is free
    std::size_t most_connections = 128;
    std::size_t most_streams = 16;                 ///< of events, at a time
    std::size_t most_body_bytes = 64u << 10;       ///< of a request: a form with a note
    std::chrono::milliseconds receiving{10'000};   ///< until a request is there, whole
    std::chrono::milliseconds answering{120'000};  ///< until its answer is taken, unless it is a stream
    std::chrono::milliseconds heart_beat{10'000};  ///< a comment goes out where a stream has nothing to say
};

/// Takes requests of HTTP/1.1 and hands them on, each connection in a thread of its own, so that who sends or reads
/// slowly keeps nobody else waiting, and is cut off when the time is over.
class Listener {
public:
    /// Listens and answers from now on. Errors: invalid_argument (no address), unavailable (the port is taken, or may
    /// not be used), internal.
    static Result<std::unique_ptr<Listener>> open(const ListenerOptions& options, Handler handler);
    /// Ends streams, waits for answers under way, and closes.
    virtual ~Listener() = default;
    /// The port that it listens at.
    virtual std::uint16_t port() const = 0;
};

}  // namespace winnow::web
