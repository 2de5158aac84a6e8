#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace winnow {

constexpr std::size_t kMaxExpansions = 4;  // each costs every source a search

/// Further search texts in the question itself, found without a model: its phrases in quotation marks, then the parts
/// that punctuation, "and", "or" and "versus" divide it into, as long as they say something alone. Never the question
/// itself, each once, at most kMaxExpansions.
std::vector<std::string> expansions_of(std::string_view question);

}  // namespace winnow
