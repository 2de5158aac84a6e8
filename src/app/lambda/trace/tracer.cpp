#include "app/lambda/trace/tracer.h"

#include <arpa/inet.h>
#include <charconv>
#include <netinet/in.h>
#include <random>
#include <sys/socket.h>
#include <unistd.h>

#include "json/value.h"

namespace winnow::lambda {
namespace {

constexpr std::string_view kHead = "{\"format\": \"json\", \"version\": 1}\n";

/// A socket that sends to the address, an IPv4 one with a port; -1 if it is none.
int connected_to(const std::string& address) {
    const auto colon = address.rfind(':');
    if (colon == std::string::npos) return -1;
    std::uint16_t port = 0;
    std::from_chars(address.data() + colon + 1, address.data() + address.size(), port);
    sockaddr_in target{};
    target.sin_family = AF_INET;
    target.sin_port = htons(port);
    if (port == 0 || ::inet_pton(AF_INET, address.substr(0, colon).c_str(), &target.sin_addr) != 1) return -1;
    const int made = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (made < 0) return -1;
    if (::connect(made, reinterpret_cast<const sockaddr*>(&target), sizeof target) == 0) return made;
    ::close(made);
    return -1;
}

/// The value of `key` in "Root=…;Parent=…;Sampled=1".
std::string part_of(std::string_view header, std::string_view key) {
    while (!header.empty()) {
        const auto end = std::min(header.find(';'), header.size());
        const auto field = header.substr(0, end);
        if (field.starts_with(key) && field.size() > key.size() && field[key.size()] == '=')
            return std::string(field.substr(key.size() + 1));
        header.remove_prefix(std::min(end + 1, header.size()));
    }
    return {};
}

double seconds(std::chrono::system_clock::time_point time) {
    return std::chrono::duration<double>(time.time_since_epoch()).count();
}

/// X-Ray tells throttling, the caller's errors and the callee's faults apart.
void set_outcome(json::Value& document, const Subsegment& part) {
    if (part.status == 429 || part.error == ErrorKind::rate_limited) document.set("throttle", true);
    if (part.status >= 400 && part.status < 500) document.set("error", true);
    if (part.status >= 500 || (part.error && part.status == 0)) document.set("fault", true);
}

}  // namespace

Tracer::Tracer(const std::string& daemon) : socket_(connected_to(daemon)) {}

Tracer::~Tracer() {
    if (socket_ >= 0) ::close(socket_);
}

void Tracer::begin(const std::string& header) {
    const std::scoped_lock lock(mutex_);
    header_ = header;
    root_ = part_of(header, "Root");
    parent_ = part_of(header, "Parent");
    sampled_ = socket_ >= 0 && part_of(header, "Sampled") == "1" && !root_.empty() && !parent_.empty();
}

bool Tracer::is_sampled() const {
    const std::scoped_lock lock(mutex_);
    return sampled_;
}

std::string Tracer::new_id() {
    thread_local std::mt19937_64 random(std::random_device{}());
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string id;
    for (auto bits = random(); id.size() < 16; bits >>= 4U) id += kDigits[bits & 15U];
    return id;
}

std::string Tracer::header_of(const std::string& id) const {
    const std::scoped_lock lock(mutex_);
    return sampled_ ? "Root=" + root_ + ";Parent=" + id + ";Sampled=1" : header_;
}

void Tracer::end(const std::string& id, const Subsegment& part, std::chrono::system_clock::time_point begin) const {
    auto document = json::object({{"id", id},
                                  {"type", "subsegment"},
                                  {"name", part.name},
                                  {"start_time", seconds(begin)},
                                  {"end_time", seconds(std::chrono::system_clock::now())}});
    {
        const std::scoped_lock lock(mutex_);
        if (!sampled_) return;
        document.set("trace_id", root_).set("parent_id", parent_);
    }
    if (!part.name_space.empty()) document.set("namespace", part.name_space);
    set_outcome(document, part);
    if (!part.method.empty()) {
        auto http = json::object({{"request", json::object({{"method", part.method}, {"url", part.url}})}});
        if (part.status > 0) http.set("response", json::object({{"status", part.status}}));
        document.set("http", std::move(http));
    }
    auto annotations = json::object({});
    for (const auto& [key, value] : part.annotations) annotations.set(key, value);
    if (part.error) annotations.set("error_kind", std::string(to_string(*part.error)));
    if (!annotations.members().empty()) document.set("annotations", std::move(annotations));
    const auto text = std::string(kHead) + json::dump(document);
    static_cast<void>(::send(socket_, text.data(), text.size(), MSG_NOSIGNAL));
}

}  // namespace winnow::lambda
