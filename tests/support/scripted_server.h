#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace winnow {

/// The bytes of one connection.
class ByteStream {
public:
    virtual ~ByteStream() = default;
    /// Some bytes; empty at the end or on failure.
    virtual std::string read() = 0;
    virtual bool write(std::string_view bytes) = 0;
};

/// What follows the bytes of an answer.
enum class Then {
    keep_alive,  ///< the next request of the connection is read
    close,
    reset,   ///< the connection is broken, not ended
    wait,    ///< nothing, until the client goes
    repeat,  ///< the last piece again and again, until the client goes
};

/// An HTTP server on the loopback interface that sends byte for byte what it was told, right or wrong. Each connection
/// has a thread. All functions may be called while it serves.
class ScriptedServer {
public:
    /// Wraps an accepted socket, for TLS; nothing if that fails. The default speaks plainly.
    using Wrap = std::function<std::unique_ptr<ByteStream>(int socket)>;

    explicit ScriptedServer(Wrap wrap = {}, const char* address = "127.0.0.1");
    ~ScriptedServer();
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;

    std::uint16_t port() const { return port_; }
    /// "http://127.0.0.1:1234" + `path`.
    std::string url(std::string_view path = "/") const;

    /// What a request of the path (with its query) gets, whatever its method: the pieces are written one by one.
    /// Several answers to a path are used in their order, the last one again and again. Others get a 404.
    ScriptedServer& answer(const std::string& path, std::vector<std::string> pieces, Then then = Then::keep_alive);
    /// The same with a right head before the body.
    ScriptedServer& page(const std::string& path, const std::string& body, const std::string& more_fields = {});

    /// The requests so far, heads and bodies as received.
    std::vector<std::string> requests() const;
    int connections() const { return connections_; }

private:
    struct Answer {
        std::vector<std::string> pieces;
        Then then = Then::keep_alive;
    };
    struct Script {
        std::vector<Answer> answers;
        std::size_t next = 0;
    };

    void accept_all();
    void serve(int socket);
    bool play(ByteStream& stream, int socket, const Answer& answer);
    Answer take_answer(const std::string& request);

    Wrap wrap_;
    std::string address_;
    std::uint16_t port_ = 0;
    int listener_ = -1;
    std::atomic<bool> stopping_ = false;
    std::atomic<int> connections_ = 0;
    mutable std::mutex mutex_;
    std::map<std::string, Script> scripts_;
    std::vector<std::string> requests_;
    std::vector<int> open_;
    std::list<std::jthread> threads_;
    std::jthread accepting_;
};

/// "HTTP/1.1 200 OK" with a Content-Length that is right.
std::string http_answer(const std::string& body, const std::string& more_fields = {},
                        const std::string& status = "200 OK");

}  // namespace winnow
