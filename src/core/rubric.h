#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace winnow {

/// One thing that is judged, on a scale from 1 to 10.
struct Criterion {
    std::string name;                                  ///< identifier: "technical_accuracy"
    std::string title;                                 ///< for people: "Technical accuracy"
    std::string description;                           ///< what the judge looks for
    double weight = 0;                                 ///< share of the overall score, in (0, 1]
    std::vector<std::pair<int, std::string>> anchors;  ///< score → what a document with that score looks like
    friend bool operator==(const Criterion&, const Criterion&) = default;
};

/// What a document is judged by. Weights add up to 1.
struct Rubric {
    std::string name;
    std::string description;
    std::vector<Criterion> criteria;
    double min_score = 7.0;  ///< overall score from which a document counts as high quality

    const Criterion* find(std::string_view criterion) const;
    friend bool operator==(const Rubric&, const Rubric&) = default;
};

constexpr double kLowestScore = 1.0;
constexpr double kHighestScore = 10.0;

/// The rubric that holds when none is named: technical_accuracy 0.30, actionability 0.30, evidence_based 0.20,
/// technical_depth 0.10, bias_mitigation 0.10.
const Rubric& default_rubric();
/// Names unique and lower_case, at least one criterion, weights positive with a sum of 1 ± 0.001, anchors and
/// min_score on the scale. Error: invalid_config, naming the criterion and the fault.
Result<void> validate(const Rubric& rubric);
/// A text that changes when, and only when, judgements by the rubric may: the input of cache keys.
std::string fingerprint_text(const Rubric& rubric);

}  // namespace winnow
