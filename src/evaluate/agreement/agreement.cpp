#include "evaluate/agreement/agreement.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>

namespace winnow {
namespace {

constexpr std::size_t kGrades = 10;  // 1 to 10

double mean_of(std::span<const double> values) {
    if (values.empty()) return 0;
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Ranks from 1, ties sharing their mean.
std::vector<double> ranks_of(std::span<const double> values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
    std::vector<double> ranks(values.size());
    for (std::size_t begin = 0; begin < order.size();) {
        auto end = begin;
        while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
        const double shared = static_cast<double>(begin + 1 + end) / 2;
        for (; begin < end; ++begin) ranks[order[begin]] = shared;
    }
    return ranks;
}

std::optional<double> correlation(std::span<const double> a, std::span<const double> b) {
    const double mean_a = mean_of(a);
    const double mean_b = mean_of(b);
    double together = 0;
    double of_a = 0;
    double of_b = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        together += (a[i] - mean_a) * (b[i] - mean_b);
        of_a += (a[i] - mean_a) * (a[i] - mean_a);
        of_b += (b[i] - mean_b) * (b[i] - mean_b);
    }
    if (of_a == 0 || of_b == 0) return std::nullopt;
    return together / std::sqrt(of_a * of_b);
}

std::size_t grade_of(double score) {
    return static_cast<std::size_t>(std::clamp<long>(std::lround(score), 1, static_cast<long>(kGrades))) - 1;
}

std::optional<double> quadratic_kappa(std::span<const double> a, std::span<const double> b) {
    std::array<double, kGrades> of_a{};
    std::array<double, kGrades> of_b{};
    double observed = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const auto x = grade_of(a[i]);
        const auto y = grade_of(b[i]);
        ++of_a[x];
        ++of_b[y];
        const double apart = static_cast<double>(x) - static_cast<double>(y);
        observed += apart * apart;
    }
    double expected = 0;
    for (std::size_t x = 0; x < kGrades; ++x)
        for (std::size_t y = 0; y < kGrades; ++y) {
            const double apart = static_cast<double>(x) - static_cast<double>(y);
            expected += apart * apart * of_a[x] * of_b[y] / static_cast<double>(a.size());
        }
    if (expected == 0) return std::nullopt;
    return 1 - observed / expected;
}

/// Scores that both sides have, side by side.
struct Columns {
    std::vector<double> reference;
    std::vector<double> judged;
    void add(std::optional<double> a, std::optional<double> b) {
        if (!a || !b) return;
        reference.push_back(*a);
        judged.push_back(*b);
    }
};

std::string digits(double value) {
    std::array<char, 32> text{};
    if (std::abs(value) < 0.005) value = 0;  // no "-0.00"
    const auto end = std::to_chars(text.begin(), text.end(), value, std::chars_format::fixed, 2).ptr;
    return {text.begin(), end};
}

std::string digits(const std::optional<double>& value) {
    return value ? digits(*value) : "–";
}

std::string row(const std::string& name, const Agreement& one) {
    return "| " + name + " | " + std::to_string(one.count) + " | " + digits(one.spearman) + " | " + digits(one.kappa) +
           " | " + digits(one.mean_error) + " | " + digits(one.bias) + " | " + digits(one.constant_error) + " |\n";
}

}  // namespace

Agreement agreement(std::span<const double> reference, std::span<const double> judged) {
    Agreement result{.count = reference.size(), .spearman = {}, .kappa = {}};
    if (reference.empty()) return result;
    result.spearman = correlation(ranks_of(reference), ranks_of(judged));
    result.kappa = quadratic_kappa(reference, judged);
    const auto count = static_cast<double>(reference.size());
    const double mean = mean_of(reference);
    for (std::size_t i = 0; i < reference.size(); ++i) {
        result.mean_error += std::abs(judged[i] - reference[i]) / count;
        result.bias += (judged[i] - reference[i]) / count;
        result.constant_error += std::abs(reference[i] - mean) / count;
    }
    return result;
}

std::optional<double> ScoredPage::score_of(const std::string& criterion) const {
    const auto found = std::ranges::find(scores, criterion, [](const auto& score) { return score.first; });
    return found == scores.end() ? std::nullopt : std::optional(found->second);
}

std::optional<double> ScoredPage::overall(const Rubric& rubric) const {
    double sum = 0;
    for (const auto& criterion : rubric.criteria) {
        const auto score = score_of(criterion.name);
        if (!score) return std::nullopt;
        sum += criterion.weight * *score;
    }
    return sum;
}

AgreementReport agreement_report(const std::vector<PagePair>& pairs, const Rubric& rubric) {
    AgreementReport report;
    for (const auto& criterion : rubric.criteria) {
        Columns columns;
        for (const auto& [reference, judged] : pairs)
            columns.add(reference.score_of(criterion.name), judged.score_of(criterion.name));
        if (!columns.reference.empty())
            report.criteria.emplace_back(criterion.name, agreement(columns.reference, columns.judged));
    }
    Columns overall;
    for (const auto& [reference, judged] : pairs) overall.add(reference.overall(rubric), judged.overall(rubric));
    report.overall = agreement(overall.reference, overall.judged);
    constexpr double kRounding = 1e-9;  // a weighted mean of 7 may be a hair below 7
    for (std::size_t i = 0; i < overall.reference.size(); ++i) {
        const bool ours = overall.reference[i] >= rubric.min_score - kRounding;
        const bool theirs = overall.judged[i] >= rubric.min_score - kRounding;
        auto& threshold = report.threshold;
        ++(ours ? (theirs ? threshold.both_above : threshold.only_reference)
                : (theirs ? threshold.only_judge : threshold.both_below));
    }
    return report;
}

std::string to_markdown(const AgreementReport& report, const Rubric& rubric) {
    if (report.criteria.empty()) return {};
    std::string text =
        "| Criterion | Pages | Spearman | Weighted kappa | Mean error | Bias | Error of \"always the mean\" |\n"
        "|---|---:|---:|---:|---:|---:|---:|\n";
    for (const auto& [name, one] : report.criteria) text += row(name, one);
    text += row("**overall**", report.overall);
    const auto& threshold = report.threshold;
    const auto alike = threshold.both_above + threshold.both_below;
    const auto all = alike + threshold.only_reference + threshold.only_judge;
    if (all == 0) return text;
    return text + "\nOn the threshold of " + digits(rubric.min_score) + " they agree for " + std::to_string(alike) +
           " of " + std::to_string(all) + " pages: both above " + std::to_string(threshold.both_above) +
           ", both below " + std::to_string(threshold.both_below) + ", only the reference above " +
           std::to_string(threshold.only_reference) + ", only the judge above " + std::to_string(threshold.only_judge) +
           ".\n";
}

}  // namespace winnow
