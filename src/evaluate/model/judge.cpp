#include <algorithm>
#include <cmath>
#include <optional>
#include <random>
#include <utility>

#include "core/exchange/exchange_log.h"
#include "core/usage/lost_usage.h"
#include "evaluate/local.h"
#include "evaluate/local/injection/commands.h"
#include "evaluate/model.h"
#include "evaluate/model/answer.h"
#include "evaluate/model/prompt.h"
#include "evaluate/model/reading/excerpt.h"
#include "evaluate/model/reading/halves.h"
#include "evaluate/model/reading/proof.h"
#include "evaluate/model/reading/quotable.h"
#include "evaluate/model/reading/suspicion.h"
#include "evaluate/model/record.h"
#include "log/log.h"

namespace winnow {
namespace {

using evaluate::Answer;
using evaluate::QuotableText;

constexpr std::size_t kLeastBytes = 80;    // a text that is shorter than a sentence was not read
constexpr double kTellingLoss = 1;         // points overall that passages with mere signs must have been worth
constexpr std::size_t kLeastHalved = 600;  // bytes; halves of less hold nothing to judge
constexpr double kBeyondSignals = 2;       // points above what can be counted in it that make a page worth a check
constexpr double kUneven = 2;              // points between two halves: one of them says something special
constexpr double kAboveTheWeaker = 1;      // points that the stronger of two uneven halves may add
constexpr double kAboveBoth = 1.5;         // points that a whole may be above both of its halves
constexpr int kAttempts = 2;               // the answer, and one repair
constexpr std::int64_t kAnswerTokens = 800;
constexpr std::int64_t kAnswerTokensPerCriterion = 400;  // explanation and three long quotes

std::uint64_t random_number() {
    std::random_device device;
    return (static_cast<std::uint64_t>(device()) << 32) | device();
}

/// What one look at a page gave.
struct Look {
    Answer answer;
    std::string model;
    std::string proof;
    std::string read;                        ///< the text that the judge read, if it is another than Document::text
    std::string judged;                      ///< what of it the scores go by: all, or what a second look was shown
    std::optional<std::size_t> words_shown;  ///< when the text was reduced
};

/// One page before its judge.
class Judgement {
public:
    Judgement(llm::ChatModel& model, const ModelEvaluatorOptions& options, const Document& document,
              const std::string& question, const Rubric& rubric, const Deadline& deadline)
        : model_(model),
          options_(options),
          document_(document),
          question_(question),
          rubric_(rubric),
          deadline_(deadline),
          ours_(document.text) {}

    Result<Assessment> assess() {
        TRY(auto look, first_look());
        std::vector<std::string> flags;
        TRY(const bool suspicious, look_again(look));
        if (suspicious) flags.emplace_back("possible_injection");
        TRY(const bool uneven, check_by_halves(look));
        if (uneven) flags.emplace_back("not_borne_out_by_parts");
        if (look.words_shown) {
            flags.emplace_back("partial_text");
            look.proof += ", of which " + std::to_string(*look.words_shown) + " words were shown to the model";
        }
        if (look.answer.unverified > 0) flags.push_back(std::to_string(look.answer.unverified) + "_unverified_quotes");
        if (look.answer.elsewhere > 0) flags.emplace_back("read_another_text");

        Assessment result;
        result.scores = std::move(look.answer.scores);
        result.overall = overall_score(result.scores, rubric_);
        result.tags = std::move(look.answer.tags);
        result.summary = std::move(look.answer.summary);
        result.verdict = std::move(look.answer.verdict);
        result.evaluator = options_.method;
        result.model = std::move(look.model);
        result.proof = std::move(look.proof);
        result.flags = std::move(flags);
        result.usage = spent_;
        return result;
    }

