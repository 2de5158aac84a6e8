#include "evaluate/agreement/thumbs.h"

#include <algorithm>
#include <cmath>

namespace winnow {
namespace {

constexpr double kZ = 1.959964;           // 95 % of a normal distribution lie within
constexpr double kRounding = 1e-9;        // a weighted mean of 7 may be a hair below 7
constexpr std::size_t kLeastOfEach = 10;  // fewer leave the best threshold to chance
constexpr int kLowestTenths = 10;
constexpr int kHighestTenths = 100;

/// How often an up scores above a down.
double area(std::span<const ThumbedPage> pages, std::size_t pairs) {
    double wins = 0;
    for (const auto& liked : pages) {
        if (!liked.is_up) continue;
        for (const auto& other : pages) {
            if (other.is_up) continue;
            const double ahead = liked.score - other.score;
            wins += std::abs(ahead) <= kRounding ? 0.5 : ahead > 0 ? 1 : 0;
        }
    }
    return wins / static_cast<double>(pairs);
}

/// Variance of the area if the true one is `theta` (Newcombe's method 5).
double variance(double theta, double up, double down) {
    const double half = (up + down) / 2 - 1;
    return theta * (1 - theta) * (1 + half * (1 - theta) / (2 - theta) + half * theta / (1 + theta)) / (up * down);
}

/// The end of the interval between `inside`, the value found, and `outside`, 0 or 1: the farthest true area with which
/// the value found is no surprise.
double interval_end(double inside, double outside, double up, double down) {
    const double found = inside;
    for (int i = 0; i < 60; ++i) {
        const double middle = (inside + outside) / 2;
        const double apart = found - middle;
        (apart * apart <= kZ * kZ * variance(middle, up, down) ? inside : outside) = middle;
    }
    return inside;
}

Kept kept_from(std::span<const ThumbedPage> pages, double threshold) {
    Kept kept{.threshold = threshold};
    for (const auto& page : pages)
        if (page.score >= threshold - kRounding) ++(page.is_up ? kept.up : kept.down);
    return kept;
}

/// Youden's J times both counts: whole numbers, so equal ones are equal.
long long merit(const Kept& kept, std::size_t up, std::size_t down) {
    return static_cast<long long>(kept.up * down) - static_cast<long long>(kept.down * up);
}

Kept best_threshold(std::span<const ThumbedPage> pages, const ThumbsAgreement& agreement) {
    auto best = agreement.now;
    for (int tenths = kLowestTenths; tenths <= kHighestTenths; ++tenths) {
        const auto kept = kept_from(pages, tenths / 10.0);
        const auto gain = merit(kept, agreement.up, agreement.down) - merit(best, agreement.up, agreement.down);
        const auto distance = [&](const Kept& one) { return std::abs(one.threshold - agreement.now.threshold); };
        if (gain > 0 || (gain == 0 && distance(kept) < distance(best) - kRounding)) best = kept;
    }
    return best;
}

std::string percent(double share) {
    return std::to_string(std::lround(share * 100)) + " %";
}

std::string with_interval(const Share& share) {
    return percent(share.value) + " (" + percent(share.low) + " to " + percent(share.high) + ")";
}

std::string tenths(double value) {
    const auto all = std::lround(value * 10);
    return std::to_string(all / 10) + "." + std::to_string(all % 10);
}

std::string of(std::size_t part, std::size_t whole) {
    return std::to_string(part) + " of " + std::to_string(whole);
}

}  // namespace

Share share_of(std::size_t part, std::size_t whole) {
    const auto n = static_cast<double>(whole);
    const double value = static_cast<double>(part) / n;
    const double middle = (value + kZ * kZ / (2 * n)) / (1 + kZ * kZ / n);
    const double reach = kZ / (1 + kZ * kZ / n) * std::sqrt(value * (1 - value) / n + kZ * kZ / (4 * n * n));
    return {value, std::max(0.0, middle - reach), std::min(1.0, middle + reach)};
}

ThumbsAgreement thumbs_agreement(std::span<const ThumbedPage> pages, double threshold) {
    ThumbsAgreement result;
    for (const auto& page : pages) ++(page.is_up ? result.up : result.down);
    result.now = kept_from(pages, threshold);
    if (result.now.up + result.now.down > 0)
        result.precision = share_of(result.now.up, result.now.up + result.now.down);
    if (result.up > 0 && result.down > 0) {
        const auto up = static_cast<double>(result.up);
        const auto down = static_cast<double>(result.down);
        const double value = area(pages, result.up * result.down);
        result.auc = Share{value, interval_end(value, 0, up, down), interval_end(value, 1, up, down)};
    }
    if (result.up < kLeastOfEach || result.down < kLeastOfEach)
        result.why_none = "it takes at least " + std::to_string(kLeastOfEach) + " thumbs each way";
    else if (result.auc->low <= 0.5)
        result.why_none = "the judge may not tell the two kinds apart better than chance";
    else
        result.suggested = best_threshold(pages, result);
    return result;
}

std::vector<ThumbedPage> thumbed(const std::vector<PagePair>& pairs, const Rubric& rubric) {
    std::vector<ThumbedPage> pages;
    for (const auto& [reference, judged] : pairs) {
        const auto score = judged.overall(rubric);
        if (reference.worth_reading && score) pages.push_back({*reference.worth_reading, *score});
    }
    return pages;
}

std::vector<std::string> in_sentences(const ThumbsAgreement& agreement) {
    const auto& [up, down, auc, now, precision, suggested, why_none] = agreement;
    if (up + down == 0) return {};
    std::vector<std::string> text{"Thumbs on pages that were judged: " + std::to_string(up) + " up, " +
                                  std::to_string(down) + " down. Intervals hold with 95 % confidence."};
    if (auc)
        text.push_back("A page with its thumb up scores above one with its thumb down in " + with_interval(*auc) +
                       " of the pairs; 50 % is chance.");
    if (precision)
        text.push_back("At or above " + tenths(now.threshold) + ", " + with_interval(*precision) +
                       " have their thumb up: " + of(now.up, now.up + now.down) + "; that is " + of(now.up, up) +
                       " of all with their thumb up.");
    else
        text.push_back("None of them reaches " + tenths(now.threshold) + ".");
    if (!suggested)
        text.push_back("No threshold is suggested: " + why_none + ".");
    else if (std::abs(suggested->threshold - now.threshold) <= kRounding)
        text.push_back("No threshold separates them better than " + tenths(now.threshold) + ".");
    else
        text.push_back("A min_score of " + tenths(suggested->threshold) + " separates them best: it keeps " +
                       of(suggested->up, up) + " with their thumb up and " + of(suggested->down, down) +
                       " with their thumb down (now " + std::to_string(now.up) + " and " + std::to_string(now.down) +
                       "). It is found and measured on the same thumbs, so expect a little less of new ones.");
    return text;
}

}  // namespace winnow
