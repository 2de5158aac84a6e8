#include "store/redis/stream.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstring>
#include <limits>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace winnow::redis {
namespace {

template <auto function>
struct Free {
    template <typename T>
    void operator()(T* object) const {
        function(object);
    }
};
using TlsContext = std::unique_ptr<SSL_CTX, Free<SSL_CTX_free>>;
using Tls = std::unique_ptr<SSL, Free<SSL_free>>;
using Addresses = std::unique_ptr<addrinfo, Free<freeaddrinfo>>;

class Socket {
public:
    explicit Socket(int descriptor) : descriptor_(descriptor) {}
    Socket(Socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    Socket& operator=(Socket&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~Socket() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    int get() const { return descriptor_; }

private:
    int descriptor_;
};

std::string name_of(const RedisEndpoint& endpoint) {
    return endpoint.host + ":" + std::to_string(endpoint.port);
}

/// Waits until the socket can do `events`, in steps so that a stop is seen.
Result<void> wait_for(int socket, short events, const Deadline& deadline, const std::string& name) {
    constexpr std::int64_t kStep = 100;
    for (;;) {
        if (deadline.is_stopped()) return fail(ErrorKind::cancelled, "stopped while asking Redis at " + name);
        const auto left = deadline.remaining().count();
        if (left <= 0) return fail(ErrorKind::timed_out, "Redis at " + name + " did not answer in time");
        pollfd waited{.fd = socket, .events = events, .revents = 0};
        const int ready = ::poll(&waited, 1, static_cast<int>(std::min(left, kStep)));
        if (ready > 0) return {};
        if (ready < 0 && errno != EINTR)
            return fail(ErrorKind::unavailable, "waiting for Redis at " + name + " failed");
    }
}

Error broken(const std::string& name, std::string_view why) {
    return {ErrorKind::unavailable, "the connection to Redis at " + name + " broke: " + std::string(why)};
}

class PlainStream final : public Stream {
public:
    PlainStream(Socket socket, std::string name) : socket_(std::move(socket)), name_(std::move(name)) {}

    Result<void> write(std::string_view bytes, const Deadline& deadline) override {
        while (!bytes.empty()) {
            const auto sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent > 0)
                bytes.remove_prefix(static_cast<std::size_t>(sent));
            else if (errno == EAGAIN)
                TRY_OK(wait_for(socket_.get(), POLLOUT, deadline, name_));
            else if (errno != EINTR)
                return fail(broken(name_, std::strerror(errno)));
        }
        return {};
    }

    Result<std::size_t> read(std::span<char> buffer, const Deadline& deadline) override {
        for (;;) {
            const auto received = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
            if (received > 0) return static_cast<std::size_t>(received);
            if (received == 0) return fail(broken(name_, "the server closed it"));
            if (errno == EAGAIN)
                TRY_OK(wait_for(socket_.get(), POLLIN, deadline, name_));
            else if (errno != EINTR)
                return fail(broken(name_, std::strerror(errno)));
        }
    }

private:
    Socket socket_;
    std::string name_;
};

/// How OpenSSL reads and writes the socket: its own way would raise SIGPIPE.
int bio_write(BIO* bio, const char* bytes, int size) {
    BIO_clear_retry_flags(bio);
    const auto sent = ::send(static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio))), bytes,
                             static_cast<std::size_t>(size), MSG_NOSIGNAL);
    if (sent < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_write(bio);
    return static_cast<int>(sent);
}

int bio_read(BIO* bio, char* bytes, int size) {
    BIO_clear_retry_flags(bio);
    const auto received = ::recv(static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio))), bytes,
                                 static_cast<std::size_t>(size), 0);
    if (received < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_read(bio);
    return static_cast<int>(received);
}