    const Usage& spent() const { return spent_; }
    std::vector<Exchange> take_exchanges() {
        evaluate::bound(exchanges_);
        return std::move(exchanges_);
    }

private:
    Result<Look> first_look() {
        if (options_.browsing != Browsing::none) return browse();
        if (!options_.read_page)
            return look_at(document_, document_.text, Text::ours, evaluate::text_proof(document_.text));
        TRY(auto page, options_.read_page(document_.url, deadline_));
        auto proof = page.proof + ", " + evaluate::text_proof(page.text);
        TRY(auto look, look_at(document_, page.text, Text::other, std::move(proof)));
        look.read = std::move(page.text);
        return look;
    }

    enum class Text { ours, other };

    /// Judges a text that we send.
    Result<Look> look_at(const Document& shown, const std::string& text, Text whose, std::string proof) {
        if (text.size() < kLeastBytes)
            return fail(ErrorKind::not_found, "there is no text of " + document_.url.href() + " to judge");
        const auto excerpt = evaluate::excerpt(text, question_, options_.page_tokens);
        const auto mark = evaluate::fence_mark(shown.title + shown.url.href() + excerpt.text, options_.random());
        const auto input = evaluate::input_with_text(shown, excerpt, question_, mark);
        std::optional<QuotableText> other;
        if (whose == Text::other) other.emplace(text);
        TRY(auto look, ask(input, {}, [&](const llm::ChatReply& reply) -> Result<Look> {
                TRY(auto answer, evaluate::read_answer(reply.text, rubric_, {ours_, other ? &*other : nullptr}));
                return Look{.answer = std::move(answer), .model = reply.model};
            }));
        look.proof = std::move(proof);
        look.judged = text;
        if (excerpt.partial) look.words_shown = excerpt.words;
        return look;
    }

    /// Has the model open the page itself.
    Result<Look> browse() {
        const auto mark = evaluate::fence_mark(document_.url.href(), options_.random());
        const auto input = evaluate::input_to_open(document_.url, question_, mark);
        return ask(input, document_.url, [&](const llm::ChatReply& reply) -> Result<Look> {
            const auto* const opened = evaluate::opened_page(reply, document_);
            if (opened == nullptr)
                return fail(ErrorKind::not_found, "the model did not open " + document_.url.href() +
                                                      ", so there is no proof that it read the page");
            Look look{.model = reply.model, .proof = "opened " + opened->url.href() + " with the tool of the model"};
            if (!reply.request_id.empty()) look.proof += ", request " + reply.request_id;
            if (options_.browsing == Browsing::checked_against_its_text && !opened->text.empty()) {
                look.read = opened->text;
                look.proof += ", " + evaluate::text_proof(look.read);
            } else {
                look.proof += "; quotes checked against our copy, " + evaluate::text_proof(document_.text);
            }
            look.judged = look.read.empty() ? document_.text : look.read;
            const QuotableText read(look.read);
            TRY(look.answer, evaluate::read_answer(reply.text, rubric_,
                                                   {.ours = ours_, .other = look.read.empty() ? nullptr : &read}));
            return look;
        });
    }

    /// Asks, checks with `check`, and repairs once what is malformed.
    template <typename Check>
    Result<Look> ask(const std::string& input, const Url& page, Check check) {
        const auto criteria = static_cast<std::int64_t>(rubric_.criteria.size());
        llm::ChatRequest request{.instructions = evaluate::instructions_for(rubric_),
                                 .input = input,
                                 .schema = evaluate::answer_schema(rubric_),
                                 .schema_name = "evaluation",
                                 .max_output_tokens = kAnswerTokens + kAnswerTokensPerCriterion * criteria,
                                 .page = page};
        for (int attempt = 1;; ++attempt) {
            std::string fault;
            auto look = ask_once(request, check, fault);
            if (look || look.error().kind() != ErrorKind::malformed) return look;
            log::debug("answer of the model refused",
                       {{"url", document_.url.href()}, {"attempt", attempt}, {"faults", look.error().message()}});
            if (attempt == kAttempts)
                return fail(std::move(look).error().in("the model gave no valid answer, also when asked again"));
            request.instructions += evaluate::repair_note(fault);
        }
    }

