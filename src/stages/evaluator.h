#pragma once

#include <string>
#include <vector>

#include "core/assessment.h"
#include "core/exchange/exchange.h"
#include "core/result.h"
#include "core/rubric.h"
#include "core/time.h"

namespace winnow {

/// A judge. Safe to call from several threads.
class Evaluator {
public:
    virtual ~Evaluator() = default;
    /// Name of the method, as `--method` and `evaluation_method` call it: "local".
    virtual const std::string& method() const = 0;
    /// Model or version of the rules: part of the key under which judgements are remembered.
    virtual const std::string& model() const = 0;
    /// Whether a language model reads the text, at a price: then documents without any term of the question are not
    /// judged, and the budget of the run holds.
    virtual bool is_metered() const { return false; }
    /// What the calling thread's calls that ended in an error have used since it last asked.
    virtual Usage take_lost_usage() { return {}; }
    /// What was sent to models, and came back, for the judgement that the calling thread got last: once, and empty
    /// for judges that ask none. The texts of one judgement are bounded.
    virtual std::vector<Exchange> take_exchanges() { return {}; }
    /// Reads the document and judges it by the rubric, for somebody who asks `question`. Every quote occurs in
    /// Document::text at its offset; every criterion of the rubric has a score.
    /// Errors: not_found or blocked (the judge could not open the page: no proof of reading, no score), malformed
    /// (no valid answer after one repair), unauthorized, rate_limited, quota_exhausted, timed_out, unavailable,
    /// cancelled.
    virtual Result<Assessment> evaluate(const Document& document, const std::string& question, const Rubric& rubric,
                                        const Deadline& deadline) = 0;
};

}  // namespace winnow
