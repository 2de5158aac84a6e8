#pragma once

#include <string>
#include <string_view>

#include "aws/calls/service.h"
#include "aws/s3.h"
#include "core/result.h"
#include "core/url.h"

namespace winnow::aws {

/// Error: invalid_config (3 to 63 lower-case letters, digits, '.' and '-').
Result<void> check_bucket_name(std::string_view name);
/// Error: invalid_argument (empty, longer than 1024 bytes, control characters, "." or ".." as a segment).
Result<void> check_key(std::string_view key);

/// Where the bucket is, with a slash at its end.
std::string bucket_address(const S3Options& options, const Service& service);
/// The URL of an object, or of the bucket for an empty key; `query` is encoded. Error: invalid_argument.
Result<Url> object_url(const std::string& bucket_address, std::string_view key, std::string_view query);

}  // namespace winnow::aws
