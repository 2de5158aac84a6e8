#include "app/lambda/handlers.h"
#include "log/log.h"
#include "pipeline/steps/steps.h"

namespace winnow::lambda {
namespace {

using Failures = std::map<std::string, std::string>;

/// "failure" of an item that the state machine gave up.
void take_failures(const json::Value& results, Failures& failures) {
    for (const auto& result : results.items())
        if (result["failure"].is_string()) failures[result["url"].text()] = result["failure"].text();
}

Result<json::Value> read_json(Host& host, const std::string& name, const Deadline& deadline) {
    TRY(const auto bytes, host.content().get(name, deadline));
    if (!bytes) return fail(ErrorKind::not_found, "there is no " + host.content().location(name));
    auto value = json::parse(*bytes);
    if (!value) return fail(std::move(value).error().in(host.content().location(name)));
    return value;
}

/// Results of a distributed map: a manifest names files, whose records hold input and output as texts of JSON.
Result<void> take_written_failures(Host& host, const json::Value& details, Failures& failures,
                                   const Deadline& deadline) {
    if (const auto bucket = details["Bucket"].as_string(); bucket != host.environment().content_bucket)
        return fail(ErrorKind::invalid_argument, "the map's results lie in the bucket '" + std::string(bucket) +
                                                     "', not in that of WINNOW_CONTENT_BUCKET");
    TRY(const auto manifest, read_json(host, details["Key"].text(), deadline));
    for (const auto& [status, files] : manifest["ResultFiles"].members())
        for (const auto& file : files.items()) {
            TRY(const auto records, read_json(host, file["Key"].text(), deadline));
            for (const auto& record : records.items()) {
                const bool failed = status == "FAILED";
                auto result = json::parse(record[failed ? "Input" : "Output"].as_string());
                if (!result) continue;  // what the map wrote for itself; the outcome says more
                if (failed) result->set("failure", record["Error"].text());
                take_failures(json::Array{std::move(*result)}, failures);
            }
        }
    return {};
}

Result<std::string> run_id_of(const json::Value& event) {
    if (event["run_id"].is_string()) return event["run_id"].text();
    for (const auto& result : event.items())  // the plain form: the bare list of results
        if (result["run_id"].is_string()) return result["run_id"].text();
    if (event.is_array())
        return fail(ErrorKind::invalid_argument, "the list of results names no run: there was no URL");
    return fail(ErrorKind::invalid_argument, "the event has no 'run_id'");
}

Result<Failures> failures_of(Host& host, const json::Value& event, const Deadline& deadline) {
    Failures failures;
    take_failures(event.is_array() ? event : event["urls"], failures);
    const auto& details = event["map_run"]["ResultWriterDetails"];
    if (details.is_object()) TRY_OK(take_written_failures(host, details, failures, deadline));
    return failures;
}

}  // namespace

Result<json::Value> process_results_handler(Host& host, const json::Value& event, const Invocation& invocation) {
    TRY(const auto run_id, run_id_of(event));
    TRY_OK(check_run_id(run_id));
    log::set_context("run_id", run_id);
    TRY(const auto header, host.header(run_id, invocation.deadline));
    TRY(const auto request, decode_run_request(header.request));
    TRY(auto* const components, host.components(request, Host::Sources::not_needed));
    TRY(const auto options, host.options(request));
    TRY(const auto failures, failures_of(host, event, invocation.deadline));
    TRY(const auto report,
        process_results(*components, options, header, failures, host.content(), invocation.deadline));
    host.write_metrics({}, {{{{"environment"}}, {{"urls_failed", static_cast<double>(report.failed_urls)}}}});
    log::info("results processed", {{"total_urls", report.total_urls},
                                    {"evaluated_urls", report.evaluated_urls},
                                    {"failed_urls", report.failed_urls},
                                    {"high_quality_count", report.high_quality_count}});
    const auto drained = host.drain_waiting(invocation.deadline.within(invocation.deadline.remaining() / 2));
    auto reply = encode(header);
    return reply.set("index_waiting", drained.waiting)
        .set("total_urls", report.total_urls)
        .set("evaluated_urls", report.evaluated_urls)
        .set("cached_urls_used", report.cached_urls_used)
        .set("failed_urls", report.failed_urls)
        .set("high_quality_count", report.high_quality_count)
        .set("quality_ratio", report.quality_ratio)
        .set("average_score", report.average_score)
        .set("cost_usd", report.usage.cost_usd);
}

}  // namespace winnow::lambda