    /// `fault` is what the model may be told of a malformed answer.
    template <typename Check>
    Result<Look> ask_once(const llm::ChatRequest& request, Check check, std::string& fault) {
        if (deadline_.is_stopped()) return fail(ErrorKind::cancelled, "stopped before judging " + document_.url.href());
        auto& exchange = exchanges_.emplace_back(evaluate::exchange_of(request));
        exchange.asked = options_.clock->now();
        const auto begin = options_.clock->steady_now();
        auto reply = model_.ask(request, deadline_);
        exchange.seconds = std::chrono::duration<double>(options_.clock->steady_now() - begin).count();
        if (!reply) {
            exchange.fault = reply.error().message();
            // "Not found" would mean the page: here it is the model or its server that is not there.
            if (reply.error().kind() == ErrorKind::not_found)
                return fail(ErrorKind::unavailable, reply.error().message());
            fault = "it was cut off, empty or no JSON";  // the provider's message may repeat what the model said
            return fail(std::move(reply).error());
        }
        spent_ += reply->usage;
        evaluate::complete(exchange, *reply);
        auto look = check(*reply);
        if (!look) exchange.fault = fault = look.error().message();
        return look;
    }

    /// Whether `finds` finds something in what is shown of the page besides its text, or may be read by a tool.
    template <typename Find>
    bool outside_the_text(Find finds) const {
        return !finds(document_.title).empty() || !finds(document_.description).empty() ||
               !finds(document_.url.href()).empty();
    }

    /// Whether the page addresses its judge. Then `look` becomes a second one without those passages, at a text that we
    /// send, and no score is above either look. Mere signs count only if the second look finds the page worse.
    Result<bool> look_again(Look& look) {
        const bool is_ours = look.read.empty();
        const QuotableText read(is_ours ? document_.text : look.read);
        auto spans = evaluate::commands(read, look.answer.suspicious);
        const auto signs = evaluate::loose_signs(read.text());
        const bool is_certain = !spans.empty() || outside_the_text(evaluate::commands_to_judge);
        const bool signs_outside = outside_the_text(evaluate::loose_signs);
        if (!is_certain && signs.empty() && !signs_outside) return false;
        spans.insert(spans.end(), signs.begin(), signs.end());

        Document shown;
        if (!signs_outside && !outside_the_text(evaluate::commands_to_judge)) {
            shown.url = document_.url;
            shown.title = document_.title;
        }
        const auto cleared = evaluate::without(read.text(), std::move(spans));
        TRY(auto second, look_at(shown, cleared, is_ours ? Text::ours : Text::other, look.proof));
        const double lost = overall_score(look.answer.scores, rubric_) - overall_score(second.answer.scores, rubric_);
        if (!is_certain && lost < kTellingLoss) return false;
        for (std::size_t i = 0; i < second.answer.scores.size(); ++i) {
            auto& score = second.answer.scores[i];
            const double before = look.answer.scores[i].score;
            if (before != score.score)
                score.explanation += " (With the suspicious passages: " + in_tenths(before) + ".)";
            score.score = std::min(score.score, before);
        }
        second.read = std::move(look.read);
        look = std::move(second);
        return true;
    }

    /// What can be counted in the text: the local judge's score, which no text can talk into anything.
    double counted(std::string_view text) const {
        auto document = document_;
        document.text = text;
        if (text != document_.text) document.markdown = text;
        const auto assessment = make_local_evaluator()->evaluate(document, question_, rubric_, Deadline());
        return assessment ? assessment->overall : kLowestScore;
    }

    /// What a part is worth. One that the model has no valid answer to is worth what can be counted in it.
    Result<double> borne_out(Result<Look> look, std::string_view part) const {
        if (look) return overall_score(look->answer.scores, rubric_);
        const auto kind = look.error().kind();
        if (kind != ErrorKind::malformed && kind != ErrorKind::not_found) return fail(std::move(look).error());
        return counted(part);
    }

