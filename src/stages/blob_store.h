#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace winnow {

/// Bytes under names, outside a database: a folder or a bucket. Names are relative paths of [A-Za-z0-9._=-] segments
/// divided by '/', without "." and ".." segments. Writes are whole or not at all and durable when they return. Safe to
/// call from several threads. Errors: invalid_argument (a bad name), storage, unavailable, timed_out, unauthorized,
/// rate_limited, too_large, cancelled.
class BlobStore {
public:
    virtual ~BlobStore() = default;
    virtual Result<void> put(const std::string& name, std::string_view bytes, std::string_view content_type,
                             const Deadline& deadline) = 0;
    /// Nothing if there is none of that name.
    virtual Result<std::optional<std::string>> get(const std::string& name, const Deadline& deadline) = 0;
    /// Names that begin with `prefix`, in byte order.
    virtual Result<std::vector<std::string>> list(const std::string& prefix, const Deadline& deadline) = 0;
    /// No error if there is none.
    virtual Result<void> remove(const std::string& name, const Deadline& deadline) = 0;
    /// Where people find it: "s3://bucket/prefix/name" or a path.
    virtual std::string location(const std::string& name) const = 0;
};

}  // namespace winnow
