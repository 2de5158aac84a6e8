#include "discover/ask/answer.h"

#include <algorithm>
#include <cctype>

#include "http/follow.h"
#include "http/retry.h"
#include "markup/text.h"
#include "text/utf8.h"

namespace winnow {
namespace {

constexpr std::size_t kQuotedBytes = 160;  // of an error's body, for its message

ErrorKind kind_of(int status) {
    switch (status) {
        case 401: return ErrorKind::unauthorized;
        case 402: return ErrorKind::quota_exhausted;
        case 403: return ErrorKind::forbidden;
        case 404:
        case 410: return ErrorKind::not_found;
        case 408: return ErrorKind::unavailable;
        case 429: return ErrorKind::rate_limited;
        default: return status >= 500 ? ErrorKind::unavailable : ErrorKind::malformed;
    }
}

std::string beginning_of(const std::string& body) {
    constexpr std::size_t kEnough = 4096;
    const auto plain = markup::plain_text(text::truncated(body, kEnough));
    return plain.empty() ? "" : ": " + std::string(text::truncated(plain, kQuotedBytes));
}

/// With the time that Retry-After asks for, unless the error knows a better one.
Error with_delay(Error error, const http::Response& response, const Clock& clock) {
    const auto delay = error.retry_after() ? std::nullopt : http::retry_after(response, clock.now());
    return delay ? std::move(error).retry_in(*delay) : error;
}

Error error_of(const Url& url, const http::Response& response, const Clock& clock) {
    Error error(kind_of(response.status),
                std::string(url.host()) + " answered " + std::to_string(response.status) + beginning_of(response.body));
    return with_delay(std::move(error), response, clock);
}

http::Request request_of(const Question& question, const Clock& clock) {
    http::Request request{.method = std::string(question.method), .url = question.url, .headers = question.headers};
    request.headers.push_back({"Accept", std::string(question.accept)});
    request.body = question.body;
    request.max_body_bytes = question.max_body_bytes;
    if (question.read_failure)
        request.is_final = [read = question.read_failure, &clock](const http::Response& response) {
            const auto failure = read(response, clock.now());
            return failure && !is_transient(failure->kind());
        };
    return request;
}

}  // namespace

Result<void> check_deadline(const Deadline& deadline) {
    if (deadline.is_stopped()) return fail(ErrorKind::cancelled, "stopped");
    if (deadline.has_passed()) return fail(ErrorKind::timed_out, "no time is left");
    return {};
}

Result<Answer> ask(http::Client& client, const Question& question, const Clock& clock, const Deadline& deadline) {
    TRY_OK(check_deadline(deadline));
    TRY(auto followed, http::get_following(client, request_of(question, clock), kMaxRedirects, deadline));
    auto& response = followed.response;
    if (question.read_failure)
        if (auto failure = question.read_failure(response, clock.now()))
            return fail(with_delay(std::move(*failure).in(followed.final_url.host()), response, clock));
    if (response.status < 200 || response.status > 299) return fail(error_of(followed.final_url, response, clock));
    Answer answer{.url = followed.final_url,
                  .base = followed.final_url,
                  .content_type = std::string(response.header("content-type").value_or("")),
                  .body = std::move(response.body),
                  .headers = std::move(response.headers)};
    if (const auto location = http::find_header(answer.headers, "content-location"))
        if (auto base = Url::parse_exact(*location, answer.url)) answer.base = std::move(*base);
    return answer;
}

std::string with_parameters(std::string_view base, const std::vector<std::pair<std::string, std::string>>& parameters) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string result(base);
    char mark = base.contains('?') ? '&' : '?';
    for (const auto& [name, value] : parameters) {
        ((result += mark) += name) += '=';
        mark = '&';
        for (const char c : value) {
            const auto byte = static_cast<unsigned char>(c);
            if (std::isalnum(byte) || c == '-' || c == '.' || c == '_' || c == '~') {
                result += c;
            } else {
                ((result += '%') += kHex[byte >> 4]) += kHex[byte & 15];
            }
        }
    }
    return result;
}

}  // namespace winnow
