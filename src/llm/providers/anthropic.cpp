#include "llm/wire/dialect.h"
#include "llm/wire/schema.h"

// Source: Anthropic's SDK for Python (types of Messages) and the pages on the web tools and on structured outputs.

namespace winnow::llm {
namespace {

constexpr int kMaxFetches = 2;  // the page, and where it redirects to
constexpr int kMaxSearches = 2;
constexpr int kMaxContentTokens = 20'000;  // of a fetched page: about 15,000 words

class Anthropic final : public Dialect {
public:
    Anthropic(const ProviderOptions& options, Url url) : options_(options), url_(std::move(url)) {}

    Url url() const override { return url_; }
    bool opens_pages() const override { return !options_.fetch_tool.empty(); }

    json::Value body(const ChatRequest& request) const override {
        // The rubric is the same for all pages of a run, so it is worth remembering there.
        const auto system = json::object({{"type", "text"},
                                          {"text", request.instructions},
                                          {"cache_control", json::object({{"type", "ephemeral"}})}});
        auto body = json::object(
            {{"model", options_.model},
             {"max_tokens", output_limit(request, options_)},
             {"messages", json::Array{json::object({{"role", "user"}, {"content", input_with_page(request)}})}}});
        if (!request.instructions.empty()) body.set("system", json::Array{system});
        if (options_.temperature) body.set("temperature", *options_.temperature);
        json::Value output;
        if (!options_.effort.empty()) output.set("effort", options_.effort);
        if (!request.schema.is_null())
            output.set("format", json::object({{"type", "json_schema"},
                                               {"schema", fit_schema(request.schema, SchemaRules::anthropic)}}));
        if (!output.is_null()) body.set("output_config", output);
        if (!request.page.empty()) add_tools(body, request.page);
        return body;
    }

    Result<void> authorise(http::Request& request, const Deadline&) const override {
        request.headers.push_back({"x-api-key", options_.key.reveal()});
        request.headers.push_back({"anthropic-version", options_.api_version});
        if (!options_.beta.empty()) request.headers.push_back({"anthropic-beta", options_.beta});
        return {};
    }

    Result<Answer> read(const json::Value& body) const override {
        if (!body.is_object() || !body["content"].is_array())
            return fail(ErrorKind::malformed, "the answer has no content");
        const auto reason = body["stop_reason"].as_string();
        TRY_OK(check_reason(reason));
        Answer answer{.text = {}, .model = body["model"].text(), .request_id = {}};
        answer.is_paused = reason == "pause_turn";
        for (const auto& block : body["content"].items()) read_block(block, answer);
        if (answer.text.empty() && !answer.is_paused) return fail(ErrorKind::malformed, "the answer holds no text");
        return answer;
    }

    TokenCount tokens(const json::Value& body) const override {
        const auto& usage = body["usage"];
        return {.input = usage["input_tokens"].as_int(),
                .cached = usage["cache_read_input_tokens"].as_int(),
                .cache_written = usage["cache_creation_input_tokens"].as_int(),
                .output = usage["output_tokens"].as_int(),
                .searches = usage["server_tool_use"]["web_search_requests"].as_int()};
    }

    json::Value resumed(json::Value body, const json::Value& answer) const override {
        auto messages = body["messages"];
        messages.push(json::object({{"role", "assistant"}, {"content", answer["content"]}}));
        body.set("messages", std::move(messages));
        return body;
    }

private:
    void add_tools(json::Value& body, const Url& page) const {
        const json::Value domains(json::Array{page.host()});
        // No native citations: they and a schema exclude each other, and quotes are checked against the text anyway.
        json::Value tools(json::Array{json::object({{"type", options_.fetch_tool},
                                                    {"name", "web_fetch"},
                                                    {"max_uses", kMaxFetches},
                                                    {"allowed_domains", domains},
                                                    {"max_content_tokens", kMaxContentTokens}})});
        if (!options_.search_tool.empty())
            tools.push(json::object({{"type", options_.search_tool},
                                     {"name", "web_search"},
                                     {"max_uses", kMaxSearches},
                                     {"allowed_domains", domains}}));
        body.set("tools", tools);
        body.set("tool_choice", json::object({{"type", "auto"}}));
    }

    static Result<void> check_reason(std::string_view reason) {
        if (reason == "end_turn" || reason == "stop_sequence" || reason == "pause_turn") return {};
        if (reason == "refusal") return fail(ErrorKind::blocked, "the model refused to answer");
        if (reason == "max_tokens")
            return fail(ErrorKind::malformed, "the answer was cut off at the limit of output tokens");
        if (reason == "model_context_window_exceeded")
            return fail(ErrorKind::too_large, "text and answer are longer than the model's context");
        return fail(ErrorKind::malformed, "the answer ended for another reason than that it was done");
    }

    static void read_block(const json::Value& block, Answer& answer) {
        const auto type = block["type"].as_string();
        if (type == "text") answer.text += block["text"].as_string();
        if (type == "server_tool_use") answer.text.clear();  // what was said before a tool ran is no answer yet
        if (!type.ends_with("_tool_result")) return;
        answer.text.clear();
        const auto& content = block["content"];
        if (const auto code = content["error_code"].as_string(); !code.empty()) answer.tool_errors.emplace_back(code);
        if (type != "web_fetch_tool_result" || content["type"].as_string() != "web_fetch_result") return;
        auto url = Url::parse(content["url"].as_string());
        if (!url) return;
        const auto& source = content["content"]["source"];
        answer.opened.push_back(
            {.url = std::move(*url), .text = source["type"].as_string() == "text" ? source["data"].text() : ""});
    }

    ProviderOptions options_;
    Url url_;
};

}  // namespace

Result<std::unique_ptr<Dialect>> make_anthropic_dialect(const ProviderOptions& options) {
    if (options.key.empty()) return fail(ErrorKind::invalid_config, "no key is set");
    if (options.api_version.empty()) return fail(ErrorKind::invalid_config, "api_version is not set");
    TRY(auto url, endpoint_url(options.endpoint, "/v1/messages"));
    return std::make_unique<Anthropic>(options, std::move(url));
}

}  // namespace winnow::llm
