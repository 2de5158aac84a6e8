#pragma once
// app/cli: the command line. One file per command under commands/; parser.cpp alone knows CLI11.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace winnow::cli {

/// What every command understands.
struct CommonArguments {
    std::string config_file;                      ///< --config; empty: the usual places
    std::map<std::string, std::string> settings;  ///< configuration path → value, from the flags that name a key
    bool json = false;                            ///< machines read standard output
    int verbosity = 0;                            ///< -v info, -vv debug, -q −1
};

/// Where candidates come from, when the command line says so; then the configured sources stay silent.
struct SourceArguments {
    std::vector<std::string> urls;
    std::vector<std::string> url_files;  ///< "-" is standard input
    std::vector<std::string> feeds;
    std::vector<std::string> sitemaps;
    std::vector<std::string> opml_files;
    std::vector<std::string> only;  ///< names or kinds of configured sources
    std::string archive;
    std::string record;

    bool names_any() const {
        return !(urls.empty() && url_files.empty() && feeds.empty() && sitemaps.empty() && opml_files.empty());
    }
};

struct RunArguments {
    CommonArguments common;
    SourceArguments sources;
    std::string question;
    std::string output;
    std::string since;
    std::optional<std::string> resume;  ///< "" means the latest unfinished run
    bool dry_run = false;
    bool estimate = false;  ///< `winnow estimate`: say what the run would take
    std::string provider;   ///< whose prices an estimate goes by; empty: those of the judge
    bool refresh = false;
    std::size_t limit = 0;
    std::size_t per_source = 0;
    std::size_t max_urls = 0;
    std::size_t workers = 0;
    std::vector<std::string> formats;
    std::vector<std::string> profiles;  ///< one run each, in this order
    bool all_profiles = false;
    bool digest = false;  ///< deliver what is new when all have run
};

struct DigestArguments {
    CommonArguments common;
    std::string since = "1d";
    std::vector<std::string> questions;  ///< questions or profiles; all if empty
    std::vector<std::string> to;         ///< names of destinations; all if empty
    std::size_t limit = 0;
    double min_score = 0;
    std::optional<std::size_t> below;  ///< nothing: as configured
    std::string format = "text";
    bool dry_run = false;
};

struct ScheduleArguments {
    CommonArguments common;
    std::string action;  ///< install, show, remove
    std::string name = "morning";
    std::vector<std::string> times;     ///< "HH:MM" of the machine's own time
    std::vector<std::string> profiles;  ///< all if empty
    bool weekdays = false;
    bool digest = true;
    bool cron = false;
    bool yes = false;
};

struct EvaluateArguments {
    CommonArguments common;
    SourceArguments sources;
    std::string question;
    std::vector<std::string> targets;  ///< URLs or files
};

struct JudgeArguments {
    CommonArguments common;
    SourceArguments sources;
    std::string labels;  ///< CSV or JSON file
    std::string question;
    std::string output;
};

struct CompareArguments {
    CommonArguments common;
    SourceArguments sources;
    std::vector<std::string> methods;  ///< two
    std::string question;
    std::string output;
    std::size_t limit = 0;
};

struct RunsArguments {
    CommonArguments common;
    std::string id;  ///< empty: list
    std::size_t limit = 20;
};

struct CacheArguments {
    CommonArguments common;
    std::string action;  ///< stats, clear, prune
    std::string older_than = "30d";
    bool yes = false;
};

struct ConfigArguments {
    CommonArguments common;
    std::string action;  ///< init, check, show, explain
    std::string path;
    bool force = false;
    bool markdown = false;
};

struct RankArguments {
    CommonArguments common;
    std::string archive;
    std::string queries;
    std::string trec;
    std::string manifest;
    std::size_t depth = 100;
};

struct ExtractArguments {
    CommonArguments common;
    std::vector<std::string> targets;
    std::string format = "text";
    std::string batch;
    std::string output;
};

struct SourcesArguments {
    CommonArguments common;
    std::string test;  ///< name of the source to try; empty: list
    std::string question = "engineering career growth frameworks";
};

struct SearchArguments {
    CommonArguments common;
    std::string question;
    std::string like;  ///< URL of a document that the index has
    std::string mode = "hybrid";
    std::string fusion = "weighted";
    std::optional<double> semantic_weight;  ///< none: half
    std::vector<std::string> sources;
    std::vector<std::string> languages;
    std::vector<std::string> tags;
    std::string since;
    std::string until;
    std::optional<double> min_score;
    std::string run;
    std::size_t limit = 10;
    std::string format = "text";
    std::string rerank;  ///< local, provider; empty: none
};

struct IndexArguments {
    CommonArguments common;
    std::string action;  ///< stats, rebuild, verify, export, import
    std::string file = "-";
};

struct CompletionArguments {
    std::string shell;
};

/// Exit codes, as docs/commands.md promises them.
enum class ExitCode { done = 0, failed = 1, usage = 2, partial = 3 };

}  // namespace winnow::cli
