#pragma once

#include "core/secret.h"
#include "evaluate/model.h"
#include "http/client.h"
#include "http/retry.h"

namespace winnow {

struct TavilyReaderOptions {
    Url endpoint;  ///< of the extract call: "https://api.tavily.com/extract"
    Secret key;
    std::chrono::milliseconds timeout{60'000};
    http::RetryOptions retry;  ///< for what passes: too many requests, a server that is down
};

/// Reads pages with Tavily's extract call. `client` outlives the reader. Errors: not_found (Tavily could not read it,
/// or gave nothing), unauthorized, quota_exhausted (the plan's limit), rate_limited, unavailable, timed_out, malformed.
PageReader make_tavily_reader(TavilyReaderOptions options, http::Client& client);

}  // namespace winnow
