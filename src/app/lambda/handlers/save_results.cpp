#include <algorithm>
#include <filesystem>
#include <map>

#include "app/lambda/handlers.h"
#include "files/files.h"
#include "json/codec.h"
#include "log/log.h"
#include "pipeline/steps/run_blobs.h"
#include "publish/publisher.h"

namespace winnow::lambda {
namespace {

constexpr std::size_t kMostReportBytes = 256u << 20;
constexpr std::string_view kLastFile = "results.json";  // who sees it sees a whole report

std::string content_type_of(const std::filesystem::path& file) {
    static const std::map<std::string, std::string> types{{".json", "application/json"},
                                                          {".md", "text/markdown; charset=utf-8"},
                                                          {".html", "text/html; charset=utf-8"},
                                                          {".csv", "text/csv; charset=utf-8"},
                                                          {".xml", "application/atom+xml"}};
    const auto found = types.find(file.extension().string());
    return found == types.end() ? "application/octet-stream" : found->second;
}

/// Writes every form under `prefix`, results.json last; their locations in that order.
Result<std::vector<std::string>> save_forms(Host& host, const Report& report, const std::string& prefix,
                                            const Deadline& deadline) {
    TRY(const auto folder, files::TemporaryFolder::create(std::filesystem::temp_directory_path(), "winnow-report"));
    TRY(auto publication, make_publisher()->publish(report, {.folder = folder.path(), .formats = {}}));
    std::ranges::stable_partition(publication.files, [](const auto& file) { return file.filename() != kLastFile; });
    std::vector<std::string> locations;
    for (const auto& file : publication.files) {
        TRY(const auto bytes, files::read_file(file, kMostReportBytes));
        const auto name = prefix + file.filename().string();
        TRY_OK(host.results().put(name, bytes, content_type_of(file), deadline));
        locations.push_back(host.results().location(name));
    }
    return locations;
}

std::string sentence_about(const Report& report) {
    return std::to_string(report.high_quality_count) + " of " + std::to_string(report.total_urls) +
           " URLs are of high quality (" + std::to_string(report.failed_urls) + " failed) for: " + report.query;
}

/// Failing to tell is no failure of the run: the report is there.
void tell(Host& host, const Report& report, const std::vector<std::string>& files, const Deadline& deadline) {
    const auto& topic = host.environment().done_topic_arn;
    if (topic.empty()) return;
    aws::Notice notice{.subject = "[info] report " + report.run_id,
                       .text = sentence_about(report) + "\n",
                       .attributes = {{"severity", "info"}, {"run_id", report.run_id}}};
    for (const auto& file : files) notice.text += "\n" + file;
    auto topics = host.topics();
    if (!topics) return log::warn("nobody is told of the report", {{"error", topics.error()}});
    if (const auto sent = (*topics)->publish(topic, notice, deadline); !sent)
        log::warn("nobody is told of the report", {{"error", sent.error()}});
}

}  // namespace

Result<json::Value> save_results(Host& host, const json::Value& event, const Invocation& invocation) {
    if (!event["run_id"].is_string()) return fail(ErrorKind::invalid_argument, "the event has no 'run_id'");
    const auto run_id = event["run_id"].text();
    TRY_OK(check_run_id(run_id));
    log::set_context("run_id", run_id);
    TRY(const auto report, RunBlobs(host.content(), run_id, invocation.deadline).report());
    const auto prefix = "reports/" + run_id + "/";
    TRY(const auto earlier, host.results().get(prefix + std::string(kLastFile), invocation.deadline));
    TRY(const auto files, save_forms(host, report, prefix, invocation.deadline));
    if (!earlier) tell(host, report, files, invocation.deadline);
    log::info("report saved", {{"location", files.back()}, {"was_there", earlier.has_value()}});
    json::Value locations(json::Array{});
    for (const auto& file : files) locations.push(file);
    auto reply = event;
    return reply.set("report", files.back()).set("files", std::move(locations));
}

}  // namespace winnow::lambda
