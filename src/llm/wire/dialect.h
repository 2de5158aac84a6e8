#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "http/client.h"
#include "llm/provider.h"

namespace winnow::llm {

/// Tokens of one answer, as APIs tell them apart.
struct TokenCount {
    std::int64_t input = 0;  ///< neither read from nor written to a cache
    std::int64_t cached = 0;
    std::int64_t cache_written = 0;
    std::int64_t output = 0;  ///< with those of reasoning
    std::int64_t searches = 0;
};

/// What they make in Usage: tokens in and out, and the cost by the prices.
Usage usage_of(const TokenCount& tokens, const Prices& prices);

/// What one answer of an API says.
struct Answer {
    std::string text;
    std::string model;
    std::string request_id;
    std::vector<OpenedPage> opened;
    std::vector<std::string> tool_errors;
    bool is_paused = false;  ///< the turn goes on when it is sent back
};

/// The form of one API's requests and answers. Immutable, so safe from several threads.
class Dialect {
public:
    virtual ~Dialect() = default;
    virtual Url url() const = 0;
    virtual bool opens_pages() const { return false; }
    virtual json::Value body(const ChatRequest& request) const = 0;
    /// Adds key or signature to a request that is about to be sent.
    virtual Result<void> authorise(http::Request& request, const Deadline& deadline) const = 0;
    /// Reads an answer that came with status 200. Errors: malformed, blocked, too_large, and what the answer itself
    /// reports (unavailable, rate_limited, quota_exhausted…).
    virtual Result<Answer> read(const json::Value& answer) const = 0;
    /// What it took, also of one that is no good: it is paid for all the same.
    virtual TokenCount tokens(const json::Value& answer) const = 0;
    /// The request that lets a paused turn go on.
    virtual json::Value resumed(json::Value body, const json::Value& /*answer*/) const { return body; }
};

Result<std::unique_ptr<Dialect>> make_openai_responses_dialect(const ProviderOptions& options);
Result<std::unique_ptr<Dialect>> make_openai_chat_dialect(const ProviderOptions& options);
Result<std::unique_ptr<Dialect>> make_anthropic_dialect(const ProviderOptions& options);
Result<std::unique_ptr<Dialect>> make_bedrock_dialect(const ProviderOptions& options, const Clock& clock);
Result<std::unique_ptr<Dialect>> make_ollama_dialect(const ProviderOptions& options);
Result<std::unique_ptr<Dialect>> make_dialect(const ProviderOptions& options, const Clock& clock);

/// `base` + `path`, whatever slash `base` ends in. Error: invalid_config.
Result<Url> endpoint_url(const Url& base, std::string_view path);
/// How many tokens the answer may have: what the options say, else what the request does.
std::int64_t output_limit(const ChatRequest& request, const ProviderOptions& options);
/// The input, with the page's URL if it does not name it: tools open only what the conversation names.
std::string input_with_page(const ChatRequest& request);
/// The instructions, followed by the schema for models that are not held to it.
std::string instructions_with_schema(const ChatRequest& request);

/// Takes away what models put around an answer: <think> blocks, and with a schema fences of Markdown. Error: malformed
/// if nothing is left, or with a schema no JSON of its outermost type.
Result<std::string> clean_answer(std::string_view text, const json::Value& schema);

}  // namespace winnow::llm