    /// A page that would be recommended, although signals do not speak for it, is judged by its halves, too, without
    /// its title. Whatever a passage tells the model, it stands in one of them: where they differ too much, or the
    /// whole is too far above both, the score is lowered to what they bear out. Whether it was.
    Result<bool> check_by_halves(Look& look) {
        const auto text = look.judged;
        const double overall = overall_score(look.answer.scores, rubric_);
        if (!options_.check_by_halves || text.size() < kLeastHalved || overall < rubric_.min_score ||
            overall < counted(text) + kBeyondSignals)
            return false;
        const auto [first, second] = evaluate::halves_of(text);
        Document shown;
        const auto whose = look.read.empty() ? Text::ours : Text::other;
        auto a = look_at(shown, std::string(first), whose, {});
        auto b =
            look_at(shown, std::string(second), whose, {});  // asked before either is looked at: one batch for both
        TRY(const double one, borne_out(std::move(a), first));
        TRY(const double other, borne_out(std::move(b), second));
        const auto [lower, higher] = std::minmax({one, other});
        const double most = higher - lower >= kUneven ? lower + kAboveTheWeaker : higher + kAboveBoth;
        if (overall <= most) return false;
        for (auto& score : look.answer.scores) {
            score.explanation += " (Before the check by halves: " + in_tenths(score.score) + ".)";
            score.score = std::max(kLowestScore, std::floor((score.score - (overall - most)) * 10) / 10);
        }
        return true;
    }

    static std::string in_tenths(double score) {
        const auto tenths = std::lround(score * 10);
        return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
    }

    llm::ChatModel& model_;
    const ModelEvaluatorOptions& options_;
    const Document& document_;
    const std::string& question_;
    const Rubric& rubric_;
    const Deadline& deadline_;
    QuotableText ours_;
    Usage spent_;
    std::vector<Exchange> exchanges_;
};

class ModelEvaluator final : public Evaluator {
public:
    ModelEvaluator(std::unique_ptr<llm::ChatModel> model, ModelEvaluatorOptions options)
        : chat_(std::move(model)), options_(std::move(options)) {
        if (!options_.random) options_.random = random_number;
        model_ = chat_->model() + " (prompt " + std::string(evaluate::kPromptVersion) + ", " +
                 std::to_string(options_.page_tokens) + " tokens" + (options_.check_by_halves ? ", halves" : "") + ")";
    }

    const std::string& method() const override { return options_.method; }
    const std::string& model() const override { return model_; }
    bool is_metered() const override { return true; }

    Usage take_lost_usage() override {
        auto lost = chat_->take_lost_usage();  // of answers that never reached us
        return lost += lost_.take();
    }

    std::vector<Exchange> take_exchanges() override { return exchanges_.take(); }

    Result<Assessment> evaluate(const Document& document, const std::string& question, const Rubric& rubric,
                                const Deadline& deadline) override {
        if (rubric.criteria.empty())
            return fail(ErrorKind::invalid_argument, "rubric '" + rubric.name + "' has no criteria");
        if (document.no_ai) return fail(ErrorKind::blocked, document.url.href() + " asks that models do not use it");
        Judgement judgement(*chat_, options_, document, question, rubric, deadline);
        auto assessment = judgement.assess();
        exchanges_.put(assessment ? judgement.take_exchanges() : std::vector<Exchange>());
        if (assessment)
            assessment->usage += chat_->take_lost_usage();  // of an answer that had to be repaired
        else
            lost_.add(judgement.spent());
        return assessment;
    }

private:
    std::unique_ptr<llm::ChatModel> chat_;
    ModelEvaluatorOptions options_;
    std::string model_;
    LostUsage lost_;
    ExchangeLog exchanges_;
};

}  // namespace

std::unique_ptr<Evaluator> make_model_evaluator(std::unique_ptr<llm::ChatModel> model, ModelEvaluatorOptions options) {
    return std::make_unique<ModelEvaluator>(std::move(model), std::move(options));
}

}  // namespace winnow
