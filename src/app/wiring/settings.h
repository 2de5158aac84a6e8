#pragma once
// app/wiring: the configuration as components. builtins.cpp is the table of contents of the product.

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "config/section.h"
#include "core/result.h"
#include "core/rubric.h"
#include "core/time.h"
#include "http/client.h"
#include "stages/source.h"

namespace winnow {

/// What a source may be built from. All outlive the source.
struct SourceParts {
    http::Client& client;
    const Clock& clock;
    std::filesystem::path data;  ///< for what must be shared between processes, such as rate limits
};

/// Makes a source from options that were read and checked before.
using SourceMaker = std::function<Result<std::unique_ptr<Source>>(const SourceParts&)>;

/// One kind of source that can stand in the configuration.
struct SourceKind {
    std::string name;     ///< "hackernews"
    std::string summary;  ///< one line for `winnow sources`
    std::string needs;    ///< "nothing", "a URL", "an API key"…
    bool by_default = false;  ///< used when the configuration names no sources
    std::function<Result<SourceMaker>(config::Section&)> read;
};

/// Every kind of source built in, in the order of the documentation.
std::vector<SourceKind> source_kinds();

/// A source as configured.
struct SourceSetting {
    std::string kind;
    std::string name;
    bool enabled = true;
    SourceMaker make;
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
    std::string method = "local";
    std::string rubric = "default";
    double min_score = 0;  ///< 0: the rubric's own
    std::size_t min_words = 40;
};

struct RankSettings {
    std::size_t limit = 0;
    double near_duplicate = 0.7;
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
    RankSettings rank;
    double budget_usd = 0;
    std::size_t budget_tokens = 0;
    std::chrono::milliseconds cache_ttl{std::chrono::days{7}};
    std::size_t per_source = 50;
    std::size_t max_urls = 0;
    std::size_t workers = 0;  ///< 0: by the number of processors
    std::filesystem::path output;
    std::vector<std::string> formats;
    std::vector<SourceSetting> sources;
};

/// Reads every key. Error: invalid_config with a line for each problem.
Result<Settings> read_settings(config::Section& root);

/// Finds and reads the configuration: `file`, or the usual places, or the defaults; `overrides` come first.
/// Errors: invalid_config, not_found (a named file is missing).
Result<Settings> load_settings(const std::string& file, const std::map<std::string, std::string>& overrides);

/// The rubric that the settings name: a built-in one or a YAML file.
Result<Rubric> load_rubric(const std::string& name_or_file);

}  // namespace winnow
