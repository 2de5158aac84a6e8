#include "llm/calls/failure.h"
#include "llm/wire/dialect.h"
#include "llm/wire/schema.h"

// Source: docs/api.md of ollama/ollama.

namespace winnow::llm {
namespace {

class Ollama final : public Dialect {
public:
    Ollama(const ProviderOptions& options, Url url) : options_(options), url_(std::move(url)) {}

    Url url() const override { return url_; }

    json::Value body(const ChatRequest& request) const override {
        const auto message = [](const char* role, const std::string& text) {
            return json::object({{"role", role}, {"content", text}});
        };
        auto options = json::object({{"num_predict", output_limit(request, options_)}});
        if (options_.temperature) options.set("temperature", *options_.temperature);
        // Without it the server takes a few thousand tokens and silently drops the rest of the page.
        if (options_.context_tokens > 0) options.set("num_ctx", options_.context_tokens);
        auto body = json::object({{"model", options_.model},
                                  {"messages", json::Array{message("system", instructions_with_schema(request)),
                                                           message("user", request.input)}},
                                  {"stream", false},
                                  {"options", options}});
        if (!request.schema.is_null()) body.set("format", fit_schema(request.schema, SchemaRules::free));
        return body;
    }

    Result<void> authorise(http::Request& request, const Deadline&) const override {
        if (!options_.key.empty()) request.headers.push_back({"Authorization", "Bearer " + options_.key.reveal()});
        return {};
    }

    Result<Answer> read(const json::Value& body) const override {
        if (!body["error"].is_null()) return fail(error_in_answer(body["error"]));
        const auto& content = body["message"]["content"];
        if (!content.is_string()) return fail(ErrorKind::malformed, "the answer holds no text");
        const auto reason = body["done_reason"].as_string("stop");
        if (reason == "load" || reason == "unload") return fail(ErrorKind::unavailable, "the model is being loaded");
        if (reason == "length")
            return fail(ErrorKind::malformed, "the answer was cut off at the limit of output tokens");
        if (!body["done"].as_bool() || reason != "stop")
            return fail(ErrorKind::malformed, "the answer is not finished");
        Answer answer{.text = content.text(), .model = body["model"].text(), .request_id = {}};
        if (options_.context_tokens > 0 && tokens(body).input >= options_.context_tokens)
            return fail(ErrorKind::too_large, "the page fills the whole context, so its rest was not read");
        return answer;
    }

    TokenCount tokens(const json::Value& body) const override {
        return {.input = body["prompt_eval_count"].as_int(), .output = body["eval_count"].as_int()};
    }

private:
    ProviderOptions options_;
    Url url_;
};

}  // namespace

Result<std::unique_ptr<Dialect>> make_ollama_dialect(const ProviderOptions& options) {
    TRY(auto url, endpoint_url(options.endpoint, "/api/chat"));
    return std::make_unique<Ollama>(options, std::move(url));
}

}  // namespace winnow::llm
