#pragma once
// http: one exchange with one server, guarded. Live, recording, and replaying clients share the interface.

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "core/result.h"
#include "core/time.h"
#include "core/url.h"

namespace winnow::http {

/// The first field of that name (case ignored), or nothing.
std::optional<std::string_view> find_header(const std::vector<HeaderField>& headers, std::string_view name);

struct Response {
    int status = 0;
    std::vector<HeaderField> headers;  ///< in the order received, names as received
    std::string body;                  ///< content coding removed
    std::chrono::milliseconds took{0};

    std::optional<std::string_view> header(std::string_view name) const { return find_header(headers, name); }
};

struct Request {
    std::string method = "GET";
    Url url;  ///< made with Url::parse_exact when parameters must arrive as written
    std::vector<HeaderField> headers;
    std::string body;
    std::chrono::milliseconds timeout{20'000};  ///< for the whole exchange; the deadline may be earlier
    std::size_t max_body_bytes = 8u << 20;      ///< after decoding of the content coding
    bool to_configured_host = false;  ///< the configuration names the host itself, so its address may be internal
    /// Whether an answer that looks as if it would pass (429, 503) will not: a quota is used up. Then nobody tries
    /// again.
    std::function<bool(const Response&)> is_final{};
};

/// Sends one request and gets one response; a redirect is a response like another. Safe to call from several threads.
class Client {
public:
    virtual ~Client() = default;
    /// Any HTTP status is a Response. Errors: blocked (address not public), unavailable (DNS, connect, TLS, reset),
    /// timed_out, too_large, malformed (broken HTTP), cancelled, not_found (a replaying client without a recording).
    virtual Result<Response> send(const Request& request, const Deadline& deadline) = 0;
};

}  // namespace winnow::http
