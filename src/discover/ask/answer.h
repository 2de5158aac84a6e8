#pragma once
// ask: what every source does alike: ask a server, collect what it found, make a search text of a question.

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "core/url.h"
#include "http/client.h"

namespace winnow {

constexpr std::size_t kMaxRedirects = 8;

struct Answer {
    Url url;   ///< after redirects
    Url base;  ///< what references in the body start from: Content-Location, else `url`
    std::string content_type;
    std::string body;
    std::vector<HeaderField> headers;
};

/// What a server means by an answer whose status does not say it: a used-up quota behind a 403, a failure within a
/// 200. Nothing: the status is right. The message is a phrase that goes behind the host's name: "the quota is used up".
using ReadFailure = std::function<std::optional<Error>(const http::Response&, Timestamp now)>;

struct Question {
    Url url;
    std::string_view accept;
    std::size_t max_body_bytes = 8u << 20;
    std::vector<HeaderField> headers{};
    std::string_view method = "GET";
    std::string body{};
    ReadFailure read_failure{};  ///< what it calls final (quota_exhausted, unauthorized…) is not tried again
};

/// Asks the URL, follows redirects and gives the body of an answer 2xx. Errors: those of the client; timed_out or
/// cancelled without asking when the deadline has passed; by status unauthorized (401), quota_exhausted (402),
/// forbidden (403), not_found (404, 410), rate_limited (429, with retry_after when the server says so), unavailable
/// (408 and 5xx), else malformed. The message names host, status and the beginning of what the server says.
Result<Answer> ask(http::Client& client, const Question& question, const Clock& clock, const Deadline& deadline);

/// The error of a deadline that has passed, or success.
Result<void> check_deadline(const Deadline& deadline);

/// `base` with parameters appended, percent-encoded, in the order given.
std::string with_parameters(std::string_view base, const std::vector<std::pair<std::string, std::string>>& parameters);

}  // namespace winnow
