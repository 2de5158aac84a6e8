#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "llm/provider.h"

namespace winnow::llm {

/// One of many requests that are answered within a day, at a lower price.
struct BatchRequest {
    std::string id;  ///< 1 to 64 of [A-Za-z0-9_-], each once
    ChatRequest request;
};

/// As OpenAI calls them; `in_progress` is also Anthropic's, whose "canceling" and "ended" are `cancelling` and
/// `completed`.
enum class BatchState { validating, in_progress, finalizing, completed, failed, expired, cancelling, cancelled };
std::string_view to_string(BatchState state);
/// Whether nothing more will happen: results() gives what there is, also of a batch that expired or was cancelled.
bool has_ended(BatchState state);

struct BatchStatus {
    BatchState state = BatchState::validating;
    std::int64_t total = 0;  ///< requests; 0 as long as they are not counted
    std::int64_t succeeded = 0;
    std::int64_t failed = 0;  ///< with those that expired or were cancelled
    std::optional<Timestamp> expires;
    std::string problem;  ///< why the whole batch failed
};

struct BatchResult {
    std::string id;
    Result<ChatReply> reply;  ///< errors as of ChatModel::ask(); unavailable for what expired, cancelled for what was
    Usage lost{};             ///< what an answer that is no good (cut off, refused, no JSON) has used all the same
};

/// A provider's way to answer many requests at once. A batch is known by an id alone, so that another process can ask
/// for it later. Safe to call from several threads. Errors of all: those of ChatModel::ask(), with
/// invalid_config also for a batch that does not exist, and invalid_argument for what is no id.
class BatchModel {
public:
    virtual ~BatchModel() = default;
    virtual const std::string& model() const = 0;
    /// The id of the batch. It is never sent twice by itself: after timed_out or unavailable there may be a batch all
    /// the same. Errors: invalid_argument (no request, a bad or repeated id), too_large (more than a batch may hold).
    virtual Result<std::string> submit(std::span<const BatchRequest> requests, const Deadline& deadline) = 0;
    virtual Result<BatchStatus> poll(const std::string& batch, const Deadline& deadline) = 0;
    /// What is there, in the order of arrival; `schema` is that of the requests. A request without a result is missing.
    /// Error: conflict (the batch has not ended).
    virtual Result<std::vector<BatchResult>> results(const std::string& batch, const json::Value& schema,
                                                     const Deadline& deadline) = 0;
    virtual Result<void> cancel(const std::string& batch, const Deadline& deadline) = 0;
};

/// Errors: unsupported (a provider without batches), invalid_config.
Result<std::unique_ptr<BatchModel>> make_batch_provider(ProviderOptions options, ProviderContext context);

}  // namespace winnow::llm
