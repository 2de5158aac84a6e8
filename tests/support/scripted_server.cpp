#include "support/scripted_server.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cctype>
#include <csignal>
#include <cstdlib>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace winnow {
namespace {

class PlainStream final : public ByteStream {
public:
    explicit PlainStream(int socket) : socket_(socket) {}
    std::string read() override {
        std::array<char, 16 * 1024> buffer;  // NOLINT: recv() fills it
        const auto count = recv(socket_, buffer.data(), buffer.size(), 0);
        return count > 0 ? std::string(buffer.data(), static_cast<std::size_t>(count)) : std::string();
    }
    bool write(std::string_view bytes) override {
        while (!bytes.empty()) {
            const auto count = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }

private:
    int socket_;
};

/// How many bytes of body the head announces.
std::size_t body_size(std::string head) {
    std::ranges::transform(head, head.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto at = head.find("\r\ncontent-length:");
    return at == std::string::npos ? 0 : static_cast<std::size_t>(std::atoll(head.c_str() + at + 17));
}

/// The next whole request, taken from the front of `buffered`; empty when the client has gone.
std::string read_request(ByteStream& stream, std::string& buffered) {
    for (;;) {
        if (const auto end = buffered.find("\r\n\r\n"); end != std::string::npos) {
            const auto size = end + 4 + body_size(buffered.substr(0, end));
            if (buffered.size() >= size) {
                auto request = buffered.substr(0, size);
                buffered.erase(0, size);
                return request;
            }
        }
        const auto bytes = stream.read();
        if (bytes.empty()) return {};
        buffered += bytes;
    }
}

sockaddr_storage make_address(const std::string& text, socklen_t& size) {
    sockaddr_storage storage{};
    if (text.find(':') != std::string::npos) {
        auto& address = reinterpret_cast<sockaddr_in6&>(storage);
        address.sin6_family = AF_INET6;
        inet_pton(AF_INET6, text.c_str(), &address.sin6_addr);
        size = sizeof(address);
    } else {
        auto& address = reinterpret_cast<sockaddr_in&>(storage);
        address.sin_family = AF_INET;
        inet_pton(AF_INET, text.c_str(), &address.sin_addr);
        size = sizeof(address);
    }
    return storage;
}

}  // namespace

ScriptedServer::ScriptedServer(Wrap wrap, const char* address) : wrap_(std::move(wrap)), address_(address) {
    socklen_t size = 0;
    auto where = make_address(address_, size);
    auto* plain = reinterpret_cast<sockaddr*>(&where);
    listener_ = socket(where.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener_ < 0 || bind(listener_, plain, size) != 0 || listen(listener_, 64) != 0) return;  // port() stays 0
    getsockname(listener_, plain, &size);
    port_ = ntohs(where.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(where).sin6_port
                                              : reinterpret_cast<sockaddr_in&>(where).sin_port);
    accepting_ = std::jthread([this] { accept_all(); });
}

ScriptedServer::~ScriptedServer() {
    stopping_ = true;
    if (listener_ >= 0) shutdown(listener_, SHUT_RDWR);
    if (accepting_.joinable()) accepting_.join();
    {
        const std::scoped_lock lock(mutex_);
        for (const int socket : open_) shutdown(socket, SHUT_RDWR);
    }
    threads_.clear();
    if (listener_ >= 0) close(listener_);
}

std::string ScriptedServer::url(std::string_view path) const {
    const bool is_v6 = address_.find(':') != std::string::npos;
    return std::string(wrap_ ? "https://" : "http://") + (is_v6 ? "[" + address_ + "]" : address_) + ":" +
           std::to_string(port_) + std::string(path);
}

ScriptedServer& ScriptedServer::answer(const std::string& path, std::vector<std::string> pieces, Then then) {
    const std::scoped_lock lock(mutex_);
    scripts_[path].answers.push_back({std::move(pieces), then});
    return *this;
}

ScriptedServer& ScriptedServer::page(const std::string& path, const std::string& body, const std::string& more_fields) {
    return answer(path, {http_answer(body, more_fields)});
}

std::vector<std::string> ScriptedServer::requests() const {
    const std::scoped_lock lock(mutex_);
    return requests_;
}

void ScriptedServer::accept_all() {
    while (!stopping_) {
        const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0) continue;
        const int on = 1;
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
        ++connections_;
        const std::scoped_lock lock(mutex_);
        open_.push_back(socket);
        threads_.emplace_back([this, socket] { serve(socket); });
    }
}

void ScriptedServer::serve(int socket) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);  // a TLS library writes without MSG_NOSIGNAL
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    {
        const auto stream = wrap_ ? wrap_(socket) : std::make_unique<PlainStream>(socket);
        std::string buffered;
        while (stream && !stopping_) {
            const auto request = read_request(*stream, buffered);
            if (request.empty() || !play(*stream, socket, take_answer(request))) break;
        }
    }
    const std::scoped_lock lock(mutex_);
    std::erase(open_, socket);
    close(socket);
}

bool ScriptedServer::play(ByteStream& stream, int socket, const Answer& answer) {
    for (const auto& piece : answer.pieces)
        if (!stream.write(piece)) return false;
    switch (answer.then) {
        case Then::keep_alive: return true;
        case Then::close: return false;
        case Then::wait:
            while (!stream.read().empty()) continue;
            return false;
        case Then::repeat:
            while (!stopping_ && stream.write(answer.pieces.back())) continue;
            return false;
        case Then::reset: break;
    }
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
    return false;
}

ScriptedServer::Answer ScriptedServer::take_answer(const std::string& request) {
    const std::scoped_lock lock(mutex_);
    requests_.push_back(request);
    const auto begin = request.find(' ') + 1;
    const auto found = scripts_.find(request.substr(begin, request.find(' ', begin) - begin));
    if (found == scripts_.end()) return {.pieces = {http_answer("not scripted", {}, "404 Not Found")}};
    auto& script = found->second;
    const auto& answer = script.answers[script.next];
    script.next = std::min(script.next + 1, script.answers.size() - 1);
    return answer;
}

std::string http_answer(const std::string& body, const std::string& more_fields, const std::string& status) {
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + more_fields + "\r\n" +
           body;
}

}  // namespace winnow
