#include "index/embed/remote/refusal.h"

#include <array>
#include <string_view>

#include "core/time.h"
#include "http/retry.h"
#include "json/value.h"
#include "text/utf8.h"

namespace winnow::embed {
namespace {

constexpr std::size_t kMostBytesQuoted = 200;

struct Statement {
    std::string code;
    std::string message;
};

/// What providers say in their various forms: {"error": {code, type, message}}, {"error": "…"}, {"detail": "…"},
/// {"message": "…"} with the kind in a header.
Statement statement_of(const http::Response& response) {
    const auto body = json::parse(response.body);
    if (!body) return {};
    Statement said;
    const auto& error = (*body)["error"];
    said.code = error["code"].text();
    if (said.code.empty()) said.code = error["type"].text();
    if (said.code.empty()) {
        const auto kind = response.header("x-amzn-errortype").value_or("");
        said.code = kind.substr(0, kind.find(':'));
    }
    for (const auto& message : {error["message"], error, (*body)["detail"], (*body)["message"]})
        if (said.message.empty()) said.message = text::folded_white_space(message.as_string());
    said.message.resize(text::truncated(said.message, kMostBytesQuoted).size());
    said.code.resize(text::truncated(said.code, kMostBytesQuoted).size());
    return said;
}

bool speaks_of(const Statement& said, std::initializer_list<std::string_view> phrases) {
    const auto all = text::lower_case(said.code + " " + said.message);
    for (const auto phrase : phrases)
        if (all.find(phrase) != std::string::npos) return true;
    return false;
}

bool is_used_up(int status, const Statement& said) {
    if (status == 402) return true;
    return (status == 429 || status == 403) &&
           speaks_of(said, {"insufficient_quota", "quota_exceeded", "credit_balance", "spend_limit", "billing"});
}

ErrorKind kind_of(int status, const Statement& said) {
    if (is_used_up(status, said)) return ErrorKind::quota_exhausted;
    if (speaks_of(said, {"throttling"})) return ErrorKind::rate_limited;
    switch (status) {
        case 401:
        case 403: return ErrorKind::unauthorized;
        case 408: return ErrorKind::timed_out;
        case 413: return ErrorKind::too_large;
        case 429: return ErrorKind::rate_limited;
        default: break;
    }
    if (status >= 500) return ErrorKind::unavailable;
    if (speaks_of(said, {"maximum context length", "context length", "too many tokens", "too long", "max_tokens"}))
        return ErrorKind::too_large;
    return ErrorKind::invalid_config;
}

}  // namespace

bool is_quota_exhausted(const http::Response& response) {
    return is_used_up(response.status, statement_of(response));
}

Error refusal(const std::string& provider, const http::Response& response) {
    const auto said = statement_of(response);
    const auto kind = kind_of(response.status, said);
    auto message = provider + " answered " + std::to_string(response.status);
    if (!said.code.empty()) message += " (" + said.code + ")";
    // Providers repeat a part of a wrong key in what they say about it.
    if (kind != ErrorKind::unauthorized && !said.message.empty()) message += ": " + said.message;
    Error error(kind, std::move(message));
    const auto wait = http::retry_after(response, system_clock().now());
    return wait ? std::move(error).retry_in(*wait) : error;
}

}  // namespace winnow::embed
