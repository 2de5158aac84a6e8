#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "evaluate/local/injection/commands.h"
#include "evaluate/model/reading/quotable.h"

namespace winnow::evaluate {

/// Stands where a passage was taken out.
constexpr std::string_view kTakenOut = "[passage taken out]";

/// Passages that address the judge: what the detector of the local judge finds (evaluate/local/injection), and what the
/// model itself reported, as far as that stands in the text.
std::vector<Span> commands(const QuotableText& text, const std::vector<std::string>& reported);

/// Places that may address it, by loose signs: talk of top scores, of language models and their instructions, pieces of
/// an answer. Many are innocent, so they are worth a second look and no more. Whole sentences, in order. Linear.
std::vector<Span> loose_signs(std::string_view text);

/// The text without the spans; each goes with the line it stands in and short lines beside it, for commands come in
/// company. Of a long line only the sentences around it go.
std::string without(std::string_view text, std::vector<Span> spans);

}  // namespace winnow::evaluate