long bio_control(BIO*, int command, long, void*) {
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

BIO* socket_bio(int socket) {
    static BIO_METHOD* const method = [] {
        auto* const made = BIO_meth_new(BIO_TYPE_SOURCE_SINK | BIO_get_new_index(), "socket without signals");
        BIO_meth_set_write(made, bio_write);
        BIO_meth_set_read(made, bio_read);
        BIO_meth_set_ctrl(made, bio_control);
        return made;
    }();
    auto* const bio = BIO_new(method);
    BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(socket)));
    BIO_set_init(bio, 1);
    return bio;
}

/// The name in the client's hello. SSL_set_tlsext_host_name is the same behind a cast.
bool send_name(SSL* tls, const std::string& name) {
    return SSL_ctrl(tls, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, const_cast<char*>(name.c_str())) == 1;
}

std::string tls_reason(SSL* tls) {
    if (tls != nullptr)
        if (const auto verified = SSL_get_verify_result(tls); verified != X509_V_OK)
            return X509_verify_cert_error_string(verified);
    const auto code = ERR_peek_last_error();
    const char* const reason = code == 0 ? nullptr : ERR_reason_error_string(code);
    return reason == nullptr ? "the connection ended" : reason;
}

class TlsStream final : public Stream {
public:
    TlsStream(Socket socket, Tls tls, std::string name)
        : socket_(std::move(socket)), tls_(std::move(tls)), name_(std::move(name)) {}

    Result<void> shake_hands(const Deadline& deadline) {
        for (;;) {
            ERR_clear_error();
            const int done = SSL_connect(tls_.get());
            if (done == 1) return {};
            const int wanted = SSL_get_error(tls_.get(), done);
            if (wanted != SSL_ERROR_WANT_READ && wanted != SSL_ERROR_WANT_WRITE)
                return fail(ErrorKind::unavailable,
                            "no trusted TLS connection to Redis at " + name_ + ": " + tls_reason(tls_.get()));
            TRY_OK(wait(wanted, deadline));
        }
    }

    Result<void> write(std::string_view bytes, const Deadline& deadline) override {
        while (!bytes.empty()) {
            ERR_clear_error();
            std::size_t written = 0;
            const int done = SSL_write_ex(tls_.get(), bytes.data(), bytes.size(), &written);
            bytes.remove_prefix(written);
            if (done != 1) TRY_OK(wait(SSL_get_error(tls_.get(), done), deadline));
        }
        return {};
    }

    Result<std::size_t> read(std::span<char> buffer, const Deadline& deadline) override {
        for (;;) {
            ERR_clear_error();
            std::size_t received = 0;
            const int done = SSL_read_ex(tls_.get(), buffer.data(), buffer.size(), &received);
            if (done == 1) return received;
            TRY_OK(wait(SSL_get_error(tls_.get(), done), deadline));
        }
    }

private:
    Result<void> wait(int wanted, const Deadline& deadline) {
        switch (wanted) {
            case SSL_ERROR_WANT_READ: return wait_for(socket_.get(), POLLIN, deadline, name_);
            case SSL_ERROR_WANT_WRITE: return wait_for(socket_.get(), POLLOUT, deadline, name_);
            case SSL_ERROR_ZERO_RETURN: return fail(broken(name_, "the server closed it"));
            default: return fail(broken(name_, tls_reason(nullptr)));
        }
    }

    Socket socket_;
    Tls tls_;
    std::string name_;
};

Result<Addresses> resolve(const RedisEndpoint& endpoint) {
    const addrinfo hints{.ai_flags = AI_ADDRCONFIG,
                         .ai_family = AF_UNSPEC,
                         .ai_socktype = SOCK_STREAM,
                         .ai_protocol = 0,
                         .ai_addrlen = 0,
                         .ai_addr = nullptr,
                         .ai_canonname = nullptr,
                         .ai_next = nullptr};
    addrinfo* found = nullptr;
    const int code = ::getaddrinfo(endpoint.host.c_str(), std::to_string(endpoint.port).c_str(), &hints, &found);
    if (code != 0)
        return fail(ErrorKind::unavailable, "no address of Redis at " + name_of(endpoint) + ": " + gai_strerror(code));
    return Addresses(found);
}

