#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "core/document.h"
#include "core/result.h"
#include "core/time.h"

namespace winnow {

/// What an earlier fetch of the same URL left behind, to ask only for what changed.
struct Validators {
    std::string etag;
    std::string last_modified;
};

/// A page, or the news that it has not changed since the validators were stored.
struct Fetched {
    bool not_modified = false;  ///< `page` then has headers and status 304 but no body
    Page page;
    std::chrono::seconds fresh_for{0};  ///< how long it need not be asked for again (RFC 9111)
    bool no_ai = false;                 ///< X-Robots-Tag or Content-Signal ask that models do not use it
    bool no_store = false;              ///< the body must not be kept on disk
};

/// Brings a page, as a polite client does. Safe to call from several threads.
class Fetcher {
public:
    virtual ~Fetcher() = default;
    /// Follows redirects, each checked against robots rules and the address guard.
    /// A page with an HTTP error status is a Fetched, not an error; 429 and 5xx are errors after the retries.
    /// Errors: blocked (robots rules: message starts "robots.txt"; or a private address), too_large, timed_out,
    /// unavailable, rate_limited, malformed (broken HTTP), cancelled.
    virtual Result<Fetched> fetch(const Url& url, const std::optional<Validators>& validators,
                                  const Deadline& deadline) = 0;
    /// The least time between two requests to the host, as its robots.txt or the configuration wants it.
    virtual std::chrono::milliseconds delay_for(const Url& url) = 0;
};

}  // namespace winnow
