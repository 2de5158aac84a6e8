#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "llm/batch.h"
#include "llm/calls/caller.h"
#include "llm/wire/dialect.h"

namespace winnow::llm {

/// What the batch APIs have in common: the dialect of one request, and calls around it.
class BatchService {
public:
    BatchService(ProviderOptions options, std::unique_ptr<Dialect> dialect, ProviderContext context);

    enum class Repeat { allowed, forbidden };
    struct Sent {
        std::string method = "GET";
        std::string path;  ///< behind the endpoint
        std::string body;
        std::string content_type = "application/json";
        Repeat repeat = Repeat::allowed;
    };
    Result<std::string> text(const Sent& sent, const Deadline& deadline);
    Result<json::Value> json(const Sent& sent, const Deadline& deadline);

    /// The answer to one request, made of a message of the API, at the price of batches.
    BatchResult result(std::string id, const json::Value& message, const json::Value& schema) const;
    const Dialect& dialect() const { return *dialect_; }
    const ProviderOptions& options() const { return options_; }

private:
    Result<ChatReply> reply(const json::Value& message, const json::Value& schema) const;

    ProviderOptions options_;
    std::unique_ptr<Dialect> dialect_;
    Caller repeating_;
    Caller single_;
};

/// Errors: invalid_argument, too_large.
Result<void> check_requests(std::span<const BatchRequest> requests, std::size_t most);
/// Whether a batch id may stand in a path. Error: invalid_argument.
Result<void> check_batch_id(std::string_view batch);
/// Calls `take` with each line's value; a line that is no JSON is an error: malformed.
Result<void> for_each_line(std::string_view lines, const std::function<void(const json::Value&)>& take);

std::unique_ptr<BatchModel> make_openai_batches(std::unique_ptr<BatchService> service);
std::unique_ptr<BatchModel> make_anthropic_batches(std::unique_ptr<BatchService> service);

}  // namespace winnow::llm
