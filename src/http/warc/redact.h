#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"

namespace winnow::http::warc {

constexpr std::string_view kRedacted = "REDACTED";

/// Whether a parameter or field of that name carries a key, a token, a session ("api_key", "X-Amz-Signature",
/// "Cookie").
bool names_a_secret(std::string_view name);
/// The URL with the values of parameters that carry keys ("api_key", "token", "X-Amz-Signature"…) replaced.
std::string redacted_url(std::string_view url);
/// "a=1&api_key=2" with the values of such parameters replaced.
std::string redacted_parameters(std::string_view parameters);
/// The fields with the values of those that carry credentials (Authorization, Cookie, x-api-key…) replaced, and with
/// such parameters replaced in those that carry URLs (Location, Referer…).
std::vector<HeaderField> redacted_headers(std::vector<HeaderField> headers);

/// The body of a request with those headers: the parameters of a form are replaced likewise.
std::string redacted_body(const std::vector<HeaderField>& headers, const std::string& body);

}  // namespace winnow::http::warc
