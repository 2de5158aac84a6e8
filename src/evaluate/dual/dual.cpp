#include "evaluate/dual.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "core/exchange/exchange_log.h"
#include "core/usage/lost_usage.h"
#include "text/digest.h"

namespace winnow {
namespace {

constexpr double kDisagreement = 2;  // points; less is what one judge gives twice
constexpr std::size_t kMaxTags = 8;
constexpr std::string_view kName = "dual_perspective";

/// "engineering_manager" → "engineering manager".
std::string words_of(std::string name) {
    std::ranges::replace(name, '_', ' ');
    return name;
}

std::string capitalised(std::string text) {
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
        text.front() = static_cast<char>(text.front() - 32);
    return text;
}

std::string in_tenths(double score) {
    const auto tenths = std::lround(score * 10);
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

void add_new(std::vector<std::string>& list, const std::vector<std::string>& more) {
    for (const auto& each : more)
        if (std::ranges::find(list, each) == list.end()) list.push_back(each);
}

/// What one rubric found.
struct View {
    const Rubric* rubric;
    Assessment assessment;

    std::string name() const { return words_of(rubric->name); }
    std::string with_score() const { return name() + " " + in_tenths(assessment.overall); }
    const CriterionScore& strongest() const {
        return *std::ranges::max_element(assessment.scores, {}, &CriterionScore::score);
    }
    const CriterionScore& weakest() const {
        return *std::ranges::min_element(assessment.scores, {}, &CriterionScore::score);
    }
    std::string titled(const CriterionScore& score) const {
        const auto* const criterion = rubric->find(score.criterion);
        return (criterion != nullptr ? criterion->title : score.criterion) + " " + in_tenths(score.score);
    }
};

std::string list_of(const std::vector<View>& views) {
    std::string text;
    for (const auto& view : views) text += (text.empty() ? "" : ", ") + view.with_score();
    return text;
}

/// The best and the worst view.
std::pair<const View*, const View*> extremes(const std::vector<View>& views) {
    const auto overall = [](const View& view) { return view.assessment.overall; };
    return {&*std::ranges::max_element(views, {}, overall), &*std::ranges::min_element(views, {}, overall)};
}

std::vector<std::string> insights_of(const std::vector<View>& views) {
    std::vector<std::string> insights;
    const auto [best, worst] = extremes(views);
    const double apart = best->assessment.overall - worst->assessment.overall;
    if (apart >= kDisagreement)
        insights.push_back("They disagree by " + in_tenths(apart) + " points: for the " + best->name() + " it has " +
                           best->titled(best->strongest()) + ", for the " + worst->name() + " only " +
                           worst->titled(worst->weakest()) + ".");
    else
        insights.push_back("They agree within " + in_tenths(apart) + " points.");
    for (const auto& view : views)
        insights.push_back("Strongest for the " + view.name() + ": " + view.titled(view.strongest()) +
                           "; weakest: " + view.titled(view.weakest()) + ".");
    return insights;
}

std::string verdict_of(const std::vector<View>& views) {
    const auto [best, worst] = extremes(views);
    const double apart = best->assessment.overall - worst->assessment.overall;
    if (apart >= 1)
        return std::string(apart >= kDisagreement ? "More" : "Rather more") + " for the " + best->with_score() +
               " than for the " + worst->with_score() + ".";
    return capitalised("alike for both: " + list_of(views) + ".");
}

Assessment joined(std::vector<View> views, const Rubric& combined) {
    Assessment result;
    result.insights = insights_of(views);
    result.verdict = verdict_of(views);
    const auto [best, worst] = extremes(views);
    if (best->assessment.overall - worst->assessment.overall >= kDisagreement)
        result.flags.emplace_back("perspectives_disagree");
    result.evaluator = kName;
    result.summary = best->assessment.summary;
    for (auto& view : views) {
        auto& one = view.assessment;
        Perspective perspective{.name = view.rubric->name, .overall = one.overall, .verdict = one.verdict};
        for (auto& score : one.scores) {
            perspective.criteria.push_back(score.criterion);
            result.scores.push_back(std::move(score));
        }
        result.perspectives.push_back(std::move(perspective));
        add_new(result.tags, one.tags);
        add_new(result.flags, one.flags);
        result.usage += one.usage;
        if (result.model.empty()) result.model = one.evaluator + ", " + one.model;
        if (!result.proof.contains(one.proof)) result.proof += (result.proof.empty() ? "" : "; ") + one.proof;
    }
    if (result.tags.size() > kMaxTags) result.tags.resize(kMaxTags);
    result.overall = overall_score(result.scores, combined);
    return result;
}

class DualEvaluator final : public Evaluator {
public:
    DualEvaluator(std::unique_ptr<Evaluator> judge, std::vector<Rubric> perspectives, Rubric combined)
        : judge_(std::move(judge)), perspectives_(std::move(perspectives)), combined_(std::move(combined)) {
        std::string rubrics;
        for (const auto& rubric : perspectives_) rubrics += fingerprint_text(rubric) + "\n";
        model_ = judge_->method() + ", " + judge_->model() + ", rubrics " + text::sha256_hex(rubrics).substr(0, 8);
    }

    const std::string& method() const override { return method_; }
    const std::string& model() const override { return model_; }
    bool is_metered() const override { return judge_->is_metered(); }

    Usage take_lost_usage() override {
        auto lost = judge_->take_lost_usage();
        return lost += lost_.take();
    }

    std::vector<Exchange> take_exchanges() override { return exchanges_.take(); }

    Result<Assessment> evaluate(const Document& document, const std::string& question, const Rubric& rubric,
                                const Deadline& deadline) override {
        if (!std::ranges::equal(rubric.criteria, combined_.criteria, {}, &Criterion::name, &Criterion::name))
            return fail(ErrorKind::invalid_argument,
                        "dual_perspective judges by its own rubrics, not by " + rubric.name);
        std::vector<View> views;
        std::vector<Exchange> exchanges;
        for (const auto& perspective : perspectives_) {
            auto one = judge_->evaluate(document, question, perspective, deadline);
            if (!one) {
                for (const auto& view : views) lost_.add(view.assessment.usage);
                return fail(std::move(one).error().in("as " + words_of(perspective.name)));
            }
            views.push_back({&perspective, std::move(*one)});
            std::ranges::move(judge_->take_exchanges(), std::back_inserter(exchanges));
        }
        exchanges_.put(std::move(exchanges));
        return joined(std::move(views), combined_);
    }

private:
    std::unique_ptr<Evaluator> judge_;
    std::vector<Rubric> perspectives_;
    Rubric combined_;
    std::string method_{kName};
    std::string model_;
    LostUsage lost_;
    ExchangeLog exchanges_;
};

}  // namespace

Result<Rubric> combined_rubric(const std::vector<Rubric>& perspectives) {
    if (perspectives.size() < 2) return fail(ErrorKind::invalid_config, "several perspectives need several rubrics");
    Rubric combined{.name = std::string(kName), .description = {}, .criteria = {}, .min_score = 0};
    const auto share = 1 / static_cast<double>(perspectives.size());
    for (const auto& rubric : perspectives) {
        combined.description += (combined.description.empty() ? "" : " ") + rubric.description;
        combined.min_score += rubric.min_score * share;
        for (auto criterion : rubric.criteria) {
            if (combined.find(criterion.name) != nullptr)
                return fail(ErrorKind::invalid_config,
                            "two perspectives have the criterion '" + criterion.name + "'; rename one");
            criterion.weight *= share;
            combined.criteria.push_back(std::move(criterion));
        }
    }
    TRY_OK(validate(combined));
    return combined;
}

std::unique_ptr<Evaluator> make_dual_evaluator(std::unique_ptr<Evaluator> judge, std::vector<Rubric> perspectives) {
    auto combined = combined_rubric(perspectives);
    return std::make_unique<DualEvaluator>(std::move(judge), std::move(perspectives), std::move(*combined));
}

}  // namespace winnow
