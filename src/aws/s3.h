#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/context.h"
#include "core/result.h"
#include "core/time.h"

namespace winnow::aws {

enum class Encryption { bucket_default, aes256, kms };

/// How a bucket is named in a URL: as part of the host, or as the first segment of the path. `automatic` takes the path
/// for custom endpoints and for names that no certificate covers.
enum class AddressStyle { automatic, virtual_host, path };

struct S3Options {
    std::string bucket;
    AddressStyle style = AddressStyle::automatic;
    Encryption encryption = Encryption::bucket_default;
    std::string kms_key;                                ///< for Encryption::kms; empty: the account's own
    std::size_t part_bytes = 8u << 20;                  ///< larger objects go in parts of this size; S3 wants 5 MiB
    std::size_t max_object_bytes = 512u << 20;          ///< larger ones are neither read nor written
    std::chrono::milliseconds request_timeout{60'000};  ///< of one exchange
};

/// What a put may demand.
enum class Overwrite { allowed, refused };

struct PutOptions {
    std::string content_type = "application/octet-stream";
    std::string cache_control;  ///< not sent if empty
    Overwrite overwrite =
        Overwrite::allowed;  ///< `refused`: conflict if there is one (also our own, after a lost answer)
};

struct ObjectInfo {
    std::string key;
    std::size_t bytes = 0;
    std::string etag;
    std::string content_type;  ///< of head() only
    std::optional<Timestamp> modified;
};

/// A bucket. Keys are any UTF-8 of 1 to 1024 bytes whose segments are neither "." nor "..", which no URL can carry.
/// Checksums (SHA-256) go with every write and are compared at every read that brings one. Safe to call from several
/// threads. Errors of all: invalid_argument (a bad key), not_found (the bucket), unauthorized, forbidden, rate_limited,
/// unavailable, timed_out, too_large, malformed (a checksum that is not right), conflict, cancelled.
class S3Bucket {
public:
    virtual ~S3Bucket() = default;
    /// Whole or not at all: parts of a failed upload are taken back.
    virtual Result<void> put(const std::string& key, std::string_view bytes, const PutOptions& options,
                             const Deadline& deadline) = 0;
    /// Nothing if there is none of that key.
    virtual Result<std::optional<std::string>> get(const std::string& key, const Deadline& deadline) = 0;
    virtual Result<std::optional<ObjectInfo>> head(const std::string& key, const Deadline& deadline) = 0;
    /// All of them, in the order of the bytes of their keys.
    virtual Result<std::vector<ObjectInfo>> list(const std::string& prefix, const Deadline& deadline) = 0;
    /// No error if there is none.
    virtual Result<void> remove(const std::string& key, const Deadline& deadline) = 0;
};

/// Errors: invalid_config (a name that no bucket can have, a bad endpoint, a part size out of range).
Result<std::unique_ptr<S3Bucket>> open_bucket(S3Options options, Context context);

}  // namespace winnow::aws
