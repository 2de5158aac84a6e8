#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "core/time.h"
#include "http/client.h"

namespace winnow {

/// How a private cache may treat a response (RFC 9111).
struct Freshness {
    std::chrono::seconds fresh_for{0};  ///< from now on; never negative
    bool no_store = false;
};

/// `last_modified` stands in when the response (a 304) does not repeat the field. Explicit lifetimes (max-age, then
/// Expires) count for every status; without one, statuses that are cacheable by default get a tenth of their age since
/// Last-Modified, at most a day. s-maxage does not concern a private cache.
Freshness freshness_of(const http::Response& response, Timestamp now, std::string_view last_modified = {});

}  // namespace winnow
