#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/rubric.h"

namespace winnow {

/// How far a judge agrees with a reference (people's labels, another judge) on one scale from 1 to 10.
struct Agreement {
    std::size_t count = 0;
    /// Rank correlation, -1 to 1, with mean ranks for ties; none if either side has one value only.
    std::optional<double> spearman;
    /// Cohen's kappa with quadratic weights over scores rounded to whole numbers: 1 is perfect, 0 is chance. Source:
    /// Cohen, "Weighted kappa" (1968). None if chance alone would agree perfectly.
    std::optional<double> kappa;
    double mean_error = 0;      ///< mean absolute difference
    double bias = 0;            ///< mean of judge − reference: above 0 the judge is kinder
    double constant_error = 0;  ///< mean error of a judge who always gives the reference's mean
};

/// Precondition: equally many of both.
Agreement agreement(std::span<const double> reference, std::span<const double> judged);

/// The score of one page by criterion, as far as it has them.
struct ScoredPage {
    std::string url;
    std::vector<std::pair<std::string, double>> scores;  ///< criterion → score
    std::optional<bool> worth_reading{};                 ///< thumb up or down, of a person
    std::optional<double> score_of(const std::string& criterion) const;
    /// Weighted mean over the rubric's criteria; none if one is missing.
    std::optional<double> overall(const Rubric& rubric) const;
};

/// One page as both sides see it.
struct PagePair {
    ScoredPage reference;
    ScoredPage judged;
};

/// Whether both sides put a page above the threshold.
struct ThresholdAgreement {
    std::size_t both_above = 0;
    std::size_t both_below = 0;
    std::size_t only_reference = 0;  ///< missed by the judge
    std::size_t only_judge = 0;      ///< let through by the judge alone
};

struct AgreementReport {
    std::vector<std::pair<std::string, Agreement>> criteria;  ///< by name, those that both sides have
    Agreement overall;
    ThresholdAgreement threshold;
};

/// Over the pages that both sides have scores for, criterion by criterion, and overall where the rubric is complete.
AgreementReport agreement_report(const std::vector<PagePair>& pairs, const Rubric& rubric);

/// A table of Markdown, with a sentence on the threshold; empty if there is nothing to compare.
std::string to_markdown(const AgreementReport& report, const Rubric& rubric);

}  // namespace winnow
