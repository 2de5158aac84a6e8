#pragma once

#include <memory>
#include <string>

#include "aws/context.h"
#include "core/result.h"
#include "core/time.h"
#include "json/value.h"

namespace winnow::aws {

struct Execution {
    std::string arn;
    bool existed = false;  ///< the service refused: one of that name has ended, or runs with another input
};

/// Step Functions. Safe to call from several threads.
class StateMachines {
public:
    virtual ~StateMachines() = default;
    /// Starts an execution. The name makes it happen once: one of the same name is a success. Errors: invalid_argument
    /// (a bad name or input, an input above 256 KiB is too_large), not_found, forbidden, rate_limited, unavailable…
    virtual Result<Execution> start_execution(const std::string& state_machine_arn, const std::string& name,
                                              const json::Value& input, const Deadline& deadline) = 0;
};

Result<std::unique_ptr<StateMachines>> make_state_machines(Context context);

/// A text as the name of an execution: what does not fit there becomes '-', and 80 characters are kept at most; a text
/// that had to be changed ends in a part of its hash, so that different texts keep different names.
std::string execution_name(std::string_view text);

}  // namespace winnow::aws
