#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "aws/sign.h"
#include "core/secret.h"
#include "core/time.h"
#include "http/retry.h"
#include "llm/chat.h"

namespace winnow::llm {

/// How a provider is spoken to.
enum class Api { openai_responses, openai_chat, anthropic, bedrock, ollama };

/// How an OpenAI-compatible server is told the form of the answer; all but the first repeat the schema in the prompt.
enum class AnswerForm { json_schema, json_object, prompt };

/// US dollars per million tokens, per thousand searches.
struct Prices {
    double input = 0;
    double output = 0;
    std::optional<double> cached_input;  ///< read from the provider's cache; none: as `input`
    std::optional<double> cache_write;   ///< written to it; none: as `input`
    double searches = 0;
    double batch_share = 1;  ///< what a token costs in a batch, as a share of these
};

/// Where the credentials of AWS come from; called for each request.
using AwsCredentials = std::function<Result<aws::Credentials>(const Deadline& deadline)>;

/// A model of a provider, as configured.
struct ProviderOptions {
    std::string name;  ///< in messages and logs: "openai"
    Api api = Api::openai_responses;
    Url endpoint;  ///< what the paths of the API are appended to: "https://api.openai.com/v1"
    std::string model;
    Secret key;  ///< empty for servers without one
    Prices prices;
    std::optional<double> temperature;   ///< none: not sent, as reasoning models want it
    std::string effort;                  ///< of reasoning: "low"; empty: not sent
    std::int64_t context_tokens = 0;     ///< 0: not known
    std::int64_t max_output_tokens = 0;  ///< sent instead of the request's, for models whose thinking counts; 0: that
    std::size_t concurrency = 4;
    std::chrono::milliseconds timeout{120'000};
    std::size_t retries = 2;

    std::string api_version;  ///< Azure: parameter api-version; Anthropic: header anthropic-version
    std::string beta;         ///< Anthropic: header anthropic-beta
    std::string key_header;   ///< OpenAI-compatible: header of the key instead of Authorization: "api-key"
    std::string limit_field = "max_tokens";  ///< OpenAI-compatible: what the limit of the answer is called
    AnswerForm answer_form = AnswerForm::json_schema;
    bool says_store = false;  ///< OpenAI-compatible: `store: false` is known there
    std::string search_tool;  ///< type of the tool that searches and opens pages; empty: none
    std::string fetch_tool;   ///< Anthropic: type of the tool that opens a page; empty: none
    std::string region;       ///< Bedrock
    AwsCredentials credentials;
};

/// What the waiting depends on; tests replace it.
struct ProviderContext {
    http::Client& client;  ///< outlives the model; it need not retry
    const Clock& clock;    ///< outlives the model
    http::RetryOptions waits = {};
};

/// Error: invalid_config: an option that is missing for the API.
Result<std::unique_ptr<ChatModel>> make_provider(ProviderOptions options, ProviderContext context);

/// `models` (at least one), asked in their order: the next one if a model is not to be had (unavailable, timed_out
/// before the deadline, rate_limited, quota_exhausted), and with a warning in the log if it is not set up as it should
/// be (unauthorized, invalid_config). What is wrong with the answer (malformed, blocked, too_large) is the answer. When
/// a page must be opened, models that cannot are passed over. `model()` names the first.
std::unique_ptr<ChatModel> make_fallback(std::vector<std::unique_ptr<ChatModel>> models);

}  // namespace winnow::llm
