#pragma once

#include <map>
#include <string>

#include "core/result.h"
#include "pipeline/steps/steps.h"

namespace winnow::lambda {

enum class CacheKind {
    local,  ///< SQLite in the data folder, for `winnow invoke` on a laptop
    s3,
    redis,
};

/// What a function is told by its environment variables, under the names of docs/terraform.md: names and ARNs, never
/// secrets. Everything may be missing: then folders stand in for buckets, and what cannot be told is not told.
struct Environment {
    std::string environment = "local";
    std::string metrics_namespace;  ///< empty: no metrics are written
    std::string results_bucket;     ///< empty: the folder results/ of the data folder
    std::string content_bucket;     ///< empty: the folder content/
    ListForm map_mode = ListForm::inline_items;
    std::string state_machine_arn;
    CacheKind cache = CacheKind::local;
    std::string redis_endpoint;
    std::string redis_reader_endpoint;
    std::string redis_secret_arn;
    std::string done_topic_arn;
    std::string failure_topic_arn;
    std::string critical_topic_arn;
    /// Configuration path → value, of WINNOW_OPENAI_SECRET_ARN and the like: "models.openai.key" → a reference.
    std::map<std::string, std::string> settings;
    std::string trace_daemon;  ///< X-Ray's, as Lambda names it; empty: nothing is sent
    std::string archive;       ///< a WARC file that stands for the network
};

/// Reads this process's variables. Error: invalid_config, naming the variable.
Result<Environment> read_environment();

}  // namespace winnow::lambda
