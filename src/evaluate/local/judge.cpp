#include <algorithm>
#include <cmath>

#include "evaluate/local.h"
#include "evaluate/local/injection/commands.h"
#include "evaluate/local/score.h"
#include "evaluate/local/wording/explain.h"
#include "evaluate/local/wording/quotes.h"
#include "evaluate/local/wording/summary.h"
#include "text/digest.h"

namespace winnow {
namespace {

constexpr double kCommandedCap = 5;  // a text that talks to its judge is never recommended
constexpr double kCommandedMalus = 1;
constexpr double kMiddle = 5.5;
constexpr double kForeignShrink = 0.25;  // of the distance from the middle that signals of another language may move

/// Whether the text is English enough for the signals: by the share of its stop words, and where that is undecided (a
/// list, a table) by the language that the document names.
bool is_foreign(const Document& document, const evaluate::Reading& reading) {
    if (reading.prose_words < 20) return false;  // nothing to tell by, and nothing to judge by either
    const double share = static_cast<double>(reading.stop_words) / static_cast<double>(reading.prose_words);
    if (share >= 0.25) return false;
    const bool says_english = document.language.empty() || document.language.starts_with("en");
    return says_english ? share < 0.08 : true;
}

/// What was read of one document, and all that is said of it.
class Judgement {
public:
    Judgement(const Document& document, const std::string& question, const Rubric& rubric)
        : document_(document),
          rubric_(rubric),
          reading_(evaluate::read_closely(document)),
          signals_(evaluate::measure(document, reading_)),
          question_(evaluate::match(evaluate::Theme(question), reading_)) {
        const auto outside = evaluate::commands_to_judge(document.title).size() +
                             evaluate::commands_to_judge(document.description).size();
        caveats_.commands = reading_.commands + static_cast<std::uint32_t>(outside);
        caveats_.commanded = caveats_.commands > 0;
        caveats_.foreign = is_foreign(document, reading_);
    }

    Assessment assess() {
        Assessment result;
        for (const auto& criterion : rubric_.criteria) result.scores.push_back(assess(criterion));
        result.overall = overall_score(result.scores, rubric_);
        result.tags = evaluate::tags_of(document_, reading_);
        result.summary = evaluate::summary_of(reading_, question_);
        result.verdict = evaluate::verdict_of(result, rubric_, caveats_);
        result.flags = flags();
        result.proof = "sha256:" + text::sha256_hex(document_.text) + ", " + std::to_string(reading_.word_ids.size()) +
                       " words of prose and " + std::to_string(reading_.structure.code_lines) + " lines of code read";
        return result;
    }

private:
    CriterionScore assess(const Criterion& criterion) {
        const auto scored = evaluate::score_criterion(criterion, signals_, reading_);
        return {.criterion = criterion.name,
                .score = final_score(scored.score),
                .explanation = evaluate::explain(scored, caveats_),
                .quotes = evaluate::quotes_for(scored, reading_, question_, quoted_)};
    }

    double final_score(double score) const {
        if (caveats_.foreign) score = kMiddle + kForeignShrink * (score - kMiddle);
        if (caveats_.commanded) score = std::min(score - kCommandedMalus, kCommandedCap);
        return std::round(std::clamp(score, kLowestScore, kHighestScore) * 10) / 10;
    }

    std::vector<std::string> flags() const {
        std::vector<std::string> flags;
        if (caveats_.commanded) flags.emplace_back("possible_injection");
        if (caveats_.foreign) flags.emplace_back("language_not_supported_by_signals");
        if (reading_.cut) flags.emplace_back("partial_text");
        if (reading_.stuffed + reading_.repeated > 5 + reading_.sentences.size() / 5) flags.emplace_back("repetitive");
        if (reading_.prose_words + reading_.structure.code_lines * 6 < 50) flags.emplace_back("very_short_text");
        return flags;
    }

    const Document& document_;
    const Rubric& rubric_;
    evaluate::Reading reading_;
    evaluate::Signals signals_;
    evaluate::ThemeMatch question_;
    evaluate::Caveats caveats_;
    std::set<std::size_t> quoted_;
};

class LocalEvaluator : public Evaluator {
public:
    const std::string& method() const override { return method_; }
    const std::string& model() const override { return model_; }

    Result<Assessment> evaluate(const Document& document, const std::string& question, const Rubric& rubric,
                                const Deadline& deadline) override {
        if (deadline.is_stopped()) return fail(ErrorKind::cancelled, "stopped before judging " + document.url.href());
        if (rubric.criteria.empty())
            return fail(ErrorKind::invalid_argument, "rubric '" + rubric.name + "' has no criteria");
        auto result = Judgement(document, question, rubric).assess();
        result.evaluator = method_;
        result.model = model_;
        return result;
    }

private:
    std::string method_ = "local";
    std::string model_{evaluate::kRulesVersion};
};

}  // namespace

std::unique_ptr<Evaluator> make_local_evaluator() {
    return std::make_unique<LocalEvaluator>();
}

}  // namespace winnow
