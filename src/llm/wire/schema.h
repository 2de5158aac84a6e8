#pragma once

#include "json/value.h"

namespace winnow::llm {

/// Whose subset of JSON Schema.
enum class SchemaRules { openai, anthropic, free };

/// The schema as strict modes want it: no additional properties, every property required, one that was not may be null.
/// Limits that the subset does not know are taken out and said in the description instead. Sources: the providers'
/// pages on structured outputs.
json::Value fit_schema(const json::Value& schema, SchemaRules rules);

}  // namespace winnow::llm
