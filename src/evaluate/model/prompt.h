#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/document.h"
#include "core/rubric.h"
#include "evaluate/model/reading/excerpt.h"

namespace winnow::evaluate {

/// Changes with every change of the wording that may change judgements: part of the key under which they are
/// remembered.
constexpr std::string_view kPromptVersion = "1";

/// The trusted part, the same for every page: the rubric with weights and anchors, the rules of judging, of quoting,
/// and of pages that talk to their judge.
std::string instructions_for(const Rubric& rubric);
/// What is added for the repair of an answer. `faults` is ours: it repeats nothing of the answer or the page.
std::string repair_note(const std::string& faults);

/// A mark that does not occur in `text`, made of a random number.
std::string fence_mark(std::string_view text, std::uint64_t random);

/// The data: the question, and between two lines with the mark what is known of the page and its text.
std::string input_with_text(const Document& document, const Excerpt& excerpt, const std::string& question,
                            const std::string& mark);
/// The data when the model opens the page itself: its address alone stands between the lines.
std::string input_to_open(const Url& url, const std::string& question, const std::string& mark);

}  // namespace winnow::evaluate
