#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "config/section.h"
#include "core/result.h"

namespace winnow {

/// US dollars per million tokens, and per thousand searches; none: not said.
struct ModelPrices {
    std::optional<double> input;
    std::optional<double> output;
    std::optional<double> cached_input;
    std::optional<double> cache_write;
    std::optional<double> searches;
    std::optional<double> batch_share;
};

/// A provider of models as configured; its API is part of the catalogue and no key.
struct ModelSetting {
    std::string name;
    std::string api;
    std::string endpoint;
    config::SecretReference key;
    std::string model;
    ModelPrices prices;
    std::optional<double> temperature;
    std::string effort;
    std::size_t context_tokens = 0;
    std::size_t max_output_tokens = 0;
    std::size_t concurrency = 4;
    std::chrono::milliseconds timeout{120'000};
    std::string api_version;
    std::string beta;
    std::string key_header;
    std::string limit_field = "max_tokens";
    std::string answer_form = "json_schema";
    std::string search_tool;
    std::string fetch_tool;
    std::string region;
    bool says_store = false;
};

struct ModelsSettings {
    std::vector<std::string> order;  ///< names of the providers that may be used, best first; empty: all
    std::vector<ModelSetting> providers;
    bool keys_assumed = false;  ///< for estimates: a key that is not there is no fault, since nothing is sent
};

/// Reads the keys that the provider's API has, over the values that are there. Problems stay with the section.
void read_model_setting(config::Section& section, ModelSetting& setting);
/// Reads the section `models` over the catalogue.
void read_models(config::Section section, ModelsSettings& models);

/// A number, or none. Written "none" in descriptions; an empty text means it too.
void optional_number(config::Section& section, std::string_view key, std::optional<double>& value,
                     std::string_view description);

}  // namespace winnow
