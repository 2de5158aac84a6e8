#pragma once
// app/server/web: HTTP as the local page needs it. Requests and responses are plain values, so that all but the
// listener is tested without a socket; microhttpd.cpp alone knows the library.

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"

namespace winnow::web {

/// What a browser or a program asks for.
struct Request {
    std::string method;  ///< "GET", as sent
    std::string target;  ///< path and query as sent: "/search?q=code%20review"
    std::vector<HeaderField> headers;
    std::string body;

    /// The value of the first field of that name, whatever its case; empty if there is none.
    std::string_view header(std::string_view name) const;
    /// Whether an answer for programs is wanted: everything under /api/.
    bool is_for_programs() const;
};

/// Texts that come one after the other over time. Called from one thread.
class EventStream {
public:
    virtual ~EventStream() = default;
    /// The next text to send; empty if there was none within `patience`; nothing after the last.
    virtual std::optional<std::string> next(std::chrono::milliseconds patience) = 0;
};

struct Response {
    int status = 200;
    std::string type = "text/html; charset=utf-8";
    std::vector<HeaderField> headers;
    std::string body;
    std::unique_ptr<EventStream> events;  ///< instead of the body, if not null
};

/// Answers a request. Called from several threads.
using Handler = std::function<Response(Request)>;

Response text_response(int status, std::string text);
/// 303: the browser asks for `location` next, with GET.
Response see_other(const std::string& location);

}  // namespace winnow::web
