// A web of 500 hosts on loopback addresses: answers GET for any host with a page after a delay, on one thread with
// epoll. usage: bench_fetch_server DELAY_MS BYTES   prints its port; ends with its standard input.

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <map>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <queue>
#include <string>
#include <string_view>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using Moment = std::chrono::steady_clock::time_point;

struct Connection {
    std::string received;
    std::string to_send;
    std::size_t sent = 0;
    unsigned generation = 0;  // the number of a socket is used again
};

/// An answer that waits for its time.
struct Waiting {
    Moment when;
    int socket;
    unsigned generation;
    bool is_robots;
    friend bool operator>(const Waiting& a, const Waiting& b) { return a.when > b.when; }
};

std::string answer_of(std::string_view type, const std::string& body) {
    return "HTTP/1.1 200 OK\r\nContent-Type: " + std::string(type) +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string page_of(std::size_t bytes) {
    std::string body = "<!doctype html><html lang=en><title>A page</title><article><h1>A page</h1>\n";
    while (body.size() + 80 < bytes)
        body += "<p>Words that stand for those of an article about engineering, line by line.</p>\n";
    return body + "</article></html>\n";
}

class Server {
public:
    Server(std::chrono::milliseconds delay, std::size_t bytes)
        : delay_(delay),
          page_(answer_of("text/html; charset=utf-8", page_of(bytes))),
          robots_(answer_of("text/plain", "User-agent: *\nAllow: /\n")) {}

    /// The port, 0 if there is none to be had.
    int listen_on_all_of_loopback() {
        listener_ = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        const int on = 1;
        setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_ANY);  // 127.0.0.0/8 is meant; see `accept_all`
        socklen_t size = sizeof address;
        if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener_, 4096) != 0) return 0;
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        epoll_ = epoll_create1(EPOLL_CLOEXEC);
        watch(listener_, EPOLLIN);
        watch(STDIN_FILENO, EPOLLIN);
        return ntohs(address.sin_port);
    }

    void serve() {
        std::array<epoll_event, 1024> events{};
        for (;;) {
            const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), wait_ms());
            for (int i = 0; i < count; ++i) {
                const int socket = events.at(static_cast<std::size_t>(i)).data.fd;
                if (socket == STDIN_FILENO) {
                    std::array<char, 64> ignored{};
                    if (read(STDIN_FILENO, ignored.data(), ignored.size()) <= 0) return;
                } else if (socket == listener_) {
                    accept_all();
                } else {
                    const auto flags = events.at(static_cast<std::size_t>(i)).events;
                    if ((flags & EPOLLIN) != 0) receive(socket);
                    if ((flags & EPOLLOUT) != 0) send_rest(socket);
                    if ((flags & (EPOLLERR | EPOLLHUP)) != 0) end(socket);
                }
            }
            answer_those_due();
        }
    }

private:
    void watch(int socket, std::uint32_t what) const {
        epoll_event event{};
        event.events = what;
        event.data.fd = socket;
        if (epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event) != 0) epoll_ctl(epoll_, EPOLL_CTL_MOD, socket, &event);
    }

    int wait_ms() const {
        if (waiting_.empty()) return -1;
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(waiting_.top().when - std::chrono::steady_clock::now());
        return static_cast<int>(std::max<std::int64_t>(left.count(), 0));
    }

    void accept_all() {
        for (;;) {
            sockaddr_in peer{};
            socklen_t size = sizeof peer;
            const int socket =
                accept4(listener_, reinterpret_cast<sockaddr*>(&peer), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (socket < 0) return;
            if ((ntohl(peer.sin_addr.s_addr) >> 24) != 127) {  // nobody but this computer is served
                close(socket);
                continue;
            }
            const int on = 1;
            setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            auto& connection = connections_[socket];
            connection = {.received = {}, .to_send = {}, .generation = ++generation_};
            watch(socket, EPOLLIN);
        }
    }

    void receive(int socket) {
        const auto found = connections_.find(socket);
        if (found == connections_.end()) return;
        std::array<char, 16384> buffer{};
        const auto count = read(socket, buffer.data(), buffer.size());
        if (count <= 0) return end(socket);
        auto& connection = found->second;
        connection.received.append(buffer.data(), static_cast<std::size_t>(count));
        for (auto at = connection.received.find("\r\n\r\n"); at != std::string::npos;
             at = connection.received.find("\r\n\r\n")) {
            const bool is_robots = connection.received.starts_with("GET /robots.txt ");
            waiting_.push({std::chrono::steady_clock::now() + delay_, socket, connection.generation, is_robots});
            connection.received.erase(0, at + 4);
        }
    }

    void answer_those_due() {
        const auto now = std::chrono::steady_clock::now();
        while (!waiting_.empty() && waiting_.top().when <= now) {
            const auto due = waiting_.top();
            waiting_.pop();
            const auto found = connections_.find(due.socket);
            if (found == connections_.end() || found->second.generation != due.generation) continue;
            found->second.to_send += due.is_robots ? robots_ : page_;
            send_rest(due.socket);
        }
    }

    void send_rest(int socket) {
        const auto found = connections_.find(socket);
        if (found == connections_.end()) return;
        auto& connection = found->second;
        while (connection.sent < connection.to_send.size()) {
            const auto count = send(socket, connection.to_send.data() + connection.sent,
                                    connection.to_send.size() - connection.sent, MSG_NOSIGNAL);
            if (count <= 0) return watch(socket, EPOLLIN | EPOLLOUT);
            connection.sent += static_cast<std::size_t>(count);
        }
        connection.to_send.clear();
        connection.sent = 0;
    }

    void end(int socket) {
        if (connections_.erase(socket) > 0) close(socket);
    }

    std::chrono::milliseconds delay_;
    std::string page_;
    std::string robots_;
    int listener_ = -1;
    int epoll_ = -1;
    unsigned generation_ = 0;
    std::map<int, Connection> connections_;
    std::priority_queue<Waiting, std::vector<Waiting>, std::greater<>> waiting_;
};

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) return 2;
    Server server(std::chrono::milliseconds{std::atoi(arguments[1])},
                  static_cast<std::size_t>(std::atoi(arguments[2])));
    const int port = server.listen_on_all_of_loopback();
    if (port == 0) return 1;
    std::printf("%d\n", port);
    std::fflush(stdout);
    server.serve();
}
