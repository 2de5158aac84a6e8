#include "core/rubric.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace winnow {
namespace {

bool is_identifier(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

bool is_on_scale(double score) {
    return score >= kLowestScore && score <= kHighestScore;
}

std::string two_decimals(double value) {
    const auto hundredths = std::lround(value * 100);
    auto text = std::to_string(hundredths / 100) + ".";
    const auto rest = std::to_string(std::abs(hundredths % 100));
    return text + (rest.size() < 2 ? "0" : "") + rest;
}

Rubric make_default() {
    return {
        .name = "default",
        .description = "Engineering articles: is it right, can it be used, is it shown, does it go deep, is it fair?",
        .criteria =
            {
                {"technical_accuracy",
                 "Technical accuracy",
                 "Statements are correct, precise and current; terms are used as the field uses them.",
                 0.30,
                 {{1, "Wrong or meaningless where it can be checked."},
                  {4, "Mostly right but vague, dated or with errors that matter."},
                  {7, "Right and precise in what it says."},
                  {10, "Right in every detail, states versions, conditions and limits."}}},
                {"actionability",
                 "Actionability",
                 "A reader can do something with it: steps, criteria, templates, code, examples to follow.",
                 0.30,
                 {{1, "Nothing to act on."},
                  {4, "General advice without a way to apply it."},
                  {7, "Concrete steps or criteria that can be applied with some work."},
                  {10, "Can be used as it stands: complete steps, templates or code with the expected result."}}},
                {"evidence_based",
                 "Evidence",
                 "Claims rest on data, measurements, sources or first-hand experience that the text names.",
                 0.20,
                 {{1, "Bare claims."},
                  {4, "Anecdotes, few sources."},
                  {7, "Main claims have data, sources or named experience."},
                  {10, "Every claim that matters can be checked: data, method, sources."}}},
                {"technical_depth",
                 "Technical depth",
                 "It explains why and how, with trade-offs and edge cases, beyond the obvious.",
                 0.10,
                 {{1, "A list of headlines."},
                  {4, "Explains the common case."},
                  {7, "Explains causes, trade-offs and alternatives."},
                  {10, "Teaches an expert something: mechanisms, edge cases, failure modes."}}},
                {"bias_mitigation",
                 "Bias mitigation",
                 "It names limits and alternatives, separates fact from opinion, and sells nothing.",
                 0.10,
                 {{1, "Advertising or one-sided opinion."},
                  {4, "One view, no limits named."},
                  {7, "Names limits and other views."},
                  {10, "Weighs alternatives fairly, states its own interests and limits."}}},
            },
        .min_score = 7.0,
    };
}

}  // namespace

const Criterion* Rubric::find(std::string_view criterion) const {
    const auto found = std::ranges::find(criteria, criterion, &Criterion::name);
    return found == criteria.end() ? nullptr : &*found;
}

const Rubric& default_rubric() {
    static const Rubric rubric = make_default();
    return rubric;
}

Result<void> validate(const Rubric& rubric) {
    const auto invalid = [&](const std::string& fault) {
        return fail(ErrorKind::invalid_config, "rubric '" + rubric.name + "': " + fault);
    };
    if (rubric.criteria.empty()) return invalid("it has no criteria");
    if (!is_on_scale(rubric.min_score)) return invalid("min_score must lie between 1 and 10");
    std::set<std::string_view> names;
    double sum = 0;
    for (const auto& criterion : rubric.criteria) {
        if (!is_identifier(criterion.name))
            return invalid("criterion name '" + criterion.name + "' may hold lower-case letters, digits and _ only");
        if (!names.insert(criterion.name).second) return invalid("criterion '" + criterion.name + "' appears twice");
        if (!(criterion.weight > 0)) return invalid("the weight of '" + criterion.name + "' must be above 0");
        for (const auto& [score, text] : criterion.anchors)
            if (!is_on_scale(score)) return invalid("an anchor of '" + criterion.name + "' lies outside 1 to 10");
        sum += criterion.weight;
    }
    if (!(std::abs(sum - 1.0) <= 0.001)) return invalid("the weights add up to " + two_decimals(sum) + ", not to 1");
    return {};
}

std::string fingerprint_text(const Rubric& rubric) {
    std::string text = rubric.description + '\n';
    for (const auto& criterion : rubric.criteria) {
        text += criterion.name + '\x1f' + criterion.title + '\x1f' + criterion.description + '\x1f' +
                std::to_string(std::lround(criterion.weight * 1'000'000)) + '\x1f';
        for (const auto& [score, anchor] : criterion.anchors) text += std::to_string(score) + '\x1f' + anchor + '\x1f';
        text += '\n';
    }
    return text;
}

}  // namespace winnow
