#pragma once

#include <gtest/gtest.h>

#include "llm/provider.h"
#include "support/fake_http.h"

namespace winnow::llm {

constexpr const char* kKey = "sk-test-5up3rs3cr3t-0123456789";

inline ProviderOptions options_for(Api api) {
    ProviderOptions options{.name = "provider",
                            .api = api,
                            .endpoint = *Url::parse_exact("https://api.example/v1"),
                            .model = "model-1",
                            .key = Secret(kKey),
                            .prices = {.input = 2, .output = 10, .cached_input = 0.5, .searches = 10}};
    if (api == Api::anthropic) {
        options.endpoint = *Url::parse_exact("https://api.example");
        options.api_version = "2023-06-01";
        options.fetch_tool = "web_fetch_20250910";
        options.search_tool = "web_search_20250305";
    }
    if (api == Api::openai_responses) options.search_tool = "web_search";
    if (api == Api::bedrock) options.region = "eu-west-1";
    if (api == Api::ollama) options.endpoint = *Url::parse_exact("http://127.0.0.1:11434");
    return options;
}

inline json::Value judgement_schema() {
    return *json::parse(R"({"type":"object","required":["score"],"properties":{
        "score":{"type":"integer","minimum":1,"maximum":10},"why":{"type":"string","maxLength":200}}})");
}

/// A model in front of a fake web. Waits end at once, are noted, and move the clock.
class Asked : public testing::Test {
protected:
    ChatModel& use(ProviderOptions options) {
        auto made = make_provider(std::move(options), context());
        EXPECT_TRUE(made) << made.error().message();
        model_ = std::move(*made);
        return *model_;
    }
    ProviderContext context() {
        http::RetryOptions waits;
        waits.sleep = [this](std::chrono::milliseconds duration, const Deadline&) {
            slept_.push_back(duration);
            clock_.advance(std::chrono::ceil<std::chrono::seconds>(duration));
        };
        waits.random = [] { return 0.5; };
        return {.client = http_, .clock = clock_, .waits = waits};
    }
    void answer(const std::string& body, int status = 200, std::vector<HeaderField> headers = {}) {
        http_.script("POST " + url_, http::Response{.status = status, .headers = std::move(headers), .body = body});
    }
    Result<ChatReply> ask(const Deadline& deadline = {}) { return model_->ask(request_, deadline); }
    /// The body of request number `index`.
    json::Value sent(std::size_t index = 0) const {
        const auto body = json::parse(http_.requests.at(index).body);
        EXPECT_TRUE(body);
        return body ? *body : json::Value();
    }
    std::string header(std::string_view name, std::size_t index = 0) const {
        return std::string(http::find_header(http_.requests.at(index).headers, name).value_or(""));
    }
    ErrorKind kind() {
        const auto reply = ask();
        EXPECT_FALSE(reply);
        if (reply) return ErrorKind::internal;
        EXPECT_EQ(reply.error().message().find(kKey), std::string::npos);
        EXPECT_EQ(reply.error().message().find(request_.input), std::string::npos);
        message_ = reply.error().message();
        return reply.error().kind();
    }

    FakeHttp http_;
    FakeClock clock_;
    std::vector<std::chrono::milliseconds> slept_;
    std::string url_;
    std::string message_;
    ChatRequest request_{.instructions = "Judge by the rubric.",
                         .input = "A page about incident reviews, in its own words.",
                         .schema = judgement_schema(),
                         .schema_name = "evaluation"};
    std::unique_ptr<ChatModel> model_;
};

}  // namespace winnow::llm
