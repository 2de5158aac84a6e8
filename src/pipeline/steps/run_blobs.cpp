#include "pipeline/steps/run_blobs.h"

#include <algorithm>
#include <cctype>

#include "json/codec.h"
#include "log/log.h"
#include "text/digest.h"

namespace winnow {
namespace {

constexpr std::size_t kLongestRunId = 80;  // an execution's name may be no longer

std::string outcome_name(const Url& url) {
    return "outcomes/" + text::document_id(url).value + ".json";
}

/// No run has a name that begins with a dot.
std::string last_run_name(const std::string& question) {
    return "runs/.last/" + text::sha256_hex(question) + ".json";
}

Result<std::string> need(const json::Value& value, std::string_view key) {
    if (!value[key].is_string()) return fail(ErrorKind::malformed, "'" + std::string(key) + "' is missing or no text");
    return value[key].text();
}

}  // namespace

json::Value encode(const RunHeader& header) {
    auto value = json::object({{"run_id", header.run_id},
                               {"query", header.query},
                               {"evaluation_method", header.method},
                               {"started", to_rfc3339(header.started)},
                               {"discover_seconds", header.discover_seconds},
                               {"request", header.request}});
    if (!header.previous.empty()) value.set("previous", header.previous);
    return value;
}

Result<RunHeader> decode_run_header(const json::Value& value) {
    RunHeader header;
    TRY(header.run_id, need(value, "run_id"));
    TRY(header.query, need(value, "query"));
    TRY(header.method, need(value, "evaluation_method"));
    TRY(const auto started, need(value, "started"));
    const auto time = parse_rfc3339(started);
    if (!time) return fail(ErrorKind::malformed, "'started' is no time: " + started);
    header.started = *time;
    header.discover_seconds = value["discover_seconds"].as_double();
    header.request = value["request"];
    header.previous = value["previous"].text();
    return header;
}

Result<void> check_run_id(const std::string& run_id) {
    const auto may_stand = [](unsigned char c) { return std::isalnum(c) != 0 || c == '.' || c == '_' || c == '-'; };
    if (!run_id.empty() && run_id.size() <= kLongestRunId && run_id.front() != '.' &&
        std::ranges::all_of(run_id, may_stand))
        return {};
    return fail(ErrorKind::invalid_argument,
                "'run_id' must be 1 to 80 letters, digits, dots, dashes and underscores, not '" + run_id + "'");
}

Result<void> RunBlobs::put(const std::string& name, const std::string& json) {
    return blobs_.put(prefix_ + name, json, "application/json", deadline_);
}

Result<std::optional<json::Value>> RunBlobs::get(const std::string& name) {
    TRY(const auto bytes, blobs_.get(prefix_ + name, deadline_));
    if (!bytes) return std::optional<json::Value>();
    auto value = json::parse(*bytes);
    if (!value) return fail(std::move(value).error().in(blobs_.location(prefix_ + name)));
    return std::optional(std::move(*value));
}

Result<void> RunBlobs::save_header(const RunHeader& header) {
    return put("run.json", json::dump(encode(header)));
}

Result<std::optional<RunHeader>> RunBlobs::header() {
    TRY(const auto value, get("run.json"));
    if (!value) return std::optional<RunHeader>();
    TRY(auto header, decode_run_header(*value));
    return std::optional(std::move(header));
}

Result<void> RunBlobs::save_discovered(const Discovered& discovered) {
    return put("discovered.json", json::dump(discovered));
}

Result<Discovered> RunBlobs::discovered() {
    TRY(const auto value, get("discovered.json"));
    if (!value) return fail(ErrorKind::not_found, "there is no " + blobs_.location(prefix_ + "discovered.json"));
    return json::decode_discovered(*value);
}

Result<std::string> RunBlobs::save_list(const json::Value& list) {
    TRY_OK(put("urls.json", json::dump(list)));
    return prefix_ + "urls.json";
}

Result<void> RunBlobs::save_outcome(const Evaluated& outcome) {
    return put(outcome_name(outcome.candidate.url), json::dump(json::encode(outcome)));
}

Result<std::optional<Evaluated>> RunBlobs::outcome(const Url& url) {
    TRY(const auto value, get(outcome_name(url)));
    if (!value) return std::optional<Evaluated>();
    TRY(auto outcome, json::decode_evaluated(*value));
    return std::optional(std::move(outcome));
}

Result<void> RunBlobs::save_text(const Document& document, const Url& url) {
    return put("texts/" + text::document_id(url).value + ".json",
               json::dump(json::encode(document, json::Texts::included)));
}

Result<void> RunBlobs::save_known(const KnownPages& known, const std::string& question) {
    TRY_OK(put("known.json", json::dump(known)));
    return blobs_.put(last_run_name(question), json::dump(json::object({{"run_id", known.run_id}})), "application/json",
                      deadline_);
}

Result<std::optional<KnownPages>> RunBlobs::known() {
    TRY(const auto bytes, blobs_.get(prefix_ + "known.json", deadline_));
    if (!bytes) return std::optional<KnownPages>();
    const auto value = json::parse(*bytes);
    auto known = value ? json::decode_known_pages(*value) : Result<KnownPages>(fail(value.error()));
    if (known) return std::optional(std::move(*known));
    log::warn("what is known of the pages cannot be read", {{"error", known.error()}});
    return std::optional<KnownPages>();
}

Result<std::string> RunBlobs::last_run_of(const std::string& question) {
    TRY(const auto bytes, blobs_.get(last_run_name(question), deadline_));
    if (!bytes) return std::string();
    const auto value = json::parse(*bytes);
    if (!value || !check_run_id((*value)["run_id"].text())) return std::string();
    return (*value)["run_id"].text();
}

Result<void> RunBlobs::save_report(const Report& report) {
    return put("report.json", json::dump(report));
}

Result<Report> RunBlobs::report() {
    TRY(const auto value, get("report.json"));
    if (!value) return fail(ErrorKind::not_found, "there is no " + blobs_.location(prefix_ + "report.json"));
    return json::decode_report(*value);
}

}  // namespace winnow
