#pragma once
// app/wiring: the configuration as components. builtins.cpp is the table of contents of the product.

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/wiring/builtins.h"
#include "app/wiring/models/model_settings.h"
#include "app/wiring/morning/settings.h"
#include "app/wiring/search/settings.h"
#include "config/section.h"
#include "core/result.h"
#include "core/rubric.h"
#include "discover/api/tuned.h"

namespace winnow {

/// How the network is used for one source, as far as it differs from the others.
struct SourceNet {
    std::chrono::milliseconds timeout{20'000};  ///< of one request
    std::optional<std::size_t> retries;         ///< as net.retries if not said
    std::chrono::milliseconds cache_time{0};    ///< how long an answer is given again instead of asking
};

/// A source as configured.
struct SourceSetting {
    std::string kind;
    std::string name;
    bool enabled = true;
    SourceMaker make;
    SourceTuning tuning{};
    SourceNet net{};
};

struct NetSettings {
    bool allow_private = false;
    std::vector<std::string> allow;  ///< host:port pairs that the address guard lets pass
    std::string contact = "https://github.com/winnow-dev/winnow";
    std::string ca_file;
    std::size_t retries = 2;
};

struct FetchSettings {
    std::chrono::milliseconds timeout{20'000};
    std::chrono::milliseconds delay{1'000};
    std::size_t host_concurrency = 2;
    config::Bytes max_page{16u << 20};
    std::size_t max_redirects = 10;
    bool respect_robots = true;
};

struct EvaluateSettings {
    std::string method = "auto";
    std::string rubric = "default";
    double min_score = 0;  ///< 0: the rubric's own
    std::size_t min_words = 40;
    std::size_t page_tokens = 12'000;
    bool halves = true;
    bool batch = false;
    std::chrono::milliseconds batch_poll{30'000};
    std::vector<std::string> perspectives{"engineering_manager", "staff_engineer"};
    config::SecretReference tavily_key{"env:TAVILY_API_KEY"};
    std::string tavily_endpoint = "https://api.tavily.com/extract";
};

struct RankSettings {
    std::size_t limit = 100;
    double near_duplicate = 0.7;
    double quality = 0.4;
    double off_topic_below = 0;
};

/// The whole configuration.
struct Settings {
    std::filesystem::path file;  ///< where it was read from; empty: nowhere
    std::filesystem::path data;
    std::string question;
    NetSettings net;
    FetchSettings fetch;
    EvaluateSettings evaluate;
    ModelsSettings models;
    RankSettings rank;
    SearchSettings search;
    double budget_usd = 0;
    std::size_t budget_tokens = 0;
    std::chrono::milliseconds cache_ttl{std::chrono::days{7}};
    std::string cache_redis;  ///< address of a Redis that pages and judgements are shared through; empty: none
    std::size_t per_source = 50;
    std::size_t max_urls = 0;
    std::size_t workers = 0;  ///< 0: by the number of processors
    std::filesystem::path output;
    std::vector<std::string> formats;
    std::vector<SourceSetting> sources;
    std::vector<Profile> profiles;
    DigestSettings digest;
};

/// Finds and reads the configuration: `file`, or the usual places, or the defaults. `overrides` (path → value, from
/// flags) come before environment variables, and these before the file. Error: invalid_config, a line per problem.
Result<Settings> load_settings(const std::string& file, const std::map<std::string, std::string>& overrides);

/// Every key of the configuration with its type, default and meaning; those of a source under "sources[] (KIND).".
std::vector<config::FieldDescription> describe_settings();

/// The rubric that the settings name, with their min_score if they have one. Error: invalid_config, not_found.
Result<Rubric> load_rubric(const EvaluateSettings& settings);

}  // namespace winnow
