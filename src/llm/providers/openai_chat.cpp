#include <algorithm>

#include "aws/sign.h"
#include "llm/calls/failure.h"
#include "llm/wire/dialect.h"
#include "llm/wire/schema.h"

// Source: the OpenAPI document of OpenAI, "Chat Completions", as vLLM, llama.cpp, LM Studio, Azure and Gemini serve it.

namespace winnow::llm {
namespace {

class OpenAiChat final : public Dialect {
public:
    OpenAiChat(const ProviderOptions& options, Url url) : options_(options), url_(std::move(url)) {}

    Url url() const override { return url_; }

    json::Value body(const ChatRequest& request) const override {
        const bool is_held = options_.answer_form == AnswerForm::json_schema;
        const auto instructions = is_held ? request.instructions : instructions_with_schema(request);
        const auto message = [](const char* role, const std::string& text) {
            return json::object({{"role", role}, {"content", text}});
        };
        auto body =
            json::object({{"model", options_.model},
                          {"messages", json::Array{message("system", instructions), message("user", request.input)}},
                          {options_.limit_field, output_limit(request, options_)},
                          {"stream", false}});
        if (options_.temperature) body.set("temperature", *options_.temperature);
        if (!options_.effort.empty()) body.set("reasoning_effort", options_.effort);
        if (options_.says_store) body.set("store", false);
        if (!request.schema.is_null()) set_form(body, request);
        return body;
    }

    Result<void> authorise(http::Request& request, const Deadline&) const override {
        if (options_.key.empty()) return {};  // a server at home
        if (options_.key_header.empty())
            request.headers.push_back({"Authorization", "Bearer " + options_.key.reveal()});
        else
            request.headers.push_back({options_.key_header, options_.key.reveal()});
        return {};
    }

    Result<Answer> read(const json::Value& body) const override {
        // Routers in front of several models report their failures in answers with status 200.
        if (body["error"].is_object()) return fail(error_in_answer(body["error"]));
        const auto& choice = body["choices"][0];
        if (!choice.is_object()) return fail(ErrorKind::malformed, "the answer has no choices");
        if (choice["error"].is_object()) return fail(error_in_answer(choice["error"]));
        TRY_OK(check_finish(choice));
        Answer answer{.text = {}, .model = body["model"].text(), .request_id = {}};
        TRY(answer.text, content_of(choice["message"]));
        return answer;
    }

    TokenCount tokens(const json::Value& body) const override {
        const auto& usage = body["usage"];
        const auto cached = usage["prompt_tokens_details"]["cached_tokens"].as_int();
        return {.input = std::max<std::int64_t>(0, usage["prompt_tokens"].as_int() - cached),
                .cached = cached,
                .output = usage["completion_tokens"].as_int()};
    }

private:
    void set_form(json::Value& body, const ChatRequest& request) const {
        switch (options_.answer_form) {
            case AnswerForm::json_schema:
                body.set("response_format",
                         json::object({{"type", "json_schema"},
                                       {"json_schema",
                                        json::object({{"name", request.schema_name},
                                                      {"strict", true},
                                                      {"schema", fit_schema(request.schema, SchemaRules::openai)}})}}));
                return;
            case AnswerForm::json_object: body.set("response_format", json::object({{"type", "json_object"}})); return;
            case AnswerForm::prompt: return;
        }
    }

    static Result<void> check_finish(const json::Value& choice) {
        if (!choice["message"]["refusal"].as_string().empty())
            return fail(ErrorKind::blocked, "the model refused to answer");
        const auto reason = choice["finish_reason"].as_string("stop");  // some servers leave it out
        if (reason == "stop" || reason == "eos" || reason == "end_turn") return {};
        if (reason == "length")
            return fail(ErrorKind::malformed, "the answer was cut off at the limit of output tokens");
        if (reason == "content_filter" || reason == "safety")
            return fail(ErrorKind::blocked, "the answer was stopped by a content filter");
        if (reason == "error") return fail(ErrorKind::unavailable, "the model failed while it answered");
        return fail(ErrorKind::malformed, "the answer ended for another reason than that it was done");
    }

    static Result<std::string> content_of(const json::Value& message) {
        const auto& content = message["content"];
        if (content.is_string()) return content.text();
        if (!content.is_array()) return fail(ErrorKind::malformed, "the answer holds no text");
        std::string text;
        for (const auto& part : content.items()) {
            if (part["type"].as_string() == "refusal") return fail(ErrorKind::blocked, "the model refused to answer");
            text += part["text"].as_string();
        }
        return text;
    }

    ProviderOptions options_;
    Url url_;
};

}  // namespace

Result<std::unique_ptr<Dialect>> make_openai_chat_dialect(const ProviderOptions& options) {
    const auto version =
        options.api_version.empty() ? std::string() : "?api-version=" + aws::uri_encode(options.api_version, false);
    TRY(auto url, endpoint_url(options.endpoint, "/chat/completions" + version));
    return std::make_unique<OpenAiChat>(options, std::move(url));
}

}  // namespace winnow::llm
