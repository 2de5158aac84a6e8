#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/result.h"
#include "json/value.h"

namespace winnow::lambda {

/// What a run is started with: the execution's input, and the trigger's event.
struct RunRequest {
    std::string query;
    std::string run_id;                           ///< empty: the first step gives one
    std::string schedule;                         ///< of the trigger's event
    std::string scheduled_time;                   ///< RFC 3339; the same for an event that is delivered again
    std::map<std::string, std::string> settings;  ///< configuration path → value, of the overrides named
    std::vector<std::string> sources;             ///< names or kinds: the others are not asked
    std::string since;
    json::Value input;  ///< the execution's input: what was read, without schedule and its time
};

/// {"query", "evaluation_method"} and the overrides that docs/aws-pipeline.md lists. Errors: invalid_argument, for a
/// missing or empty query, a wrong type, and an unknown key, which it names with those that exist.
Result<RunRequest> decode_run_request(const json::Value& event);

}  // namespace winnow::lambda
