#include "app/wiring/judges/judges.h"

#include <algorithm>

#include "app/wiring/cloud/secrets.h"
#include "app/wiring/models.h"
#include "config/secrets.h"
#include "config/values.h"
#include "evaluate/dual.h"
#include "evaluate/local.h"
#include "evaluate/model.h"
#include "evaluate/rubric_file.h"
#include "evaluate/tavily.h"

namespace winnow {
namespace {

constexpr std::string_view kDual = "dual_perspective";
constexpr std::string_view kNoModel =
    "no provider of models is set up; set OPENAI_API_KEY or ANTHROPIC_API_KEY, or models.ollama.model";

std::string none_lacking(const Settings&) {
    return {};
}

Result<std::unique_ptr<Evaluator>> make_local(const EvaluatorContext&) {
    return make_local_evaluator();
}

/// Of a model's context the page gets this share; instructions and answer need the rest.
constexpr double kShareOfContext = 0.6;

/// As configured, but no more than the smallest context of the models can hold.
std::size_t page_tokens(const Settings& settings, const std::vector<std::string>& providers) {
    auto tokens = settings.evaluate.page_tokens;
    for (const auto& provider : providers)
        if (const auto options = provider_options(settings, provider); options && options->context_tokens > 0)
            tokens = std::min(tokens,
                              static_cast<std::size_t>(static_cast<double>(options->context_tokens) * kShareOfContext));
    return tokens;
}

/// A judge by the models of `providers`, asked in their order.
Result<std::unique_ptr<Evaluator>> make_by_models(const EvaluatorContext& context,
                                                  const std::vector<std::string>& providers,
                                                  ModelEvaluatorOptions options) {
    std::unique_ptr<llm::ChatModel> model;
    if (context.batched) {
        model = context.batched();
    } else {
        TRY(model, make_chat_models(context.settings, providers, context.client, context.clock));
    }
    if (options.browsing != Browsing::none && !model->opens_pages())
        return fail(ErrorKind::invalid_config, options.method + ": the model " + model->model() +
                                                   " has no tool that opens pages; see models." + providers.front());
    options.page_tokens = page_tokens(context.settings, providers);
    options.clock = &context.clock;
    options.random = context.random;
    options.check_by_halves = context.settings.evaluate.halves;
    return make_model_evaluator(std::move(model), std::move(options));
}

std::string lack_of_provider(const Settings& settings, const std::string& provider) {
    const auto options = provider_options(settings, provider);
    return options ? std::string() : options.error().message();
}

std::string lack_of_any_provider(const Settings& settings) {
    return ready_providers(settings).empty() ? std::string(kNoModel) : std::string();
}

Result<std::unique_ptr<Evaluator>> make_standard(const EvaluatorContext& context) {
    return make_by_models(context, ready_providers(context.settings), {.method = "standard"});
}

std::string lack_of_bedrock(const Settings& settings) {
    return lack_of_provider(settings, "bedrock");
}

Result<std::unique_ptr<Evaluator>> make_bedrock(const EvaluatorContext& context) {
    return make_by_models(context, {"bedrock"}, {.method = "bedrock"});
}

std::string lack_of_openai(const Settings& settings) {
    return lack_of_provider(settings, "openai");
}

Result<std::unique_ptr<Evaluator>> make_openai_browsing(const EvaluatorContext& context) {
    return make_by_models(context, {"openai"},
                          {.method = "openai_browsing", .browsing = Browsing::checked_against_our_copy});
}

std::string lack_of_anthropic(const Settings& settings) {
    return lack_of_provider(settings, "anthropic");
}

Result<std::unique_ptr<Evaluator>> make_claude_browsing(const EvaluatorContext& context) {
    return make_by_models(context, {"anthropic"},
                          {.method = "claude_browsing", .browsing = Browsing::checked_against_its_text});
}

Result<TavilyReaderOptions> tavily_options(const Settings& settings) {
    TavilyReaderOptions options;
    auto endpoint = Url::parse_exact(settings.evaluate.tavily_endpoint);
    if (!endpoint)
        return fail(ErrorKind::invalid_config,
                    "'" + settings.evaluate.tavily_endpoint + "' is no URL; set evaluate.tavily.endpoint");
    options.endpoint = std::move(*endpoint);
    auto key = config::resolve(settings.evaluate.tavily_key, process_secret_schemes());
    if (!key && settings.models.keys_assumed) key = Secret("assumed");
    if (!key || key->empty())
        return fail(ErrorKind::invalid_config,
                    "tavily: " + (key ? "no key is named" : key.error().message()) + "; set evaluate.tavily.key");
    options.key = std::move(*key);
    options.retry.retries = settings.net.retries;
    return options;
}

std::string lack_of_tavily(const Settings& settings) {
    if (const auto options = tavily_options(settings); !options) return options.error().message();
    return lack_of_any_provider(settings);
}

Result<std::unique_ptr<Evaluator>> make_tavily_content(const EvaluatorContext& context) {
    TRY(auto tavily, tavily_options(context.settings));
    return make_by_models(
        context, ready_providers(context.settings),
        {.method = "tavily_content", .read_page = make_tavily_reader(std::move(tavily), context.client)});
}

/// "dual_perspective:local" → "local"; "auto" if nothing is named.
std::string inner_method(const std::string& method) {
    const auto colon = method.find(':');
    return colon == std::string::npos ? "auto" : method.substr(colon + 1);
}

bool is_dual(const std::string& method) {
    return method == kDual || method.starts_with(std::string(kDual) + ":");
}

Result<std::vector<Rubric>> perspectives_of(const Settings& settings) {
    std::vector<Rubric> rubrics;
    for (const auto& name : settings.evaluate.perspectives) {
        TRY(auto rubric, load_rubric_named(name));
        rubrics.push_back(std::move(rubric));
    }
    return rubrics;
}

/// With the inner method in `context.method`.
Result<std::unique_ptr<Evaluator>> make_dual(const EvaluatorContext& context) {
    TRY(auto perspectives, perspectives_of(context.settings));
    TRY_OK(combined_rubric(perspectives));
    TRY(auto judge, make_judge(inner_method(context.method), context));
    return make_dual_evaluator(std::move(judge), std::move(perspectives));
}

std::string lack_of_dual(const Settings& settings) {
    const auto perspectives = perspectives_of(settings);
    if (!perspectives) return perspectives.error().message();
    const auto combined = combined_rubric(*perspectives);
    return combined ? std::string() : "evaluate.perspectives: " + combined.error().message();
}

std::string model_of(const Settings& settings, const std::string& provider) {
    const auto options = provider_options(settings, provider);
    return options ? provider + " (" + options->model + ")" : provider;
}

std::string joined(const std::vector<std::string>& texts, std::string_view divider) {
    std::string all;
    for (const auto& text : texts) all += (all.empty() ? "" : std::string(divider)) + text;
    return all;
}

std::string models_of(const Settings& settings, const std::vector<std::string>& providers) {
    std::vector<std::string> texts;
    for (const auto& provider : providers) texts.push_back(model_of(settings, provider));
    return joined(texts, ", then ");
}

/// What `auto` means, and a note that says so.
std::pair<std::string, std::string> resolved_auto(const Settings& settings, bool from_archive) {
    const auto providers = ready_providers(settings);
    if (providers.empty())
        return {"local",
                "judged by local, which counts signals: no model is set up (winnow doctor says what is missing)"};
    if (from_archive) return {"local", "judged by local: with --archive no model is asked unless --method names one"};
    const std::string method = providers.front() == "bedrock" ? "bedrock" : "standard";
    const auto by = method == "bedrock" ? model_of(settings, "bedrock") : models_of(settings, providers);
    return {method, "judged by " + method + " with " + by + ", the best that the present keys allow"};
}

const EvaluatorKind* find_kind(const std::string& method) {
    const auto& kinds = evaluator_kinds();
    const auto found = std::ranges::find(kinds, method, &EvaluatorKind::name);
    return found == kinds.end() ? nullptr : &*found;
}

std::unexpected<Error> unknown_method(const std::string& method) {
    std::vector<std::string> names{"auto"};
    for (const auto& kind : evaluator_kinds()) names.push_back(kind.name);
    std::string message = "evaluate.method: there is no method '" + method + "'";
    if (const auto* const meant = config::nearest(method, names)) message += "; did you mean " + *meant + "?";
    return fail(ErrorKind::invalid_config, message + "\n  there are " + joined(names, ", ") +
                                               ", and dual_perspective:METHOD with any of the others");
}

/// A method that is no dual one.
Result<JudgeChoice> choose_single(const Settings& settings, const std::string& method, bool from_archive) {
    if (method == "auto") {
        if (!from_archive && ready_providers(settings).empty())  // another one would judge in its place unasked
            if (auto lack = passing_lack(settings)) return fail(std::move(*lack).in("the judge"));
        auto [name, note] = resolved_auto(settings, from_archive);
        return JudgeChoice{.method = std::move(name), .note = std::move(note), .rubric = {}};
    }
    if (is_dual(method)) return fail(ErrorKind::invalid_config, "evaluate.method: dual_perspective cannot ask itself");
    if (find_kind(method) == nullptr) return unknown_method(method);
    return JudgeChoice{.method = method, .note = {}, .rubric = {}};
}

class RecordedElseLive final : public http::Client {
public:
    RecordedElseLive(http::Client& recorded, http::Client& live) : recorded_(recorded), live_(live) {}
    Result<http::Response> send(const http::Request& request, const Deadline& deadline) override {
        auto response = recorded_.send(request, deadline);
        if (response || response.error().kind() != ErrorKind::not_found) return response;
        return live_.send(request, deadline);
    }

private:
    http::Client& recorded_;
    http::Client& live_;
};

}  // namespace

JudgeParts local_judge() {
    return {none_lacking, make_local};
}
JudgeParts standard_judge() {
    return {lack_of_any_provider, make_standard};
}
JudgeParts bedrock_judge() {
    return {lack_of_bedrock, make_bedrock};
}
JudgeParts openai_browsing_judge() {
    return {lack_of_openai, make_openai_browsing};
}
JudgeParts claude_browsing_judge() {
    return {lack_of_anthropic, make_claude_browsing};
}
JudgeParts tavily_content_judge() {
    return {lack_of_tavily, make_tavily_content};
}
JudgeParts dual_perspective_judge() {
    return {lack_of_dual, make_dual};
}

Result<JudgeChoice> choose_judge(const Settings& settings, bool from_archive) {
    const auto& method = settings.evaluate.method;
    if (!is_dual(method)) {
        TRY(auto choice, choose_single(settings, method, from_archive));
        TRY(choice.rubric, load_rubric(settings.evaluate));
        return choice;
    }
    TRY(auto choice, choose_single(settings, inner_method(method), from_archive));
    choice.method = std::string(kDual) + ":" + choice.method;
    TRY(const auto perspectives, perspectives_of(settings));
    auto rubric = combined_rubric(perspectives);
    if (!rubric) return fail(std::move(rubric).error().in("evaluate.perspectives"));
    choice.rubric = std::move(*rubric);
    if (settings.evaluate.min_score > 0) choice.rubric.min_score = settings.evaluate.min_score;
    if (settings.evaluate.rubric != EvaluateSettings().rubric)
        choice.note += std::string(choice.note.empty() ? "" : "; ") +
                       "dual_perspective judges by evaluate.perspectives, not by the rubric " +
                       settings.evaluate.rubric;
    return choice;
}

Result<std::unique_ptr<Evaluator>> make_judge(const std::string& method, const EvaluatorContext& context) {
    const auto* const kind = find_kind(is_dual(method) ? std::string(kDual) : method);
    if (kind == nullptr) return unknown_method(method);
    if (const auto lack = kind->lacks(context.settings); !lack.empty()) {
        if (auto passing = passing_lack(context.settings))
            return fail(std::move(*passing).in(method + " cannot judge"));
        return fail(ErrorKind::invalid_config, method + " cannot judge: " + lack);
    }
    auto own = context;
    own.method = method;
    return kind->make(own);
}

std::string lack_of_method(const Settings& settings, const std::string& method) {
    if (const auto* const kind = find_kind(is_dual(method) ? std::string(kDual) : method))
        if (const auto lack = kind->lacks(settings); !lack.empty() || !is_dual(method)) return lack;
    return is_dual(method) && inner_method(method) != "auto" ? lack_of_method(settings, inner_method(method)) : "";
}

std::vector<MethodState> method_states(const Settings& settings) {
    std::vector<MethodState> states;
    for (const auto& kind : evaluator_kinds()) {
        const auto lack = kind.lacks(settings);
        std::string by;
        if (kind.name == "standard" || kind.name == "tavily_content")
            by = models_of(settings, ready_providers(settings));
        else if (!kind.provider.empty())
            by = model_of(settings, kind.provider);
        states.push_back({.name = kind.name,
                          .is_ready = lack.empty(),
                          .text = !lack.empty() ? "needs " + kind.needs + " (" + lack + ")"
                                                : "ready" + (by.empty() ? "" : ": " + by) + ", " + kind.summary});
    }
    return states;
}

std::unique_ptr<http::Client> make_recorded_else_live_client(http::Client& recorded, http::Client& live) {
    return std::make_unique<RecordedElseLive>(recorded, live);
}

}  // namespace winnow
