#include "core/assessment.h"

#include <array>

namespace winnow {
namespace {

constexpr std::array<std::string_view, 13> kStateNames{
    "judged",    "cached",    "not_read",  "blocked_by_robots", "no_ai", "error_page", "login_wall", "paywalled",
    "too_short", "off_topic", "duplicate", "budget_exhausted",  "failed"};

constexpr std::array<std::string_view, 8> kKindNames{"article",     "listing",    "login_wall", "consent_wall",
                                                     "script_only", "error_page", "paywalled",  "empty"};

}  // namespace

std::string_view to_string(UrlState state) {
    return kStateNames.at(static_cast<std::size_t>(state));
}

Result<UrlState> url_state_from(std::string_view text) {
    for (std::size_t i = 0; i < kStateNames.size(); ++i)
        if (kStateNames[i] == text) return static_cast<UrlState>(i);
    return fail(ErrorKind::malformed, "unknown state '" + std::string(text) + "'");
}

std::string_view to_string(PageKind kind) {
    return kKindNames.at(static_cast<std::size_t>(kind));
}

PageKind page_kind_from(std::string_view text) {
    for (std::size_t i = 0; i < kKindNames.size(); ++i)
        if (kKindNames[i] == text) return static_cast<PageKind>(i);
    return PageKind::article;
}

Usage& Usage::operator+=(const Usage& other) {
    input_tokens += other.input_tokens;
    output_tokens += other.output_tokens;
    cost_usd += other.cost_usd;
    return *this;
}

double overall_score(const std::vector<CriterionScore>& scores, const Rubric& rubric) {
    double sum = 0;
    double weights = 0;
    for (const auto& score : scores) {
        const auto* criterion = rubric.find(score.criterion);
        if (!criterion) continue;
        sum += criterion->weight * score.score;
        weights += criterion->weight;
    }
    return weights > 0 ? sum / weights : 0;
}

}  // namespace winnow
