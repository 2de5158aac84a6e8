#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "http/client.h"

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

/// What redaction takes out of the fields, parameters and form of a request: the values themselves, as they are and
/// percent-decoded, and what follows a scheme ("Bearer"). Fields shorter than 8 bytes and parameters shorter
/// than 16 are no keys.
std::vector<std::string> secrets_in(const Request& request);
/// The text with each of `secrets` replaced, in their order: servers repeat what they were sent.
std::string without_secrets(std::string text, const std::vector<std::string>& secrets);
/// The body of an answer in JSON with the values of access_token, refresh_token and id_token replaced.
std::string without_tokens(std::string body);

/// The body of a request with those headers: the parameters of a form are replaced likewise.
std::string redacted_body(const std::vector<HeaderField>& headers, const std::string& body);

}  // namespace winnow::http::warc
