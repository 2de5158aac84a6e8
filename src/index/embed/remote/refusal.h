#pragma once

#include <string>

#include "core/result.h"
#include "http/client.h"

namespace winnow::embed {

/// What an answer with another status than 2xx means, as an error that names the provider and what it says, never a
/// key. Kinds: unauthorized, quota_exhausted, rate_limited (with what Retry-After asks), too_large, timed_out,
/// unavailable, invalid_config (no such model or address, a request that this model does not take).
Error refusal(const std::string& provider, const http::Response& response);

/// Whether a quota is used up, so that asking again is no use.
bool is_quota_exhausted(const http::Response& response);

}  // namespace winnow::embed
