#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"

namespace winnow::http::warc {

constexpr std::string_view kRedacted = "REDACTED";

/// The URL with the values of parameters that carry keys ("api_key", "token", "X-Amz-Signature"…) replaced.
std::string redacted_url(std::string_view url);
/// The fields with the values of those that carry credentials (Authorization, Cookie, x-api-key…) replaced.
std::vector<HeaderField> redacted_headers(std::vector<HeaderField> headers);

}  // namespace winnow::http::warc
