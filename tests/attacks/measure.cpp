#include "measure.h"

#include <algorithm>

#include "evaluate/local.h"
#include "evaluate/local/reading/reading.h"
#include "evaluate/local/reading/signals.h"
#include "evaluate/local/score.h"
#include "evaluate/model.h"
#include "extract/extractor.h"
#include "pipeline/item.h"
#include "rank/ranker.h"
#include "support/scripted_model.h"

namespace winnow::attacks {
namespace {

constexpr double kHonest = 5;  // what the gullible model thinks of every page by itself
const std::string kQuestion = "how do teams run incident reviews?";

class OnePage final : public Fetcher {
public:
    explicit OnePage(Page page) : page_(std::move(page)) {}
    Result<Fetched> fetch(const Url&, const std::optional<Validators>&, const Deadline&) override {
        return Fetched{.page = page_};
    }
    std::chrono::milliseconds delay_for(const Url&) override { return {}; }

private:
    Page page_;
};

/// A memory without a memory: no judgement may come from another trial.
class Forgetful final : public Cache {
public:
    Result<std::optional<CachedPage>> find_page(const Url&) override { return std::optional<CachedPage>(); }
    Result<void> save_page(const CachedPage&) override { return {}; }
    Result<void> refresh_page(const Url&, Timestamp, Timestamp) override { return {}; }
    Result<std::optional<Assessment>> find_assessment(const EvaluationKey&) override {
        return std::optional<Assessment>();
    }
    Result<void> save_assessment(const EvaluationKey&, const Assessment&, Timestamp) override { return {}; }
};

Evaluated judged(const Page& page, std::unique_ptr<Evaluator> evaluator, const std::string& question = kQuestion) {
    Components components;
    components.fetcher = std::make_unique<OnePage>(page);
    components.extractor = make_extractor();
    components.evaluator = std::move(evaluator);
    components.ranker = make_ranker();
    components.cache = std::make_unique<Forgetful>();
    LocalLedger ledger({});
    Candidate candidate;
    candidate.url = page.url;
    return evaluate_item(components, {.question = question, .pages = PageMemory::ignored}, candidate, ledger, {});
}

double overall_of(const Evaluated& item) {
    return item.assessment ? item.assessment->overall : 0;
}

bool is_flagged(const Evaluated& item) {
    return item.assessment &&
           std::ranges::find(item.assessment->flags, "possible_injection") != item.assessment->flags.end();
}

std::unique_ptr<Evaluator> gullible(ModelScript& script, Judge judge, const Attack* attack, const std::string& source) {
    Gullibility gullibility;
    if (attack != nullptr) gullibility.heeds = attack->heeded;
    ModelEvaluatorOptions options;
    if (judge == Judge::gullible_browsing) {
        gullibility.tool_text = all_text_of(source, Tags::dropped);
        options.browsing = Browsing::checked_against_its_text;
    }
    return make_model_evaluator(gullible_model(script, kHonest, std::move(gullibility)), std::move(options));
}

/// The local judge's signals without its detector: what the text itself is worth to them.
double signals_of(const std::string& text) {
    Document document;
    document.text = text;
    document.markdown = text;
    const auto reading = evaluate::read_closely(document);
    const auto signals = evaluate::measure(document, reading);
    const auto rubric = default_rubric();
    std::vector<CriterionScore> scores;
    for (const auto& criterion : rubric.criteria)
        scores.push_back({.criterion = criterion.name,
                          .score = evaluate::score_criterion(criterion, signals, reading).score,
                          .explanation = {},
                          .quotes = {}});
    return overall_score(scores, rubric);
}

bool is_heeded(const Attack& attack, const std::string& text) {
    return std::ranges::any_of(attack.heeded, [&](const auto& phrase) { return is_read_in(phrase, text); });
}

/// Adds what would have happened with less of a defence.
void add_ablation(Trial& trial, const std::string& source, Judge judge) {
    const auto extracted = make_extractor()->extract(fetched_page("a", trial.carrier->content_type, source));
    const auto text = extracted ? extracted->title + "\n" + extracted->text : std::string();
    if (judge == Judge::local) {
        const auto clean = all_text_of(page_of(*trial.carrier, nullptr), Tags::dropped);
        trial.unguarded = trial.clean + signals_of(all_text_of(source, Tags::dropped)) - signals_of(clean);
        trial.first_look = trial.attacked;
        return;
    }
    const auto told = [&](const std::string& seen) { return is_heeded(*trial.attack, seen) ? kHighestScore : kHonest; };
    trial.unguarded = told(all_text_of(source, Tags::kept) + "\n" + all_text_of(source, Tags::dropped));
    trial.first_look = told(judge == Judge::gullible_browsing ? all_text_of(source, Tags::dropped) : text);
}

}  // namespace

Page fetched_page(const std::string& name, const std::string& content_type, const std::string& body) {
    const auto url = *Url::parse_exact("https://example.org/" + name);
    return {.url = url,
            .final_url = url,
            .status = 200,
            .content_type = content_type,
            .headers = {},
            .fetched_at = Timestamp(std::chrono::seconds(1'700'000'000)),
            .body = body};
}

std::vector<Trial> try_all(const std::vector<Attack>& attacks, const std::vector<Carrier>& carriers, Judge judge) {
    const auto run = [&](const Carrier& carrier, const Attack* attack) {
        const auto source = page_of(carrier, attack);
        ModelScript script;
        return judged(fetched_page(carrier.form, carrier.content_type, source),
                      judge == Judge::local ? make_local_evaluator() : gullible(script, judge, attack, source));
    };
    std::vector<Trial> trials;
    for (const auto& carrier : carriers) {
        const auto clean = overall_of(run(carrier, nullptr));
        for (const auto& attack : attacks) {
            if (attack.form != carrier.form) continue;
            const auto item = run(carrier, &attack);
            Trial trial{.attack = &attack,
                        .carrier = &carrier,
                        .clean = clean,
                        .attacked = overall_of(item),
                        .flagged = is_flagged(item)};
            add_ablation(trial, page_of(carrier, &attack), judge);
            trials.push_back(trial);
        }
    }
    return trials;
}

std::size_t raised(const std::vector<Trial>& trials, double points, double Trial::* with) {
    constexpr double kRounding = 1e-9;
    return static_cast<std::size_t>(std::ranges::count_if(
        trials, [&](const Trial& trial) { return trial.*with - trial.clean >= points - kRounding; }));
}

Alarm alarm_of(const Page& page, double score) {
    ModelScript script;
    const auto item = judged(page, make_model_evaluator(unmoved_model(script, score), {}), {});
    return {.judged = item.assessment.has_value(),
            .flagged = is_flagged(item),
            .looks = script.requests.size(),
            .score = overall_of(item)};
}

Alarm local_alarm_of(const Page& page) {
    const auto item = judged(page, make_local_evaluator(), {});
    return {.judged = item.assessment.has_value(), .flagged = is_flagged(item)};
}

}  // namespace winnow::attacks
