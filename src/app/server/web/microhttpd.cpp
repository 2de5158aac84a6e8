#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <microhttpd.h>
#include <mutex>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include "app/server/web/listener.h"
#include "files/descriptor.h"
#include "log/log.h"

namespace winnow::web {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t kMostHeaderBytes = 64u << 10;  // 4,000 characters of a URL in a URL, escaped, are 48,000
constexpr std::chrono::milliseconds kLook{250};  // how often a stream looks whether it is over, and the watch at clocks
constexpr int kBacklog = 64;

/// A request on its way, from its first line to the end of its answer.
struct Exchange {
    Request request;
    bool is_begun = false;
    bool is_too_large = false;
};

/// Cuts off connections that take too long: by then their sockets are shut, and the library ends them.
class Watch {
public:
    void opened(MHD_Connection* connection, std::chrono::milliseconds time) {
        const auto* const info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        const std::scoped_lock lock(mutex_);
        connections_[connection] = {info->connect_fd, steady_clock::now() + time};
    }
    void allow(MHD_Connection* connection, std::chrono::milliseconds time) {
        const std::scoped_lock lock(mutex_);
        if (const auto found = connections_.find(connection); found != connections_.end())
            found->second.until = time.count() > 0 ? steady_clock::now() + time : steady_clock::time_point::max();
    }
    /// The library closes the socket after this only.
    void closed(MHD_Connection* connection) {
        const std::scoped_lock lock(mutex_);
        connections_.erase(connection);
    }
    void cut_late_ones() {
        const std::scoped_lock lock(mutex_);
        for (auto& [connection, state] : connections_) {
            if (steady_clock::now() < state.until) continue;
            shutdown(state.socket, SHUT_RDWR);
            state.until = steady_clock::time_point::max();
        }
    }

private:
    struct State {
        int socket;
        steady_clock::time_point until;
    };
    std::mutex mutex_;
    std::map<MHD_Connection*, State> connections_;
};

class MicrohttpdListener final : public Listener {
public:
    MicrohttpdListener(const ListenerOptions& options, Handler handler)
        : options_(options), handler_(std::move(handler)) {}
    ~MicrohttpdListener() override {
        stopping_ = true;
        if (daemon_ != nullptr) MHD_stop_daemon(daemon_);
        if (watcher_.joinable()) watcher_.join();
    }
    MicrohttpdListener(const MicrohttpdListener&) = delete;
    MicrohttpdListener& operator=(const MicrohttpdListener&) = delete;

    std::uint16_t port() const override { return port_; }
    Result<void> start();

private:
    struct Stream {
        MicrohttpdListener* listener;
        std::unique_ptr<EventStream> events;
        std::string rest;  // of a text that did not fit
        steady_clock::time_point last = steady_clock::now();
    };

    static void* begin(void* self, const char* target, MHD_Connection* connection);
    static MHD_Result receive(void* self, MHD_Connection* connection, const char* url, const char* method,
                              const char* version, const char* bytes, std::size_t* size, void** state);
    static void end(void* self, MHD_Connection* connection, void** state, MHD_RequestTerminationCode code);
    static void notify(void* self, MHD_Connection* connection, void** state, MHD_ConnectionNotificationCode code);
    static ssize_t read_stream(void* state, std::uint64_t position, char* buffer, std::size_t size);
    static void free_stream(void* state);
    static MHD_Result add_header(void* request, MHD_ValueKind kind, const char* name, const char* value);

    MHD_Result answer(MHD_Connection* connection, Exchange& exchange);
    MHD_Result send(MHD_Connection* connection, Response response);
    Response handle(Request request) noexcept;

