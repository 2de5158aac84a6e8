#include "llm/batch/service.h"
#include "llm/calls/failure.h"

// Source: Anthropic's SDK for Python, "Message Batches".

namespace winnow::llm {
namespace {

constexpr std::size_t kMaxRequests = 100'000;
constexpr std::size_t kMaxBytes = 256'000'000;
constexpr const char* kPath = "/v1/messages/batches";

Result<BatchState> state_of(std::string_view status) {
    if (status == "in_progress") return BatchState::in_progress;
    if (status == "canceling") return BatchState::cancelling;
    if (status == "ended") return BatchState::completed;
    return fail(ErrorKind::malformed, "the batch is in a state that is not known");
}

class AnthropicBatches final : public BatchModel {
public:
    explicit AnthropicBatches(std::unique_ptr<BatchService> service) : service_(std::move(service)) {}

    const std::string& model() const override { return service_->options().model; }

    Result<std::string> submit(std::span<const BatchRequest> requests, const Deadline& deadline) override {
        TRY_OK(check_requests(requests, kMaxRequests));
        std::string body = R"({"requests":[)";
        for (const auto& [id, request] : requests) {
            if (body.back() == '}') body += ',';
            body += json::dump(json::object({{"custom_id", id}, {"params", service_->dialect().body(request)}}));
            if (body.size() > kMaxBytes) return fail(ErrorKind::too_large, "a batch holds at most 256 MB of requests");
        }
        body += "]}";
        TRY(const auto batch,
            service_->json(
                {.method = "POST", .path = kPath, .body = std::move(body), .repeat = BatchService::Repeat::forbidden},
                deadline));
        if (batch["id"].as_string().empty()) return fail(ErrorKind::malformed, "the answer has no id");
        return batch["id"].text();
    }

    Result<BatchStatus> poll(const std::string& batch, const Deadline& deadline) override {
        TRY_OK(check_batch_id(batch));
        TRY(const auto value, service_->json({.path = kPath + ("/" + batch)}, deadline));
        BatchStatus status;
        TRY(status.state, state_of(value["processing_status"].as_string()));
        const auto& counts = value["request_counts"];
        status.succeeded = counts["succeeded"].as_int();
        status.failed = counts["errored"].as_int() + counts["canceled"].as_int() + counts["expired"].as_int();
        status.total = status.succeeded + status.failed + counts["processing"].as_int();
        status.expires = parse_rfc3339(value["expires_at"].as_string());
        return status;
    }

    Result<std::vector<BatchResult>> results(const std::string& batch, const json::Value& schema,
                                             const Deadline& deadline) override {
        TRY(const auto status, poll(batch, deadline));
        if (!has_ended(status.state)) return fail(ErrorKind::conflict, "batch " + batch + " has not ended");
        // Not from `results_url`: the key goes where the configuration says, not where an answer does.
        TRY(const auto lines, service_->text({.path = kPath + ("/" + batch + "/results")}, deadline));
        std::vector<BatchResult> results;
        TRY_OK(for_each_line(lines, [&](const json::Value& line) {
            const auto& result = line["result"];
            auto id = line["custom_id"].text();
            if (result["type"].as_string() == "succeeded")
                results.push_back(service_->result(std::move(id), result["message"], schema));
            else
                results.push_back({.id = std::move(id), .reply = fail(error_of(result))});
        }));
        return results;
    }

    Result<void> cancel(const std::string& batch, const Deadline& deadline) override {
        TRY_OK(check_batch_id(batch));
        TRY_OK(service_->json({.method = "POST", .path = kPath + ("/" + batch + "/cancel")}, deadline));
        return {};
    }

private:
    Error error_of(const json::Value& result) const {
        const auto type = result["type"].as_string();
        if (type == "expired") return {ErrorKind::unavailable, "the batch expired before its turn"};
        if (type == "canceled") return {ErrorKind::cancelled, "the batch was cancelled before its turn"};
        const auto& error = result["error"]["error"].is_object() ? result["error"]["error"] : result["error"];
        const auto code = error["type"].as_string();
        const int status = code == "invalid_request_error" ? 400 : code == "rate_limit_error" ? 429 : 500;
        return failure_of(service_->options().name,
                          {.status = status, .headers = {}, .body = json::dump(json::object({{"error", error}}))},
                          {.input = {}, .key = service_->options().key})
            .error;
    }

    std::unique_ptr<BatchService> service_;
};

}  // namespace

std::unique_ptr<BatchModel> make_anthropic_batches(std::unique_ptr<BatchService> service) {
    return std::make_unique<AnthropicBatches>(std::move(service));
}

}  // namespace winnow::llm
