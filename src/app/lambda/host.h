#pragma once

#include <memory>
#include <string>

#include "app/lambda/environment.h"
#include "app/lambda/request.h"
#include "app/lambda/trace/traced_client.h"
#include "app/wiring/assembly.h"
#include "aws/context.h"
#include "aws/sns.h"
#include "aws/states.h"
#include "index/queue/index_queue.h"
#include "log/metrics.h"
#include "pipeline/components.h"
#include "stages/blob_store.h"

namespace winnow::lambda {

/// What a function stands on: its environment, buckets, cache, and the components of the run that it works for. They
/// are kept from one invocation to the next. One invocation at a time.
class Host {
public:
    /// Makes everything that needs no network: nothing is asked before the first event. `config_file` may be empty.
    /// Errors: invalid_config, storage.
    static Result<std::unique_ptr<Host>> make(Environment environment, std::string config_file);
    ~Host();

    const Environment& environment() const { return environment_; }
    BlobStore& content() { return *content_; }
    BlobStore& results() { return *results_; }
    /// Errors: invalid_config (no region).
    Result<aws::StateMachines*> state_machines();
    Result<aws::Topics*> topics();

    /// Whether the components need to know the sources, which may want keys.
    enum class Sources { needed, not_needed };
    /// The components for what the request says; kept until a request says something else. Errors: invalid_config.
    Result<Components*> components(const RunRequest& request, Sources sources);
    /// The options for the same request. Errors: invalid_argument, invalid_config.
    Result<RunOptions> options(const RunRequest& request);

    /// What the run was started with; kept for the run asked for last. Error: not_found (no such run).
    Result<RunHeader> header(const std::string& run_id, const Deadline& deadline);
    /// The whole candidate of an item that travels short. Error: not_found.
    Result<Candidate> candidate(const UrlItem& item, const Deadline& deadline);

    /// Brings documents into the index that found it away, by the components asked for last. Never fails: what cannot
    /// be brought waits on, and the log says why.
    Drained drain_waiting(const Deadline& deadline);

    /// Of the invocation that runs.
    Tracer& tracer() { return *tracer_; }
    /// Writes metrics with the dimension `environment`, if there is a namespace for them.
    void write_metrics(std::vector<log::Field> members, const std::vector<log::MetricGroup>& groups) const;

private:
    Host() = default;
    Result<aws::Context> aws();
    Result<std::unique_ptr<BlobStore>> open_blobs(const std::string& bucket, const std::string& folder);
    Result<void> assemble(const RunRequest& request, Sources sources);

    Environment environment_;
    std::string config_file_;
    std::unique_ptr<Tracer> tracer_;
    std::unique_ptr<aws::Session> session_;
    std::unique_ptr<TracedClient> traced_;
    std::unique_ptr<aws::StateMachines> state_machines_;
    std::unique_ptr<aws::Topics> topics_;
    std::unique_ptr<BlobStore> content_;
    std::unique_ptr<BlobStore> results_;
    std::string assembled_for_;
    Settings settings_;
    std::unique_ptr<Assembly> assembly_;
    IndexerMaker open_index_;
    RunHeader header_;
    std::string discovered_run_;
    Discovered discovered_;
};

}  // namespace winnow::lambda
