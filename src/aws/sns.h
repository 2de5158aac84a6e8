#pragma once

#include <map>
#include <memory>
#include <string>

#include "aws/context.h"
#include "core/result.h"
#include "core/time.h"

namespace winnow::aws {

struct Notice {
    std::string subject;                            ///< of mails; cut to what SNS takes: 100 characters of ASCII
    std::string text;                               ///< cut at 250 KiB
    std::map<std::string, std::string> attributes;  ///< what subscriptions filter by
};

/// SNS. Safe to call from several threads.
class Topics {
public:
    virtual ~Topics() = default;
    /// The id of the message. It may arrive twice: an answer that got lost is asked for again. Errors: not_found,
    /// forbidden, invalid_argument, rate_limited, unavailable, timed_out…
    virtual Result<std::string> publish(const std::string& topic_arn, const Notice& notice,
                                        const Deadline& deadline) = 0;
};

Result<std::unique_ptr<Topics>> make_topics(Context context);

}  // namespace winnow::aws