Result<Socket> open_socket(const addrinfo& address, const std::string& name, const Deadline& deadline) {
    Socket socket(::socket(address.ai_family, address.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, address.ai_protocol));
    if (socket.get() < 0) return fail(ErrorKind::unavailable, std::string("no socket: ") + std::strerror(errno));
    const int on = 1;
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::setsockopt(socket.get(), SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    if (::connect(socket.get(), address.ai_addr, address.ai_addrlen) == 0) return socket;
    if (errno == EINPROGRESS) {
        TRY_OK(wait_for(socket.get(), POLLOUT, deadline, name));
        int code = 0;
        socklen_t size = sizeof code;
        ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &code, &size);
        if (code == 0) return socket;
        errno = code;
    }
    return fail(ErrorKind::unavailable, "cannot connect to Redis at " + name + ": " + std::strerror(errno));
}

class TcpConnector final : public Connector {
public:
    TcpConnector(TlsContext context, std::string server_name)
        : context_(std::move(context)), server_name_(std::move(server_name)) {}

    Result<std::unique_ptr<Stream>> connect(const RedisEndpoint& endpoint, const Deadline& deadline) override {
        TRY(const auto addresses, resolve(endpoint));
        Result<Socket> socket = fail(ErrorKind::unavailable, "no address of Redis at " + name_of(endpoint));
        for (const auto* address = addresses.get(); address != nullptr; address = address->ai_next) {
            // Each address gets its share, so that one that swallows packets leaves time for the next.
            const auto share = address->ai_next == nullptr ? deadline : deadline.within(deadline.remaining() / 2);
            socket = open_socket(*address, name_of(endpoint), share);
            if (socket || deadline.has_passed()) break;
        }
        if (!socket) return fail(std::move(socket).error());
        if (!context_) return std::make_unique<PlainStream>(std::move(*socket), name_of(endpoint));
        return encrypted(std::move(*socket), endpoint, deadline);
    }

private:
    Result<std::unique_ptr<Stream>> encrypted(Socket socket, const RedisEndpoint& endpoint, const Deadline& deadline) {
        Tls tls(SSL_new(context_.get()));
        auto* const bio = tls ? socket_bio(socket.get()) : nullptr;
        if (bio == nullptr) return fail(ErrorKind::internal, "OpenSSL makes no connection");
        SSL_set_bio(tls.get(), bio, bio);
        const auto& name = server_name_.empty() ? endpoint.host : server_name_;
        std::array<unsigned char, sizeof(in6_addr)> numeric{};
        const bool is_numeric = ::inet_pton(AF_INET, name.c_str(), numeric.data()) == 1 ||
                                ::inet_pton(AF_INET6, name.c_str(), numeric.data()) == 1;
        const bool named = is_numeric ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls.get()), name.c_str()) == 1
                                      : SSL_set1_host(tls.get(), name.c_str()) == 1 && send_name(tls.get(), name);
        if (!named) return fail(ErrorKind::invalid_config, "'" + name + "' is no name that a certificate can have");
        auto stream = std::make_unique<TlsStream>(std::move(socket), std::move(tls), name_of(endpoint));
        TRY_OK(stream->shake_hands(deadline));
        return stream;
    }

    TlsContext context_;  // none: in the clear
    std::string server_name_;
};

}  // namespace

Result<std::unique_ptr<Connector>> make_connector(const RedisOptions& options) {
    TlsContext context;
    if (options.encrypted == Encrypted::yes) {
        context.reset(SSL_CTX_new(TLS_client_method()));
        if (!context) return fail(ErrorKind::internal, "OpenSSL does not start");
        SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
        SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
        SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
        ERR_clear_error();
        SSL_CTX_set_default_verify_paths(context.get());
        if (!options.ca_file.empty() && SSL_CTX_load_verify_file(context.get(), options.ca_file.c_str()) != 1)
            return fail(ErrorKind::invalid_config, "no certificates can be read from " + options.ca_file);
    }
    return std::make_unique<TcpConnector>(std::move(context), options.server_name);
}

}  // namespace winnow::redis
