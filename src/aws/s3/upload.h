#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aws/calls/service.h"
#include "aws/s3.h"
#include "core/document.h"
#include "core/result.h"
#include "core/time.h"

namespace winnow::aws {

/// The SHA-256 of the whole object in base 64, for objects that went in parts: S3's own checksum of these is one of
/// checksums, which nobody can compare who does not know the parts.
constexpr std::string_view kWholeChecksumHeader = "x-amz-meta-sha256";
constexpr std::string_view kChecksumHeader = "x-amz-checksum-sha256";

/// An object on its way into a bucket.
struct Upload {
    const S3Options& bucket;
    const std::string& address;  ///< of the bucket
    const std::string& key;
    std::string_view bytes;
    const PutOptions& options;
};

/// In one request.
Result<void> upload_whole(Service& service, const Upload& upload, const Deadline& deadline);
/// In parts, which are taken back when one fails.
Result<void> upload_in_parts(Service& service, const Upload& upload, const Deadline& deadline);

}  // namespace winnow::aws
