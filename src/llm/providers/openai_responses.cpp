#include <algorithm>

#include "llm/calls/failure.h"
#include "llm/wire/dialect.h"
#include "llm/wire/schema.h"

// Source: the OpenAPI document of OpenAI, "Responses".

namespace winnow::llm {
namespace {

constexpr int kMaxToolCalls = 3;  // search, open, and one more try

class OpenAiResponses final : public Dialect {
public:
    OpenAiResponses(const ProviderOptions& options, Url url) : options_(options), url_(std::move(url)) {}

    Url url() const override { return url_; }
    bool opens_pages() const override { return !options_.search_tool.empty(); }

    json::Value body(const ChatRequest& request) const override {
        const auto text = json::object({{"type", "input_text"}, {"text", input_with_page(request)}});
        auto body =
            json::object({{"model", options_.model},
                          {"instructions", request.instructions},
                          {"input", json::Array{json::object({{"role", "user"}, {"content", json::Array{text}}})}},
                          {"max_output_tokens", output_limit(request, options_)},
                          {"store", false}});
        if (options_.temperature) body.set("temperature", *options_.temperature);
        if (!options_.effort.empty()) body.set("reasoning", json::object({{"effort", options_.effort}}));
        if (!request.schema.is_null())
            body.set("text",
                     json::object(
                         {{"format", json::object({{"type", "json_schema"},
                                                   {"name", request.schema_name},
                                                   {"strict", true},
                                                   {"schema", fit_schema(request.schema, SchemaRules::openai)}})}}));
        if (!request.page.empty()) add_tools(body, request.page);
        return body;
    }

    Result<void> authorise(http::Request& request, const Deadline&) const override {
        request.headers.push_back({"Authorization", "Bearer " + options_.key.reveal()});
        return {};
    }

    Result<Answer> read(const json::Value& body) const override {
        if (!body.is_object() || !body["output"].is_array())
            return fail(body["error"].is_object() ? error_in_answer(body["error"])
                                                  : Error(ErrorKind::malformed, "the answer has no output"));
        TRY_OK(check_status(body));
        Answer answer{.text = {}, .model = body["model"].text(), .request_id = {}};
        for (const auto& item : body["output"].items()) {
            const auto type = item["type"].as_string();
            if (type == "web_search_call") read_tool_call(item, answer);
            if (type == "message") TRY_OK(read_message(item, answer.text));
        }
        if (answer.text.empty()) return fail(ErrorKind::malformed, "the answer holds no text");
        return answer;
    }

    TokenCount tokens(const json::Value& body) const override {
        const auto& usage = body["usage"];
        TokenCount tokens{.cached = usage["input_tokens_details"]["cached_tokens"].as_int(),
                          .cache_written = usage["input_tokens_details"]["cache_write_tokens"].as_int(),
                          .output = usage["output_tokens"].as_int()};
        tokens.input = std::max<std::int64_t>(0, usage["input_tokens"].as_int() - tokens.cached - tokens.cache_written);
        for (const auto& item : body["output"].items())
            if (item["action"]["type"].as_string() == "search") ++tokens.searches;
        return tokens;
    }

private:
    void add_tools(json::Value& body, const Url& page) const {
        const auto domains = json::object({{"allowed_domains", json::Array{page.host()}}});
        body.set("tools", json::Array{json::object({{"type", options_.search_tool},
                                                    {"filters", domains},
                                                    {"search_context_size", "low"},
                                                    {"external_web_access", true}})});
        body.set("tool_choice", "required");
        body.set("max_tool_calls", kMaxToolCalls);
        body.set("include", json::Array{"web_search_call.action.sources"});
    }

    static Result<void> check_status(const json::Value& body) {
        const auto status = body["status"].as_string();
        if (status == "completed") return {};
        if (status == "failed") return fail(error_in_answer(body["error"]));
        if (status == "incomplete") {
            const auto reason = body["incomplete_details"]["reason"].as_string();
            if (reason == "content_filter")
                return fail(ErrorKind::blocked, "the answer was stopped by a content filter");
            if (reason == "max_output_tokens")
                return fail(ErrorKind::malformed, "the answer was cut off at the limit of output tokens");
            return fail(ErrorKind::malformed, "the answer is incomplete");
        }
        if (status == "cancelled") return fail(ErrorKind::unavailable, "the answer was cancelled there");
        return fail(ErrorKind::malformed, "the answer is not finished");
    }

    static void read_tool_call(const json::Value& item, Answer& answer) {
        const auto& action = item["action"];
        if (item["status"].as_string() != "completed") {
            answer.tool_errors.push_back("web_search_call_failed");
            return;
        }
        // The url may be null: then nothing says which page it was.
        if (action["type"].as_string() != "open_page" || !action["url"].is_string()) return;
        if (auto url = Url::parse(action["url"].as_string()))
            answer.opened.push_back({.url = std::move(*url), .text = {}});
    }

    static Result<void> read_message(const json::Value& item, std::string& text) {
        std::string said;
        for (const auto& part : item["content"].items()) {
            const auto type = part["type"].as_string();
            if (type == "refusal") return fail(ErrorKind::blocked, "the model refused to answer");
            if (type == "output_text") said += part["text"].as_string();
        }
        if (!said.empty()) text = std::move(said);  // with tools there may be a word before; the last message counts
        return {};
    }

    ProviderOptions options_;
    Url url_;
};

}  // namespace

Result<std::unique_ptr<Dialect>> make_openai_responses_dialect(const ProviderOptions& options) {
    if (options.key.empty()) return fail(ErrorKind::invalid_config, "no key is set");
    TRY(auto url, endpoint_url(options.endpoint, "/responses"));
    return std::make_unique<OpenAiResponses>(options, std::move(url));
}

}  // namespace winnow::llm
