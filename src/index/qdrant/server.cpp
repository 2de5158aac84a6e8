#include "index/qdrant/server.h"

#include "http/retry.h"
#include "text/utf8.h"

namespace winnow::qdrant {
namespace {

constexpr std::chrono::milliseconds kTimeout{30'000};
constexpr std::size_t kMaxAnswerBytes = 256u << 20;  // a page of 64 documents with their vectors is far below
constexpr std::size_t kMaxQuotedBytes = 300;

/// What the server says in an error: the JSON envelope, or plain text where a key is missing or wrong.
std::string message_of(const http::Response& response) {
    const auto value = json::parse(response.body);
    const auto text = value ? (*value)["status"]["error"].text() : response.body;
    return std::string(text::truncated(text::folded_white_space(text), kMaxQuotedBytes));
}

ErrorKind kind_of(int status, const std::string& message) {
    if (status == 401) return ErrorKind::unauthorized;
    if (status == 403) return ErrorKind::forbidden;
    if (status == 404) return message.empty() ? ErrorKind::invalid_config : ErrorKind::not_found;
    if (status == 409) return ErrorKind::conflict;
    if (status == 429) return ErrorKind::rate_limited;
    if (status >= 500) return ErrorKind::unavailable;
    if (message.contains("imension") || message.contains("Not existing vector name")) return ErrorKind::invalid_config;
    return ErrorKind::internal;
}

std::string explained(ErrorKind kind, int status, const std::string& message) {
    switch (kind) {
        case ErrorKind::unauthorized: return "does not accept the API key of index.api_key: " + message;
        case ErrorKind::forbidden: return "lets the key of index.api_key only read: " + message;
        case ErrorKind::invalid_config:
            if (status == 404) return "does not know the request; is index.url the address of a Qdrant server?";
            return "holds other vectors than the configured model makes: " + message +
                   "; winnow index rebuild makes the index anew";
        default: return "answered " + std::to_string(status) + (message.empty() ? std::string() : ": " + message);
    }
}

}  // namespace

Result<json::Value> Server::ask(const std::string& method, const std::string& path, const json::Value& body,
                                const Deadline& deadline) const {
    if (deadline.is_stopped()) return fail(ErrorKind::cancelled, "the work on the index was stopped");
    http::Request request{.method = method, .timeout = kTimeout, .max_body_bytes = kMaxAnswerBytes};
    TRY(request.url, Url::parse_exact(path, url_));
    request.headers.push_back({"Accept", "application/json"});
    if (!api_key_.empty()) request.headers.push_back({"api-key", api_key_.reveal()});
    if (!body.is_null()) {
        request.headers.push_back({"Content-Type", "application/json"});
        request.body = json::dump(body);
    }
    auto response = client_.send(request, deadline);
    if (!response) return fail(std::move(response).error().in(name()));
    if (response->status < 200 || response->status >= 300) {
        const auto message = message_of(*response);
        const auto kind = kind_of(response->status, message);
        Error error(kind, name() + " " + explained(kind, response->status, message));
        if (const auto wait = http::retry_after(*response, system_clock().now()))
            return fail(std::move(error).retry_in(*wait));
        return fail(std::move(error));
    }
    auto value = json::parse(response->body);
    if (!value) return fail(ErrorKind::malformed, name() + " answered no JSON: " + value.error().message());
    return (*value)["result"];
}

}  // namespace winnow::qdrant
