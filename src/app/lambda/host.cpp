#include "app/lambda/host.h"

#include <algorithm>

#include "app/lambda/remote/cache.h"
#include "app/lambda/remote/index.h"
#include "app/lambda/remote/pacing.h"
#include "app/lambda/trace/traced_stages.h"
#include "app/wiring/settings.h"
#include "app/wiring/since.h"
#include "app/wiring/version.h"
#include "json/codec.h"
#include "log/log.h"
#include "store/blobs.h"
#include "store/redis_limits.h"

namespace winnow::lambda {
namespace {

constexpr std::size_t kWholeArchive = 1'000'000;  // a recorded web is looked at whole, as `winnow run` does

/// What the components depend on.
std::string key_of(const RunRequest& request, Host::Sources sources) {
    json::Value key = json::object({{"sources_needed", sources == Host::Sources::needed}});
    for (const auto& [path, value] : request.settings) key.set(path, value);
    for (const auto& source : request.sources) key.set("source " + source, true);
    return json::dump(key);
}

/// Nothing while Redis cannot be reached: no run fails for it.
std::shared_ptr<Coordination> open_coordination(const RedisAccess& redis) {
    auto options = redis();
    auto made = options ? make_redis_coordination(std::move(*options))
                        : Result<std::unique_ptr<Coordination>>(fail(options.error()));
    if (made) return std::move(*made);
    log::warn("sources are paced by this process alone", {{"error", made.error()}});
    return nullptr;
}

}  // namespace

Host::~Host() = default;

Result<std::unique_ptr<Host>> Host::make(Environment environment, std::string config_file) {
    std::unique_ptr<Host> host(new Host);
    host->environment_ = std::move(environment);
    host->config_file_ = std::move(config_file);
    host->tracer_ = std::make_unique<Tracer>(host->environment_.trace_daemon);
    TRY(host->settings_, load_settings(host->config_file_, {}));
    TRY(host->content_, host->open_blobs(host->environment_.content_bucket, "content"));
    TRY(host->results_, host->open_blobs(host->environment_.results_bucket, "results"));
    return host;
}

Result<aws::Context> Host::aws() {
    if (!session_) {
        TRY(session_, aws::open_session(aws::process_environment(), {.user_agent = "winnow/" + version_number(),
                                                                     .ca_file = settings_.net.ca_file}));
        traced_ = std::make_unique<TracedClient>(session_->context().client, *tracer_);
    }
    auto plain = session_->context();
    return aws::Context{.client = *traced_,
                        .credentials = plain.credentials,
                        .site = std::move(plain.site),
                        .clock = plain.clock,
                        .retry = std::move(plain.retry)};
}

Result<std::unique_ptr<BlobStore>> Host::open_blobs(const std::string& bucket, const std::string& folder) {
    if (bucket.empty()) return make_folder_blobs(data_folder(settings_) / folder);
    TRY(auto context, aws());
    return make_s3_blobs({.bucket = {.bucket = bucket}, .prefix = {}}, std::move(context));
}

Result<aws::StateMachines*> Host::state_machines() {
    if (!state_machines_) {
        TRY(auto context, aws());
        TRY(state_machines_, aws::make_state_machines(std::move(context)));
    }
    return state_machines_.get();
}

Result<aws::Topics*> Host::topics() {
    if (!topics_) {
        TRY(auto context, aws());
        TRY(topics_, aws::make_topics(std::move(context)));
    }
    return topics_.get();
}

Result<void> Host::assemble(const RunRequest& request, Sources sources) {
    auto overrides = environment_.settings;
    for (const auto& [path, value] : request.settings) overrides[path] = value;
    TRY(settings_, load_settings(config_file_, overrides));
    TRY(auto redis, redis_access(environment_, settings_.net.ca_file, [this] { return aws(); }));
    auto cache = open_cache(environment_, *content_, redis);
    // Only sources ask by turns; without Redis each process keeps the pace alone.
    std::shared_ptr<Coordination> coordination;
    if (redis && sources == Sources::needed && environment_.archive.empty()) coordination = open_coordination(redis);
    TRY(auto assembly, Assembly::make(settings_, {.archive = environment_.archive,
                                                  .only = request.sources,
                                                  .without_sources = sources == Sources::not_needed,
                                                  .without_store = cache != nullptr,
                                                  .coordination = std::move(coordination)}));
    for (const auto& note : assembly->notes()) log::warn("note", {{"text", note}});
    auto& components = assembly->components();
    components.cache = std::move(cache);
    open_index_ = index_opener(settings_);
    if (open_index_) components.indexer = make_queueing_indexer(open_index_, IndexQueue(*content_));
    if (environment_.archive.empty())
        components.fetcher = make_paced_fetcher(std::move(components.fetcher), std::move(redis));
    components.fetcher = make_traced_fetcher(std::move(components.fetcher), *tracer_);
    components.evaluator = make_traced_evaluator(std::move(components.evaluator), *tracer_);
    assembly_ = std::move(assembly);
    return {};
}

Result<Components*> Host::components(const RunRequest& request, Sources sources) {
    auto key = key_of(request, sources);
    if (!assembly_ || key != assembled_for_) {
        assembly_.reset();
        TRY_OK(assemble(request, sources));
        assembled_for_ = std::move(key);
    }
    return &assembly_->components();
}

Result<RunOptions> Host::options(const RunRequest& request) {
    auto options = run_options(settings_);
    options.question = request.query;
    TRY(options.since, parse_since(request.since, system_clock().now()));
    if (environment_.archive.empty()) return options;
    options.paced = false;
    options.pages = PageMemory::ignored;
    if (!request.settings.contains("run.per_source")) options.per_source = kWholeArchive;
    return options;
}

Result<RunHeader> Host::header(const std::string& run_id, const Deadline& deadline) {
    if (header_.run_id != run_id) {
        TRY(auto found, RunBlobs(*content_, run_id, deadline).header());
        if (!found) return fail(ErrorKind::not_found, "there is no run '" + run_id + "'");
        header_ = std::move(*found);
    }
    return header_;
}

Result<Candidate> Host::candidate(const UrlItem& item, const Deadline& deadline) {
    if (item.candidate) return *item.candidate;
    if (discovered_run_ != item.run_id) {
        TRY(discovered_, RunBlobs(*content_, item.run_id, deadline).discovered());
        discovered_run_ = item.run_id;
    }
    const auto found = std::ranges::find(discovered_.candidates, item.url, &Candidate::url);
    if (found != discovered_.candidates.end()) return *found;
    return fail(ErrorKind::not_found, item.url.href() + " is no URL of run " + item.run_id);
}

Drained Host::drain_waiting(const Deadline& deadline) {
    return open_index_ ? lambda::drain_waiting(open_index_, *content_, deadline) : Drained{};
}

void Host::write_metrics(std::vector<log::Field> members, const std::vector<log::MetricGroup>& groups) const {
    if (environment_.metrics_namespace.empty()) return;
    members.emplace_back("environment", environment_.environment);
    log::write_metrics(environment_.metrics_namespace, members, groups);
}

}  // namespace winnow::lambda
