#pragma once
// stages: the interfaces of the pipeline's steps, and nothing else. Adapters implement them, the pipeline calls them.

#include <cstddef>
#include <string>
#include <vector>

#include "core/document.h"
#include "core/result.h"
#include "core/time.h"

namespace winnow {

/// What to look for.
struct Query {
    std::string question;
    std::vector<std::string> expansions;  ///< further search texts made from the question, most telling first
    Timestamp since{};                    ///< nothing older, where the source can tell; the epoch means no limit
    std::size_t limit = 50;               ///< at most so many candidates from this source
};

/// What a source found. `warnings` name what it could not reach when the rest worked: "3 of 5 feeds did not answer".
struct Discovery {
    std::vector<Candidate> candidates;
    std::vector<std::string> warnings;
};

/// A place where URLs come from. Called from one thread at a time.
class Source {
public:
    virtual ~Source() = default;
    /// As configured, unique in a run: "hackernews".
    virtual const std::string& name() const = 0;
    /// Candidates in the source's own order of merit, each URL once. An empty list is no error.
    /// Errors: unauthorized, rate_limited, quota_exhausted, unavailable, timed_out, malformed, cancelled.
    virtual Result<Discovery> discover(const Query& query, const Deadline& deadline) = 0;
};

}  // namespace winnow
