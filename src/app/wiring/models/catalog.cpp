#include "app/wiring/models/catalog.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "config/load.h"

namespace winnow {
namespace {

ModelSetting read_provider(const std::string& name, config::Section& section) {
    ModelSetting setting{.name = name};
    section.choice("api", setting.api, {"openai_responses", "openai_chat", "anthropic", "bedrock", "ollama"}, "");
    section.field("says_store", setting.says_store, "");
    read_model_setting(section, setting);
    return setting;
}

KnownModel read_known_model(const std::string& name, config::Section& section) {
    KnownModel model{.name = name};
    optional_number(section, "price_input", model.prices.input, "");
    optional_number(section, "price_output", model.prices.output, "");
    optional_number(section, "price_cached_input", model.prices.cached_input, "");
    optional_number(section, "price_cache_write", model.prices.cache_write, "");
    section.field("context_tokens", model.context_tokens, "");
    return model;
}

AssumedEffort read_assumed(config::Section section) {
    AssumedEffort assumed;
    const config::Range<double> positive{.least = 0.01};
    section.field("words_per_page", assumed.words_per_page, "", positive);
    section.field("tokens_per_word", assumed.tokens_per_word, "", positive);
    section.field("instruction_tokens", assumed.instruction_tokens, "", positive);
    section.field("output_tokens", assumed.output_tokens, "", positive);
    section.field("seconds_per_call", assumed.seconds_per_call, "", positive);
    section.field("seconds_per_fetch", assumed.seconds_per_fetch, "", positive);
    return assumed;
}

}  // namespace

Result<ModelCatalog> read_model_catalog(std::string_view yaml) {
    TRY(auto root, config::parse(yaml, "examples/models/providers.yaml"));
    ModelCatalog catalog;
    for (auto& [name, section] : root.entries("providers", ""))
        catalog.providers.push_back(read_provider(name, section));
    for (auto& [name, section] : root.entries("models", "")) catalog.models.push_back(read_known_model(name, section));
    catalog.assumed = read_assumed(root.child("assumed", ""));
    TRY_OK(root.finish());
    return catalog;
}

const ModelCatalog& model_catalog() {
    static const ModelCatalog catalog = [] {
        auto read = read_model_catalog(model_catalog_text());
        if (read) return std::move(*read);
        // A unit test reads the same text, so this does not leave the house.
        std::fprintf(stderr, "winnow: %s\n", read.error().message().c_str());
        std::abort();
    }();
    return catalog;
}

const KnownModel* find_known_model(std::string_view name) {
    const auto& models = model_catalog().models;
    const auto found = std::ranges::find(models, name, &KnownModel::name);
    return found == models.end() ? nullptr : &*found;
}

}  // namespace winnow
