#include "evaluate/local/wording/explain.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace winnow::evaluate {
namespace {

constexpr std::size_t kMostNamed = 4;  // more numbers than that nobody reads
constexpr double kNoticeablePoints = 0.15;

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) text += i + 1 == parts.size() ? " and " : ", ";
        text += parts[i];
    }
    return text;
}

/// The effects of the largest `size`, those above kNoticeablePoints.
template <typename Size>
std::vector<const Effect*> strongest(const std::vector<Effect>& effects, Size size) {
    std::vector<const Effect*> chosen;
    for (const auto& effect : effects)
        if (size(effect) >= kNoticeablePoints) chosen.push_back(&effect);
    std::ranges::stable_sort(chosen, std::greater<>{}, [&](const Effect* effect) { return size(*effect); });
    if (chosen.size() > kMostNamed) chosen.resize(kMostNamed);
    return chosen;
}

/// How much an effect holds the score down: a fault by its points, a merit by what is missing of it.
double held_down(const Effect& effect) {
    if (effect.most < 0) return -effect.points;
    return effect.points < 0.3 * effect.most ? 0.5 * (effect.most - effect.points) : 0;
}

std::string one_decimal(double score) {
    char text[16];
    std::snprintf(text, sizeof text, "%.1f", score);
    return text;
}

}  // namespace

std::string explain(const Scored& scored, const Caveats& caveats) {
    std::vector<std::string> raising, lowering;
    const auto merits = strongest(scored.effects, [](const Effect& effect) { return effect.points; });
    for (const auto* effect : merits) raising.push_back(effect->what);
    for (const auto* effect : strongest(scored.effects, held_down)) {
        if (std::ranges::find(merits, effect) != merits.end()) continue;
        const bool missing = effect->most > 0 && !effect->what.starts_with("no ");
        lowering.push_back((missing ? "only " : "") + effect->what);
    }
    std::string text;
    if (scored.by_description) text = "Judged by the words of its description. ";
    if (!raising.empty()) text += "Raised by " + joined(raising) + ". ";
    if (!lowering.empty()) text += (raising.empty() ? "Held down by " : "Lowered by ") + joined(lowering) + ". ";
    if (caveats.commanded)
        text += std::to_string(caveats.commands) + (caveats.commands == 1 ? " passage speaks" : " passages speak") +
                " to the judge instead of the reader; the score is capped. ";
    if (caveats.foreign) text += "The signals are English and the text is not, so the score stays near the middle. ";
    return text + "These are signals that can be counted, not understanding.";
}

std::string verdict_of(const Assessment& assessment, const Rubric& rubric, const Caveats& caveats) {
    const auto by_score = [](const CriterionScore& score) { return score.score; };
    const auto& best = *std::ranges::max_element(assessment.scores, {}, by_score);
    const auto& worst = *std::ranges::min_element(assessment.scores, {}, by_score);
    const auto title = [&](const CriterionScore& score) {
        const auto* criterion = rubric.find(score.criterion);
        return (criterion && !criterion->title.empty() ? criterion->title : score.criterion) + " (" +
               one_decimal(score.score) + ")";
    };
    if (caveats.commanded) return "Take care: the text speaks to whoever judges it, so its score is capped.";
    const std::string advice = assessment.overall >= rubric.min_score         ? "Worth reading"
                               : assessment.overall >= rubric.min_score - 1.5 ? "Worth a look"
                                                                              : "Few signs of quality";
    if (assessment.scores.size() == 1) return advice + ": " + title(best) + ", by its signals.";
    return advice + ": by its signals it is strongest in " + title(best) + " and weakest in " + title(worst) + '.';
}

}  // namespace winnow::evaluate
