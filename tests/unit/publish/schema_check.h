#pragma once

#include <string>
#include <vector>

#include "core/time.h"
#include "json/value.h"

namespace winnow {

/// Faults of `value` against a schema of JSON Schema 2020-12, each with its path. Knows the keywords that our schema
/// uses; any other keyword is a fault of the schema, as is a schema without a description, and a member of an object
/// that the schema does not describe.
std::vector<std::string> schema_faults(const json::Value& schema, const json::Value& value);

}  // namespace winnow
