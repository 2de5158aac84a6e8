#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/assessment.h"
#include "core/rubric.h"
#include "evaluate/model/reading/quotable.h"
#include "json/value.h"

namespace winnow::evaluate {

/// JSON Schema of an answer by the rubric: what instructions_for() describes, with the names of the criteria.
json::Value answer_schema(const Rubric& rubric);

/// The texts of a page that quotes may stand in.
struct Evidence {
    const QuotableText& ours;             ///< Document::text: offsets refer to it
    const QuotableText* other = nullptr;  ///< what the judge read, if that is another text
};

/// An answer that holds.
struct Answer {
    std::vector<CriterionScore> scores;  ///< one per criterion, in the order of the rubric, rounded to tenths
    std::string summary;
    std::string verdict;
    std::vector<std::string> tags;
    std::vector<std::string> suspicious;  ///< as the model gave them, not checked
    std::size_t unverified = 0;           ///< quotes that stand nowhere, left out
    std::size_t elsewhere = 0;            ///< quotes that stand in the other text only, moved into the explanation
};

/// Reads an answer and checks it: a JSON object, each criterion of the rubric exactly once, scores from 1 to 10, texts
/// that are there and not too long, and for each criterion a quote that stands in the evidence. Error: malformed, with
/// every fault in words of ours, so that it may go back to the model as an instruction.
Result<Answer> read_answer(std::string_view text, const Rubric& rubric, const Evidence& evidence);

}  // namespace winnow::evaluate
