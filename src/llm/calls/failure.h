#pragma once

#include <string>
#include <string_view>

#include "core/secret.h"
#include "http/client.h"
#include "json/value.h"

namespace winnow::llm {

/// What an answer that is no success means.
struct Failure {
    Error error;
    bool may_retry = false;
    bool ends_provider = false;  ///< the account is empty or blocked: asking again in this run is of no use
};

/// Whose words a message must not repeat.
struct Discretion {
    std::string_view input;
    const Secret& key;
};

/// Reads the error body in any of the forms that the APIs have (OpenAI, Azure, Gemini, Anthropic, AWS, Ollama,
/// FastAPI), and decides by status and code. `x-should-retry` comes before the status; codes of quota and spend before
/// both.
Failure failure_of(const std::string& provider, const http::Response& response, const Discretion& discretion);

/// The same for an error object inside an answer with status 200.
Error error_in_answer(const json::Value& error);

/// The id by which the provider finds the request; empty if it gave none.
std::string request_id(const http::Response& response);

}  // namespace winnow::llm
