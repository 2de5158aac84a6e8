#include "aws/sign.h"
#include "llm/wire/dialect.h"
#include "llm/wire/schema.h"

// Source: the service description of bedrock-runtime in botocore, operation Converse.

namespace winnow::llm {
namespace {

constexpr std::string_view kSigningName = "bedrock";  // not "bedrock-runtime", which is the endpoint's

class Bedrock final : public Dialect {
public:
    Bedrock(const ProviderOptions& options, Url url, const Clock& clock)
        : options_(options), url_(std::move(url)), clock_(clock) {}

    Url url() const override { return url_; }

    json::Value body(const ChatRequest& request) const override {
        const auto text = [](const std::string& content) { return json::Array{json::object({{"text", content}})}; };
        auto inference = json::object({{"maxTokens", output_limit(request, options_)}});
        if (options_.temperature) inference.set("temperature", *options_.temperature);
        auto body =
            json::object({{"messages", json::Array{json::object({{"role", "user"}, {"content", text(request.input)}})}},
                          {"inferenceConfig", inference}});
        if (!request.instructions.empty()) body.set("system", text(request.instructions));
        if (!request.schema.is_null()) {
            // The schema travels as a text, unlike everywhere else.
            const auto schema = json::dump(fit_schema(request.schema, SchemaRules::anthropic));
            const auto named = json::object({{"name", request.schema_name}, {"schema", schema}});
            body.set(
                "outputConfig",
                json::object({{"textFormat", json::object({{"type", "json_schema"},
                                                           {"structure", json::object({{"jsonSchema", named}})}})}}));
        }
        return body;
    }

    Result<void> authorise(http::Request& request, const Deadline& deadline) const override {
        if (!options_.key.empty()) {
            request.headers.push_back({"Authorization", "Bearer " + options_.key.reveal()});
            return {};
        }
        TRY(const auto credentials, options_.credentials(deadline));
        aws::sign(request, credentials,
                  {.region = options_.region, .service = std::string(kSigningName), .time = clock_.now()});
        return {};
    }

    Result<Answer> read(const json::Value& body) const override {
        TRY_OK(check_reason(body["stopReason"].as_string()));
        Answer answer;
        for (const auto& block : body["output"]["message"]["content"].items())
            answer.text += block["text"].as_string();  // other blocks are thoughts and tools
        if (answer.text.empty()) return fail(ErrorKind::malformed, "the answer holds no text");
        return answer;
    }

    TokenCount tokens(const json::Value& body) const override {
        const auto& usage = body["usage"];
        return {.input = usage["inputTokens"].as_int(),
                .cached = usage["cacheReadInputTokens"].as_int(),
                .cache_written = usage["cacheWriteInputTokens"].as_int(),
                .output = usage["outputTokens"].as_int()};
    }

private:
    static Result<void> check_reason(std::string_view reason) {
        if (reason == "end_turn" || reason == "stop_sequence") return {};
        if (reason == "guardrail_intervened" || reason == "content_filtered")
            return fail(ErrorKind::blocked, "the answer was stopped by a guardrail or content filter");
        if (reason == "max_tokens")
            return fail(ErrorKind::malformed, "the answer was cut off at the limit of output tokens");
        if (reason == "model_context_window_exceeded")
            return fail(ErrorKind::too_large, "text and answer are longer than the model's context");
        if (reason == "refusal") return fail(ErrorKind::blocked, "the model refused to answer");
        return fail(ErrorKind::malformed, "the answer ended for another reason than that it was done");
    }

    ProviderOptions options_;
    Url url_;
    const Clock& clock_;
};

}  // namespace

Result<std::unique_ptr<Dialect>> make_bedrock_dialect(const ProviderOptions& options, const Clock& clock) {
    if (options.region.empty()) return fail(ErrorKind::invalid_config, "no region is set");
    if (options.key.empty() && !options.credentials)
        return fail(ErrorKind::invalid_config, "neither a key nor AWS credentials are set");
    auto base = options.endpoint;
    if (base.empty()) {
        TRY(base, Url::parse_exact("https://bedrock-runtime." + options.region + ".amazonaws.com"));
    }
    // Ids hold ':', ARNs '/' too; signing encodes the path once more.
    TRY(auto url, endpoint_url(base, "/model/" + aws::uri_encode(options.model, false) + "/converse"));
    return std::make_unique<Bedrock>(options, std::move(url), clock);
}

}  // namespace winnow::llm
