#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/rubric.h"
#include "evaluate/agreement/agreement.h"

namespace winnow {

/// What a person thinks of a page, and the judge's overall score of it.
struct ThumbedPage {
    bool is_up = false;
    double score = 0;
};

/// A share with its 95 % confidence interval; all 0 to 1.
struct Share {
    double value = 0;
    double low = 0;
    double high = 1;
};

/// `part` of `whole`, with Wilson's interval. Source: Wilson, "Probable inference, the law of succession, and
/// statistical inference" (1927). Precondition: whole > 0.
Share share_of(std::size_t part, std::size_t whole);

/// What a threshold keeps of both kinds.
struct Kept {
    double threshold = 0;
    std::size_t up = 0;  ///< liked pages at or above it
    std::size_t down = 0;
};

/// How far a judge's scores agree with thumbs.
struct ThumbsAgreement {
    std::size_t up = 0;
    std::size_t down = 0;
    /// How often a page with its thumb up scores above one with its thumb down, ties as half: the area under the ROC
    /// curve; 0.5 is chance. Interval: Newcombe, "Confidence intervals for an effect size measure based on the
    /// Mann-Whitney statistic, part 2" (2006), method 5. None without both kinds.
    std::optional<Share> auc;
    Kept now;                        ///< at the threshold that holds
    std::optional<Share> precision;  ///< of the pages kept now, those with their thumb up; none if none is kept
    /// The threshold, in tenths, that separates both kinds best (Youden's J), of equally good ones that nearest to the
    /// present one.
    std::optional<Kept> suggested;
    std::string why_none;  ///< why no threshold is suggested
};

ThumbsAgreement thumbs_agreement(std::span<const ThumbedPage> pages, double threshold);

/// The pages of which the reference has a thumb and the judge every score of the rubric.
std::vector<ThumbedPage> thumbed(const std::vector<PagePair>& pairs, const Rubric& rubric);

/// In sentences, for people; empty without thumbs.
std::vector<std::string> in_sentences(const ThumbsAgreement& agreement);

}  // namespace winnow
