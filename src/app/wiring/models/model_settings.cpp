#include "app/wiring/models/model_settings.h"

#include <algorithm>

#include "app/wiring/models/catalog.h"
#include "config/values.h"

namespace winnow {
namespace {

using std::chrono::milliseconds;

void read_prices(config::Section& section, ModelSetting& setting) {
    optional_number(section, "price_input", setting.prices.input,
                    "US dollars per million tokens read; none: as known for the model.");
    optional_number(section, "price_output", setting.prices.output,
                    "US dollars per million tokens written; none: as known for the model.");
    if (setting.api == "ollama") return;
    optional_number(section, "price_cached_input", setting.prices.cached_input,
                    "The same for tokens read from the provider's cache; none: as known, else price_input.");
    if (setting.api != "openai_chat")
        optional_number(section, "price_cache_write", setting.prices.cache_write,
                        "The same for tokens written to it; none: as known, else price_input.");
}

void read_limits(config::Section& section, ModelSetting& setting) {
    optional_number(section, "temperature", setting.temperature,
                    "Chance in the answers; none: not sent, as reasoning models want it.");
    if (setting.api != "ollama" && setting.api != "bedrock")
        section.field("effort", setting.effort, "How much a reasoning model thinks, such as low; empty: not sent.");
    section.field("context_tokens", setting.context_tokens,
                  "What the model can read; longer pages are refused before they are sent. 0: as known.");
    section.field("max_output_tokens", setting.max_output_tokens,
                  "Most tokens of an answer, thinking included; 0: what the judge asks for.",
                  {.least = 0, .most = 1'000'000});
    section.field("concurrency", setting.concurrency, "Requests at a time.", {.least = 1, .most = 256});
    section.field("timeout", setting.timeout, "How long one answer may take.",
                  {.least = milliseconds{1'000}, .most = std::chrono::hours{1}});
}

void read_openai_chat(config::Section& section, ModelSetting& setting) {
    section.field("api_version", setting.api_version, "Parameter api-version, for Azure's older paths.");
    section.field("key_header", setting.key_header, "Header of the key, if it is not Authorization.");
    section.field("limit_field", setting.limit_field, "What the limit of output tokens is called.");
    section.choice("answer_form", setting.answer_form, {"json_schema", "json_object", "prompt"},
                   "How the server is held to the answer's form; the last two repeat the schema in the prompt.");
}

void read_tools(config::Section& section, ModelSetting& setting) {
    section.field("search_tool", setting.search_tool, "Type of the tool that searches; empty: none.");
    optional_number(section, "price_searches", setting.prices.searches, "US dollars per thousand searches.");
    optional_number(section, "price_batch_share", setting.prices.batch_share,
                    "What a token costs in a batch, as a share of its price; none: 1.");
    if (setting.api != "anthropic") return;
    section.field("fetch_tool", setting.fetch_tool, "Type of the tool that opens a page; empty: none.");
    section.field("api_version", setting.api_version, "Header anthropic-version.");
    section.field("beta", setting.beta, "Header anthropic-beta; empty: not sent.");
}

bool knows_provider(const ModelsSettings& models, const std::string& name) {
    return std::ranges::find(models.providers, name, &ModelSetting::name) != models.providers.end();
}

}  // namespace

void optional_number(config::Section& section, std::string_view key, std::optional<double>& value,
                     std::string_view description) {
    std::string text = value ? config::format_number(*value) : "none";
    section.field(key, text, description);
    if (text.empty() || text == "none") {
        value.reset();
        return;
    }
    const auto number = config::parse_number<double>(text);
    if (number && *number >= 0)
        value = *number;
    else
        section.refuse(key, "expected a number of at least 0, or none, found \"" + text + "\"");
}

void read_model_setting(config::Section& section, ModelSetting& setting) {
    section.field("model", setting.model, "Name of the model.");
    section.field("endpoint", setting.endpoint, "Address that the API's paths are appended to.");
    section.field("key", setting.key, "Where the key lies.");
    if (setting.api == "bedrock")
        section.field("region", setting.region,
                      "Region of AWS; empty: that of AWS_REGION, AWS_DEFAULT_REGION or the profile.");
    read_prices(section, setting);
    read_limits(section, setting);
    if (setting.api == "openai_chat") read_openai_chat(section, setting);
    if (setting.api == "openai_responses" || setting.api == "anthropic") read_tools(section, setting);
}

void read_models(config::Section section, ModelsSettings& models) {
    section.field("order", models.order, "Providers that may be used, best first; empty: all, as listed here.");
    models.providers = model_catalog().providers;
    for (auto& setting : models.providers) {
        auto part = section.child(setting.name, "The provider " + setting.name + ".");
        const auto usual_model = setting.model;
        read_model_setting(part, setting);
        // What makes the usual model think may be an error for another.
        if (setting.model != usual_model && !part.has("effort")) setting.effort.clear();
    }
    for (const auto& name : models.order)
        if (!knows_provider(models, name)) section.refuse("order", "there is no provider '" + name + "'");
}

}  // namespace winnow
