#include <algorithm>
#include <cstddef>

#include "llm/wire/dialect.h"

namespace winnow::llm {
namespace {

constexpr std::string_view kThinkBegin = "<think>";
constexpr std::string_view kThinkEnd = "</think>";

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r\n";
    const auto begin = text.find_first_not_of(kBlank);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kBlank) + 1 - begin);
}

/// Some servers swallow the opening mark, so what counts is the closing one. An opening one alone: all is thought.
std::string_view without_thoughts(std::string_view text) {
    text = trimmed(text);
    const bool opens = text.starts_with(kThinkBegin);
    // Inside an answer the words may well stand for themselves: only what comes before it is thought.
    const auto answer = text.find_first_of("{[`");
    const auto end = text.find(kThinkEnd);
    if (opens) return end == std::string_view::npos ? std::string_view() : trimmed(text.substr(end + kThinkEnd.size()));
    if (end != std::string_view::npos && end < answer) return trimmed(text.substr(end + kThinkEnd.size()));
    return text;
}

/// What stands between the first and the last line, if these are "```json" and "```".
std::string_view without_fences(std::string_view text) {
    if (!text.starts_with("```") || !text.ends_with("```") || text.size() < 7) return text;
    const auto line_end = text.find('\n');
    if (line_end == std::string_view::npos) return text;
    text.remove_suffix(3);
    return trimmed(text.substr(line_end + 1));
}

bool has_type(const json::Value& value, std::string_view type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    return true;  // a judgement is one of the two; the rest is for the caller to look at
}

/// A count that no budget breaks on, whatever the server says.
std::int64_t sane(std::int64_t count) {
    constexpr std::int64_t kMost = 1'000'000'000'000;
    return std::clamp<std::int64_t>(count, 0, kMost);
}

}  // namespace

Result<std::string> clean_answer(std::string_view text, const json::Value& schema) {
    auto answer = without_thoughts(text);
    if (answer.empty()) return fail(ErrorKind::malformed, "the answer is empty");
    if (schema.is_null()) return std::string(answer);
    answer = without_fences(answer);
    const auto value = json::parse(answer);
    if (!value) return fail(ErrorKind::malformed, "the answer is no JSON: " + value.error().message());
    if (!has_type(*value, schema["type"].as_string()))
        return fail(ErrorKind::malformed, "the answer is JSON, but no " + schema["type"].text());
    return std::string(answer);
}

Usage usage_of(const TokenCount& tokens, const Prices& prices) {
    const TokenCount count{.input = sane(tokens.input),
                           .cached = sane(tokens.cached),
                           .cache_written = sane(tokens.cache_written),
                           .output = sane(tokens.output),
                           .searches = sane(tokens.searches)};
    const auto million = [](std::int64_t number) { return static_cast<double>(number) / 1e6; };
    const double cost =
        million(count.input) * prices.input + million(count.cached) * prices.cached_input.value_or(prices.input) +
        million(count.cache_written) * prices.cache_write.value_or(prices.input) +
        million(count.output) * prices.output + static_cast<double>(count.searches) / 1e3 * prices.searches;
    return {.input_tokens = count.input + count.cached + count.cache_written,
            .output_tokens = count.output,
            .cost_usd = cost};
}

std::int64_t output_limit(const ChatRequest& request, const ProviderOptions& options) {
    return options.max_output_tokens > 0 ? options.max_output_tokens : request.max_output_tokens;
}

std::string input_with_page(const ChatRequest& request) {
    if (request.page.empty() || request.input.find(request.page.href()) != std::string::npos) return request.input;
    return request.input + "\n\n" + request.page.href();
}

std::string instructions_with_schema(const ChatRequest& request) {
    if (request.schema.is_null()) return request.instructions;
    return request.instructions + "\n\nAnswer with JSON alone, of this JSON Schema:\n" + json::dump(request.schema);
}

Result<Url> endpoint_url(const Url& base, std::string_view path) {
    if (base.empty()) return fail(ErrorKind::invalid_config, "no endpoint is set");
    auto text = base.origin() + std::string(base.path());
    while (text.ends_with('/')) text.pop_back();
    auto url = Url::parse_exact(text + std::string(path));
    if (!url) return fail(ErrorKind::invalid_config, "the endpoint is no URL: " + url.error().message());
    return url;
}

Result<std::unique_ptr<Dialect>> make_dialect(const ProviderOptions& options, const Clock& clock) {
    switch (options.api) {
        case Api::openai_responses: return make_openai_responses_dialect(options);
        case Api::openai_chat: return make_openai_chat_dialect(options);
        case Api::anthropic: return make_anthropic_dialect(options);
        case Api::bedrock: return make_bedrock_dialect(options, clock);
        case Api::ollama: return make_ollama_dialect(options);
    }
    return fail(ErrorKind::internal, "an API without a dialect");
}

}  // namespace winnow::llm
