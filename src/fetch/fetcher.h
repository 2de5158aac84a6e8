#pragma once
// fetch: bringing pages as a polite client does: robots rules, pace, freshness, limits.

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "http/client.h"
#include "stages/fetcher.h"

namespace winnow {

enum class RobotsPolicy { respected, ignored };

struct FetchOptions {
    std::string robots_agent = "winnow";        ///< product token by which robots.txt may name us
    std::chrono::milliseconds timeout{20'000};  ///< of one request
    std::chrono::milliseconds delay{1'000};  ///< least time between two requests to a host; a Crawl-delay may be longer
    std::chrono::milliseconds longest_crawl_delay{60'000};  ///< longer wishes are cut to this
    std::size_t max_page_bytes = 16u << 20;
    std::size_t max_redirects = 10;
    RobotsPolicy robots = RobotsPolicy::respected;
};

/// `client` (which retries) and `clock` outlive the fetcher. robots.txt of each origin is asked for once in 24 hours.
std::unique_ptr<Fetcher> make_fetcher(FetchOptions options, http::Client& client, const Clock& clock);

}  // namespace winnow
