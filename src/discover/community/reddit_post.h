#pragma once

#include <string>
#include <string_view>

#include "core/document.h"
#include "core/result.h"
#include "discover/feed/feed.h"
#include "json/value.h"

namespace winnow {

/// A post of a listing: what it links to, or its own page with its text. Errors: not_found (removed, for adults only, a
/// picture or a video), malformed.
Result<Candidate> read_reddit_post(const json::Value& post, int min_score);
/// The same of an entry of Reddit's feeds, which says no score.
Result<Candidate> read_reddit_entry(const feeds::Item& item);

}  // namespace winnow
