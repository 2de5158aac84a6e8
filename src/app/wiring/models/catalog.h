#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/wiring/models/model_settings.h"

namespace winnow {

/// What a model costs and holds, as far as it is known by its name.
struct KnownModel {
    std::string name;
    ModelPrices prices;
    std::size_t context_tokens = 0;
};

/// What an estimate goes by where nothing is remembered.
struct AssumedEffort {
    double words_per_page = 0;
    double tokens_per_word = 0;
    double instruction_tokens = 0;
    double output_tokens = 0;
    double seconds_per_call = 0;
    double seconds_per_fetch = 0;
};

/// examples/models/providers.yaml as it was when the program was built.
struct ModelCatalog {
    std::vector<ModelSetting> providers;
    std::vector<KnownModel> models;
    AssumedEffort assumed;
};

/// Reads the file's text. Error: invalid_config, naming line and key.
Result<ModelCatalog> read_model_catalog(std::string_view yaml);
/// The catalogue that is built in.
const ModelCatalog& model_catalog();
/// The model of that name; null if it is not known.
const KnownModel* find_known_model(std::string_view name);

/// The text that read_model_catalog() reads for it.
std::string_view model_catalog_text();

}  // namespace winnow
