#include "app/lambda/environment.h"

#include <algorithm>

#include "aws/context.h"
#include "config/load.h"

namespace winnow::lambda {
namespace {

Error must_be(const std::string& name, const std::string& choices, const std::string& value) {
    return {ErrorKind::invalid_config, name + " must be " + choices + ", not '" + value + "'"};
}

/// Keys of models and of Tavily that lie in Secrets Manager, and where the index does.
std::map<std::string, std::string> settings_of(const config::Environment& variables) {
    constexpr std::string_view kBegin = "WINNOW_";
    constexpr std::string_view kEnd = "_SECRET_ARN";
    std::map<std::string, std::string> settings;
    for (const auto& [variable, arn] : variables) {
        if (!variable.starts_with(kBegin) || !variable.ends_with(kEnd) || arn.empty()) continue;
        if (variable.size() <= kBegin.size() + kEnd.size()) continue;
        auto name = variable.substr(kBegin.size(), variable.size() - kBegin.size() - kEnd.size());
        std::ranges::transform(name, name.begin(),
                               [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        if (name == "redis") continue;  // more than a key
        if (name == "qdrant") {
            settings["index.kind"] = "qdrant";
            settings["index.url"] = "secretsmanager:" + arn + "#url";
            settings["index.api_key"] = "secretsmanager:" + arn + "#api_key";
            continue;
        }
        settings[name == "tavily" ? "evaluate.tavily.key" : "models." + name + ".key"] = "secretsmanager:" + arn;
    }
    return settings;
}

}  // namespace

Result<Environment> read_environment() {
    const auto variables = config::process_environment();
    const auto value = [&](std::string_view name) {
        const auto found = variables.find(name);
        return found == variables.end() ? std::string() : found->second;
    };
    Environment read{.metrics_namespace = value("WINNOW_METRICS_NAMESPACE"),
                     .results_bucket = value("WINNOW_RESULTS_BUCKET"),
                     .content_bucket = value("WINNOW_CONTENT_BUCKET"),
                     .state_machine_arn = value("WINNOW_STATE_MACHINE_ARN"),
                     .redis_endpoint = value("WINNOW_REDIS_ENDPOINT"),
                     .redis_reader_endpoint = value("WINNOW_REDIS_READER_ENDPOINT"),
                     .redis_secret_arn = value("WINNOW_REDIS_SECRET_ARN"),
                     .done_topic_arn = value("WINNOW_DONE_TOPIC_ARN"),
                     .failure_topic_arn = value("WINNOW_FAILURE_TOPIC_ARN"),
                     .critical_topic_arn = value("WINNOW_CRITICAL_TOPIC_ARN"),
                     .archive = value("WINNOW_ARCHIVE")};
    if (auto name = value("WINNOW_ENVIRONMENT"); !name.empty()) read.environment = std::move(name);
    read.settings = settings_of(variables);
    const auto of_lambda = aws::process_environment();
    if (const auto found = of_lambda.find("AWS_XRAY_DAEMON_ADDRESS"); found != of_lambda.end())
        read.trace_daemon = found->second;
    const auto mode = value("WINNOW_MAP_MODE");
    if (mode == "distributed")
        read.map_mode = ListForm::stored;
    else if (!mode.empty() && mode != "inline")
        return fail(must_be("WINNOW_MAP_MODE", "inline or distributed", mode));
    const auto cache = value("WINNOW_CACHE");
    if (cache == "redis")
        read.cache = CacheKind::redis;
    else if (cache == "s3")
        read.cache = CacheKind::s3;
    else if (!cache.empty())
        return fail(must_be("WINNOW_CACHE", "redis or s3", cache));
    if (read.cache == CacheKind::redis && read.redis_endpoint.empty())
        return fail(ErrorKind::invalid_config, "WINNOW_CACHE is redis, but WINNOW_REDIS_ENDPOINT is not set");
    return read;
}

}  // namespace winnow::lambda
