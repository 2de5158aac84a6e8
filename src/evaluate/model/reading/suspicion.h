#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "evaluate/model/reading/quotable.h"

namespace winnow::evaluate {

/// Stands where a passage was taken out.
constexpr std::string_view kTakenOut = "[passage taken out]";

/// A text without the passages that address its judge.
struct Cleared {
    std::string text;
    std::size_t passages = 0;  ///< taken out
};

/// Takes out what the detector of the local judge finds (evaluate/local/injection) and what the model itself reported,
/// as far as that stands in the text; each with the line it stands in and short lines beside it, for commands come in
/// company. Of a long line only the sentences around it go.
Cleared without_suspicious_passages(const QuotableText& text, const std::vector<std::string>& reported);

}  // namespace winnow::evaluate
