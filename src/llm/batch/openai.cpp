#include "llm/batch/service.h"
#include "llm/calls/failure.h"

// Source: the OpenAPI document of OpenAI, "Batch" and "Files".

namespace winnow::llm {
namespace {

constexpr std::size_t kMaxRequests = 50'000;
constexpr std::size_t kMaxFileBytes = 200'000'000;
constexpr std::string_view kBoundary = "winnow-batch-5b7d2f0c9e";  // no JSON line begins with it

std::string form_of(const std::string& lines) {
    const auto part = "--" + std::string(kBoundary) + "\r\nContent-Disposition: form-data; name=";
    return part + "\"purpose\"\r\n\r\nbatch\r\n" + part +
           "\"file\"; filename=\"requests.jsonl\"\r\nContent-Type: application/jsonl\r\n\r\n" + lines + "\r\n--" +
           std::string(kBoundary) + "--\r\n";
}

Result<BatchState> state_of(std::string_view status) {
    for (const auto state :
         {BatchState::validating, BatchState::in_progress, BatchState::finalizing, BatchState::completed,
          BatchState::failed, BatchState::expired, BatchState::cancelling, BatchState::cancelled})
        if (to_string(state) == status) return state;
    return fail(ErrorKind::malformed, "the batch is in a state that is not known");
}

/// The id of what was made or asked for. Error: malformed.
Result<std::string> id_of(const json::Value& value) {
    if (value["id"].as_string().empty()) return fail(ErrorKind::malformed, "the answer has no id");
    return value["id"].text();
}

class OpenAiBatches final : public BatchModel {
public:
    explicit OpenAiBatches(std::unique_ptr<BatchService> service) : service_(std::move(service)) {}

    const std::string& model() const override { return service_->options().model; }

    Result<std::string> submit(std::span<const BatchRequest> requests, const Deadline& deadline) override {
        TRY_OK(check_requests(requests, kMaxRequests));
        std::string lines;
        for (const auto& [id, request] : requests) {
            lines += json::dump(json::object({{"custom_id", id},
                                              {"method", "POST"},
                                              {"url", "/v1/responses"},
                                              {"body", service_->dialect().body(request)}})) +
                     "\n";
            if (lines.size() > kMaxFileBytes)
                return fail(ErrorKind::too_large, "a batch holds at most 200 MB of requests");
        }
        const auto type = "multipart/form-data; boundary=" + std::string(kBoundary);
        TRY(const auto file, service_->json({"POST", "/files", form_of(lines), type}, deadline));
        TRY(const auto file_id, id_of(file));
        const auto order =
            json::object({{"input_file_id", file_id}, {"endpoint", "/v1/responses"}, {"completion_window", "24h"}});
        TRY(const auto batch, service_->json({.method = "POST",
                                              .path = "/batches",
                                              .body = json::dump(order),
                                              .repeat = BatchService::Repeat::forbidden},
                                             deadline));
        return id_of(batch);
    }

    Result<BatchStatus> poll(const std::string& batch, const Deadline& deadline) override {
        TRY(const auto value, find(batch, deadline));
        return status_of(value);
    }

    Result<std::vector<BatchResult>> results(const std::string& batch, const json::Value& schema,
                                             const Deadline& deadline) override {
        TRY(const auto value, find(batch, deadline));
        TRY(const auto status, status_of(value));
        if (!has_ended(status.state)) return fail(ErrorKind::conflict, "batch " + batch + " has not ended");
        std::vector<BatchResult> results;
        for (const auto* const name : {"output_file_id", "error_file_id"}) {
            const auto file = value[name].text();
            if (file.empty()) continue;
            TRY_OK(check_batch_id(file));
            TRY(const auto lines, service_->text({.path = "/files/" + file + "/content"}, deadline));
            TRY_OK(for_each_line(lines, [&](const json::Value& line) { results.push_back(result_of(line, schema)); }));
        }
        return results;
    }

    Result<void> cancel(const std::string& batch, const Deadline& deadline) override {
        TRY_OK(check_batch_id(batch));
        TRY_OK(service_->json({.method = "POST", .path = "/batches/" + batch + "/cancel"}, deadline));
        return {};
    }

private:
    Result<json::Value> find(const std::string& batch, const Deadline& deadline) {
        TRY_OK(check_batch_id(batch));
        return service_->json({.path = "/batches/" + batch}, deadline);
    }

    static Result<BatchStatus> status_of(const json::Value& value) {
        BatchStatus status;
        TRY(status.state, state_of(value["status"].as_string()));
        const auto& counts = value["request_counts"];
        status.total = counts["total"].as_int();
        status.succeeded = counts["completed"].as_int();
        status.failed = counts["failed"].as_int();
        if (value["expires_at"].is_integer())
            status.expires = Timestamp{std::chrono::seconds{value["expires_at"].as_int()}};
        const auto& problem = value["errors"]["data"][0];
        if (problem.is_object()) status.problem = problem["code"].text() + ": " + problem["message"].text();
        return status;
    }

    BatchResult result_of(const json::Value& line, const json::Value& schema) const {
        auto id = line["custom_id"].text();
        const auto& response = line["response"];
        if (!line["error"].is_object() && response["status_code"].as_int() == 200)
            return service_->result(std::move(id), response["body"], schema);
        return {.id = std::move(id), .reply = fail(error_of(line))};
    }

    Error error_of(const json::Value& line) const {
        const auto& error = line["error"];
        if (error.is_object()) {
            const auto code = error["code"].as_string();
            if (code == "batch_expired") return {ErrorKind::unavailable, "the batch expired before its turn"};
            if (code == "batch_cancelled") return {ErrorKind::cancelled, "the batch was cancelled before its turn"};
            return error_in_answer(error);
        }
        const auto& response = line["response"];
        return failure_of(service_->options().name,
                          {.status = static_cast<int>(response["status_code"].as_int()),
                           .headers = {},
                           .body = json::dump(response["body"])},
                          {.input = {}, .key = service_->options().key})
            .error;
    }

    std::unique_ptr<BatchService> service_;
};

}  // namespace

std::unique_ptr<BatchModel> make_openai_batches(std::unique_ptr<BatchService> service) {
    return std::make_unique<OpenAiBatches>(std::move(service));
}

}  // namespace winnow::llm