    ListenerOptions options_;
    Handler handler_;
    Watch watch_;
    std::atomic<bool> stopping_ = false;
    std::atomic<std::size_t> streams_ = 0;
    std::thread watcher_;
    MHD_Daemon* daemon_ = nullptr;
    std::uint16_t port_ = 0;
};

Error cannot_listen(const ListenerOptions& options) {
    const auto place = options.address + ":" + std::to_string(options.port);
    const int code = errno;
    const auto* const hint = code == EADDRINUSE ? "; another program does, perhaps another winnow: choose --port" : "";
    return {ErrorKind::unavailable, "cannot listen at " + place + ": " + std::strerror(code) + hint};
}

/// A socket that listens; the caller closes it.
Result<int> bind_socket(const ListenerOptions& options, std::uint16_t& port) {
    sockaddr_storage storage{};
    auto* const v4 = reinterpret_cast<sockaddr_in*>(&storage);    // NOLINT: the way of the sockets' interface
    auto* const v6 = reinterpret_cast<sockaddr_in6*>(&storage);   // NOLINT
    auto* const address = reinterpret_cast<sockaddr*>(&storage);  // NOLINT
    socklen_t size = 0;
    if (inet_pton(AF_INET, options.address.c_str(), &v4->sin_addr) == 1) {
        storage.ss_family = AF_INET;
        v4->sin_port = htons(options.port);
        size = sizeof *v4;
    } else if (inet_pton(AF_INET6, options.address.c_str(), &v6->sin6_addr) == 1) {
        storage.ss_family = AF_INET6;
        v6->sin6_port = htons(options.port);
        size = sizeof *v6;
    } else {
        return fail(ErrorKind::invalid_argument, "'" + options.address + "' is no address, such as 127.0.0.1 or ::1");
    }
    const files::Descriptor bound(socket(storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int yes = 1;
    if (bound.get() < 0 || setsockopt(bound.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
        bind(bound.get(), address, size) != 0 || listen(bound.get(), kBacklog) != 0 ||
        getsockname(bound.get(), address, &size) != 0)
        return fail(cannot_listen(options));
    port = ntohs(storage.ss_family == AF_INET ? v4->sin_port : v6->sin6_port);
    const int kept = fcntl(bound.get(), F_DUPFD_CLOEXEC, 0);
    if (kept < 0) return fail(cannot_listen(options));
    return kept;
}

Result<void> MicrohttpdListener::start() {
    TRY(const int socket, bind_socket(options_, port_));
    daemon_ = MHD_start_daemon(
        MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL, 0, nullptr, nullptr, &receive,
        this, MHD_OPTION_LISTEN_SOCKET, socket, MHD_OPTION_URI_LOG_CALLBACK, &begin, this, MHD_OPTION_NOTIFY_COMPLETED,
        &end, this, MHD_OPTION_NOTIFY_CONNECTION, &notify, this, MHD_OPTION_CONNECTION_LIMIT,
        static_cast<unsigned>(options_.most_connections), MHD_OPTION_CONNECTION_MEMORY_LIMIT, kMostHeaderBytes,
        MHD_OPTION_CONNECTION_TIMEOUT, 60U, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
    if (daemon_ == nullptr) {
        close(socket);
        return fail(ErrorKind::internal, "the HTTP server cannot be started");
    }
    watcher_ = std::thread([this] {
        while (!stopping_) {
            watch_.cut_late_ones();
            std::this_thread::sleep_for(kLook);
        }
    });
    return {};
}

void* MicrohttpdListener::begin(void*, const char* target, MHD_Connection*) {
    auto exchange = std::make_unique<Exchange>();
    exchange->request.target = target;
    return exchange.release();  // end() takes it back
}

MHD_Result MicrohttpdListener::add_header(void* request, MHD_ValueKind, const char* name, const char* value) {
    static_cast<Request*>(request)->headers.push_back({name, value == nullptr ? "" : value});
    return MHD_YES;
}

MHD_Result MicrohttpdListener::receive(void* self, MHD_Connection* connection, const char*, const char* method,
                                       const char*, const char* bytes, std::size_t* size, void** state) {
    auto& listener = *static_cast<MicrohttpdListener*>(self);
    auto& exchange = *static_cast<Exchange*>(*state);
    auto& request = exchange.request;
    if (!exchange.is_begun) {
        exchange.is_begun = true;
        request.method = method;
        MHD_get_connection_values(connection, MHD_HEADER_KIND, &add_header, &request);
        const auto length = request.header("Content-Length");
        exchange.is_too_large = length.size() > 9 || std::strtoul(std::string(length).c_str(), nullptr, 10) >
                                                         listener.options_.most_body_bytes;
        return exchange.is_too_large ? listener.answer(connection, exchange) : MHD_YES;
    }
    if (*size > 0) {
        exchange.is_too_large =
            exchange.is_too_large || request.body.size() + *size > listener.options_.most_body_bytes;
        if (!exchange.is_too_large) request.body.append(bytes, *size);
        *size = 0;
        return MHD_YES;
    }
    return listener.answer(connection, exchange);
}

void MicrohttpdListener::end(void* self, MHD_Connection* connection, void** state, MHD_RequestTerminationCode) {
    const std::unique_ptr<Exchange> exchange(static_cast<Exchange*>(*state));
    *state = nullptr;
    auto& listener = *static_cast<MicrohttpdListener*>(self);
    listener.watch_.allow(connection, listener.options_.receiving);  // the next request on this connection
}

void MicrohttpdListener::notify(void* self, MHD_Connection* connection, void**, MHD_ConnectionNotificationCode code) {
    auto& listener = *static_cast<MicrohttpdListener*>(self);
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        listener.watch_.opened(connection, listener.options_.receiving);
    else
        listener.watch_.closed(connection);
}

/// The last catch of this thread: what gets here is a bug, and who asks hears of it instead of waiting.
Response MicrohttpdListener::handle(Request request) noexcept {
    try {
        return handler_(std::move(request));
    } catch (const std::exception& error) {
        log::error("request not answered", {{"error", error.what()}});
    } catch (...) {
        log::error("request not answered");
    }
    return text_response(500, "winnow: internal error");
}

MHD_Result MicrohttpdListener::answer(MHD_Connection* connection, Exchange& exchange) {
    watch_.allow(connection, options_.answering);
    if (exchange.is_too_large)
        return send(connection, text_response(413, "The request is larger than " +
                                                       std::to_string(options_.most_body_bytes) + " bytes."));
    auto response = handle(std::move(exchange.request));
    if (response.events) {
        if (streams_ >= options_.most_streams)
            return send(connection, text_response(503, "Too many pages listen already; close some."));
        watch_.allow(connection, std::chrono::milliseconds{0});
    }
    return send(connection, std::move(response));
}

MHD_Result MicrohttpdListener::send(MHD_Connection* connection, Response response) {
    MHD_Response* raw = nullptr;
    if (response.events) {
        auto stream =
            std::make_unique<Stream>(Stream{.listener = this, .events = std::move(response.events), .rest = {}});
        ++streams_;
        raw = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, &read_stream, stream.release(), &free_stream);
    } else {
        raw = MHD_create_response_from_buffer(response.body.size(), response.body.data(), MHD_RESPMEM_MUST_COPY);
    }
    if (raw == nullptr) return MHD_NO;
    MHD_add_response_header(raw, MHD_HTTP_HEADER_CONTENT_TYPE, response.type.c_str());
    for (const auto& field : response.headers) MHD_add_response_header(raw, field.name.c_str(), field.value.c_str());
    const auto queued = MHD_queue_response(connection, static_cast<unsigned>(response.status), raw);
    MHD_destroy_response(raw);  // the connection keeps it until it is sent
    return queued;
}

ssize_t MicrohttpdListener::read_stream(void* state, std::uint64_t, char* buffer, std::size_t size) {
    auto& stream = *static_cast<Stream*>(state);
    while (stream.rest.empty()) {
        if (stream.listener->stopping_) return MHD_CONTENT_READER_END_OF_STREAM;
        auto next = stream.events->next(kLook);
        if (!next) return MHD_CONTENT_READER_END_OF_STREAM;
        stream.rest = std::move(*next);
        if (stream.rest.empty() && steady_clock::now() - stream.last >= stream.listener->options_.heart_beat)
            stream.rest = ":\n\n";  // a comment: who has gone is noticed by it
    }
    const auto part = std::min(size, stream.rest.size());
    std::memcpy(buffer, stream.rest.data(), part);
    stream.rest.erase(0, part);
    stream.last = steady_clock::now();
    return static_cast<ssize_t>(part);
}

void MicrohttpdListener::free_stream(void* state) {
    const std::unique_ptr<Stream> stream(static_cast<Stream*>(state));
    --stream->listener->streams_;
}

}  // namespace

Result<std::unique_ptr<Listener>> Listener::open(const ListenerOptions& options, Handler handler) {
    auto listener = std::make_unique<MicrohttpdListener>(options, std::move(handler));
    TRY_OK(listener->start());
    return listener;
}

}  // namespace winnow::web
