#include "app/wiring/models.h"

#include <algorithm>

#include "app/wiring/cloud/credentials.h"
#include "app/wiring/cloud/secrets.h"
#include "app/wiring/models/catalog.h"
#include "config/secrets.h"
#include "config/values.h"

namespace winnow {
namespace {

llm::Api api_of(const std::string& name) {
    if (name == "openai_chat") return llm::Api::openai_chat;
    if (name == "anthropic") return llm::Api::anthropic;
    if (name == "bedrock") return llm::Api::bedrock;
    if (name == "ollama") return llm::Api::ollama;
    return llm::Api::openai_responses;
}

llm::AnswerForm form_of(const std::string& name) {
    if (name == "json_object") return llm::AnswerForm::json_object;
    return name == "prompt" ? llm::AnswerForm::prompt : llm::AnswerForm::json_schema;
}

std::unexpected<Error> to_set(const ModelSetting& setting, const std::string& key, const std::string& what) {
    return fail(ErrorKind::invalid_config, setting.name + ": " + what + "; set models." + setting.name + "." + key);
}

Result<const ModelSetting*> find_setting(const Settings& settings, const std::string& provider) {
    const auto& all = settings.models.providers;
    const auto found = std::ranges::find(all, provider, &ModelSetting::name);
    if (found != all.end()) return &*found;
    std::vector<std::string> names;
    for (const auto& setting : all) names.push_back(setting.name);
    std::string message = "there is no provider '" + provider + "'";
    if (const auto* const meant = config::nearest(provider, names)) message += "; did you mean " + *meant + "?";
    message += " There are";
    for (const auto& name : names) message += (&name == names.data() ? " " : ", ") + name;
    return fail(ErrorKind::invalid_config, message);
}

/// The place of a key that does not answer, or answers nonsense, is no reason to do without the provider.
bool is_passing(ErrorKind kind) {
    return is_transient(kind) || kind == ErrorKind::malformed;
}

/// The key, or the credentials of AWS in its place. A key that is named but not there is no fault where AWS has others.
Result<void> add_key(const ModelSetting& setting, bool is_assumed, llm::ProviderOptions& options) {
    auto key = config::resolve(setting.key, process_secret_schemes());
    if (key) {
        options.key = std::move(*key);
    } else if (is_assumed && !setting.key.empty()) {
        options.key = Secret("assumed");
    } else if (is_passing(key.error().kind())) {
        return fail(std::move(key).error().in(setting.name));
    } else if (options.api != llm::Api::bedrock) {
        return to_set(setting, "key", key.error().message());
    }
    if (options.api != llm::Api::bedrock || !options.key.empty()) return {};
    if (const auto lack = lack_of_aws_credentials(aws::process_environment()); !lack.empty())
        return to_set(setting, "key", lack);
    options.credentials = process_aws_credentials;
    return {};
}

/// The configured prices, else those known for the model; a server of one's own costs nothing.
Result<void> add_prices(const ModelSetting& setting, llm::ProviderOptions& options) {
    const auto* const known = find_known_model(setting.model);
    const auto known_prices = known == nullptr ? ModelPrices{} : known->prices;
    const bool is_own_server = setting.key.empty() && options.api != llm::Api::bedrock;
    const auto pick = [&](const std::optional<double>& said, const std::optional<double>& other) {
        return said ? said : other;
    };
    const auto& said = setting.prices;
    const auto input = pick(said.input, known_prices.input);
    const auto output = pick(said.output, known_prices.output);
    if ((!input || !output) && !is_own_server)
        return to_set(setting, input ? "price_output" : "price_input",
                      "the price of '" + setting.model + "' is not known");
    // A price of one's own says nothing of what the catalogue knows of the others.
    const bool is_known = !said.input;
    options.prices = {.input = input.value_or(0),
                      .output = output.value_or(0),
                      .cached_input = pick(said.cached_input, is_known ? known_prices.cached_input : std::nullopt),
                      .cache_write = pick(said.cache_write, is_known ? known_prices.cache_write : std::nullopt),
                      .searches = said.searches.value_or(0),
                      .batch_share = said.batch_share.value_or(1)};
    if (options.context_tokens == 0 && known != nullptr)
        options.context_tokens = static_cast<std::int64_t>(known->context_tokens);
    return {};
}

Result<void> add_place(const ModelSetting& setting, llm::ProviderOptions& options) {
    if (options.api == llm::Api::bedrock) {
        options.region = setting.region;
        if (options.region.empty()) options.region = aws_region(aws::process_environment());
        if (options.region.empty()) return to_set(setting, "region", "no region is named");
    }
    if (setting.endpoint.empty()) {
        if (options.api == llm::Api::bedrock) return {};  // the region names it
        return to_set(setting, "endpoint", "no address is named");
    }
    auto url = Url::parse_exact(setting.endpoint);
    if (!url) return to_set(setting, "endpoint", "'" + setting.endpoint + "' is no URL");
    options.endpoint = std::move(*url);
    return {};
}

Result<llm::ProviderOptions> options_of(const ModelSetting& setting, bool is_key_assumed) {
    llm::ProviderOptions options{.name = setting.name,
                                 .api = api_of(setting.api),
                                 .endpoint = {},
                                 .model = setting.model,
                                 .temperature = setting.temperature,
                                 .effort = setting.effort,
                                 .context_tokens = static_cast<std::int64_t>(setting.context_tokens),
                                 .max_output_tokens = static_cast<std::int64_t>(setting.max_output_tokens),
                                 .concurrency = setting.concurrency,
                                 .timeout = setting.timeout,
                                 .api_version = setting.api_version,
                                 .beta = setting.beta,
                                 .key_header = setting.key_header,
                                 .limit_field = setting.limit_field,
                                 .answer_form = form_of(setting.answer_form),
                                 .says_store = setting.says_store,
                                 .search_tool = setting.search_tool,
                                 .fetch_tool = setting.fetch_tool};
    if (setting.model.empty()) return to_set(setting, "model", "no model is named");
    TRY_OK(add_place(setting, options));
    TRY_OK(add_key(setting, is_key_assumed, options));
    TRY_OK(add_prices(setting, options));
    return options;
}

std::vector<std::string> wanted_providers(const Settings& settings) {
    auto names = settings.models.order;
    if (names.empty())
        for (const auto& setting : settings.models.providers) names.push_back(setting.name);
    return names;
}

}  // namespace

std::vector<std::string> ready_providers(const Settings& settings) {
    auto names = wanted_providers(settings);
    std::erase_if(names, [&](const std::string& name) { return !provider_options(settings, name); });
    return names;
}

std::optional<Error> passing_lack(const Settings& settings) {
    for (const auto& name : wanted_providers(settings))
        if (auto options = provider_options(settings, name); !options && is_passing(options.error().kind()))
            return std::move(options).error();
    return std::nullopt;
}

Result<llm::ProviderOptions> provider_options(const Settings& settings, const std::string& provider) {
    TRY(const auto* const setting, find_setting(settings, provider));
    TRY(auto options, options_of(*setting, settings.models.keys_assumed));
    options.retries = settings.net.retries;
    return options;
}

Result<std::unique_ptr<llm::ChatModel>> make_chat_model(const Settings& settings, const std::string& provider,
                                                        http::Client& client, const Clock& clock) {
    TRY(auto options, provider_options(settings, provider));
    return llm::make_provider(std::move(options), {.client = client, .clock = clock});
}

Result<std::unique_ptr<llm::ChatModel>> make_chat_models(const Settings& settings,
                                                         const std::vector<std::string>& providers,
                                                         http::Client& client, const Clock& clock) {
    if (providers.empty())
        return fail(ErrorKind::invalid_config,
                    "no provider of models is set up; set OPENAI_API_KEY or ANTHROPIC_API_KEY, or models.ollama.model");
    std::vector<std::unique_ptr<llm::ChatModel>> models;
    for (const auto& provider : providers) {
        TRY(auto model, make_chat_model(settings, provider, client, clock));
        models.push_back(std::move(model));
    }
    if (models.size() == 1) return std::move(models.front());
    return llm::make_fallback(std::move(models));
}

}  // namespace winnow
