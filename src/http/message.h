#pragma once

#include <string>
#include <string_view>

#include "http/client.h"

namespace winnow::http {

/// A response read from its bytes on the wire (HTTP/1.x, or the "HTTP/2 200" lines that some archives write): status,
/// fields, and the body with its transfer coding (chunked) and content coding (gzip, deflate, br, zstd) removed. The
/// fields that described the codings are dropped. Errors: malformed, too_large (body above `max_body_bytes` once
/// decoded), unsupported (another content coding).
Result<Response> parse_response(std::string_view bytes, std::size_t max_body_bytes);

/// Status and fields alone, those that describe the codings included; the body is left empty. Error: malformed.
Result<Response> parse_head(std::string_view bytes);

/// Removes a content coding ("gzip", "br", "gzip, br"…). Errors as above.
Result<std::string> decode_content(std::string_view body, std::string_view coding, std::size_t max_bytes);

/// The message as bytes of HTTP/1.1, with a Content-Length that is right.
std::string serialise_response(const Response& response);
std::string serialise_request(const Request& request);

/// "OK" for 200; empty for a status without a registered name.
std::string_view reason_phrase(int status);

}  // namespace winnow::http
