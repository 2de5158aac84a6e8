#include "evaluate/local/score.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace winnow::evaluate {
namespace {

constexpr double kThemeBreadth = 7;   // different words of a theme that make it 63 % broad
constexpr double kThemeShare = 0.35;  // share of sentences with words of the theme that makes it 63 % dense

// A criterion of the user's own: half of the scale for its subject, half for how well the text is made in general.
constexpr double kOwnBase = 1.2, kOwnBreadth = 3.4, kOwnShare = 1.2, kOwnGeneral = 0.55;

double clamped(double score) {
    return std::clamp(score, kLowestScore, kHighestScore);
}

std::string percent(double share) {
    return std::to_string(std::lround(share * 100)) + " %";
}

void add_theme(Scored& scored, const Theme& theme, double breadth_points, double share_points) {
    const double breadth = -std::expm1(-static_cast<double>(scored.theme.found) / kThemeBreadth);
    const double share = -std::expm1(-scored.theme.share / kThemeShare);
    scored.effects.push_back(
        {std::to_string(scored.theme.found) + " of " + std::to_string(theme.size()) + " words of its subject",
         breadth_points * breadth, breadth_points});
    scored.effects.push_back(
        {percent(scored.theme.share) + " of the sentences on its subject", share_points * share, share_points});
}

void add_signals(Scored& scored, std::span<const Weight> weights, const Signals& signals) {
    for (const auto& [signal, points] : weights)
        scored.effects.push_back({in_words(signal, signals[signal]), points * signals[signal].value, points});
}

double total(const Scored& scored, double base) {
    for (const auto& effect : scored.effects) base += effect.points;
    return clamped(base);
}

const Theme& theme_of(const Family& family) {
    static const auto themes = [] {
        std::unordered_map<std::string_view, Theme> all;
        for (const auto& each : families()) all.emplace(each.name, Theme(each.theme));
        return all;
    }();
    return themes.find(family.name)->second;
}

Scored score_family(const Family& family, const Signals& signals, const Reading& reading) {
    Scored scored;
    if (const auto& theme = theme_of(family); !theme.empty()) {
        scored.theme = match(theme, reading);
        add_theme(scored, theme, family.breadth_points, family.share_points);
    }
    add_signals(scored, family.weights, signals);
    scored.score = total(scored, family.base);
    scored.telling.assign(family.telling.begin(), family.telling.end());
    return scored;
}

/// How well a text is made, whatever its subject: the mean of the criteria with fitted weights.
double general_score(const Signals& signals, const Reading& reading) {
    double sum = 0;
    int count = 0;
    for (const auto& family : families()) {
        if (!family.fitted) continue;
        sum += score_family(family, signals, reading).score;
        ++count;
    }
    return count > 0 ? sum / count : (kLowestScore + kHighestScore) / 2;
}

Scored score_own(const Criterion& criterion, const Signals& signals, const Reading& reading) {
    std::string name = criterion.name;
    std::ranges::replace(name, '_', ' ');
    const Theme theme(name + ' ' + criterion.title + ' ' + criterion.description);
    Scored scored;
    const auto* akin = family_akin(criterion.name);
    if (akin) scored = score_family(*akin, signals, reading);
    const double general = akin ? scored.score : general_score(signals, reading);
    scored.effects.clear();
    scored.by_description = true;
    scored.theme = match(theme, reading);
    if (theme.empty()) {
        scored.score = general;
    } else {
        add_theme(scored, theme, kOwnBreadth, kOwnShare);
        scored.effects.push_back(
            {akin ? "the signals of " + std::string(akin->name) : "the signals of a well-made text",
             kOwnGeneral * (general - kLowestScore), kOwnGeneral * (kHighestScore - kLowestScore)});
        scored.score = total(scored, kOwnBase);
    }
    if (scored.telling.empty()) scored.telling = {Cue::reason, Cue::example, Cue::imperative, Cue::data};
    return scored;
}

}  // namespace

Scored score_criterion(const Criterion& criterion, const Signals& signals, const Reading& reading) {
    const auto* family = family_named(criterion.name);
    return family ? score_family(*family, signals, reading) : score_own(criterion, signals, reading);
}

}  // namespace winnow::evaluate
