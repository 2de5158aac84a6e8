#include "unit/llm/asked.h"

namespace winnow::llm {
namespace {

std::string message(const std::string& content, const std::string& reason = "end_turn") {
    return R"({"id":"msg_1","type":"message","role":"assistant","model":"model-1-2026","stop_reason":")" + reason +
           R"(","content":[)" + content +
           R"(],"usage":{"input_tokens":100,"output_tokens":50,"cache_creation_input_tokens":1000,)"
           R"("cache_read_input_tokens":2000,"server_tool_use":{"web_fetch_requests":1,"web_search_requests":2}}})";
}

const std::string kJson = R"({"type":"text","text":"{\"score\":9,\"why\":null}"})";
const std::string kUse =
    R"({"type":"server_tool_use","id":"srvtoolu_1","name":"web_fetch","input":{"url":"https://example.org/a"}})";

std::string fetched(const std::string& url, const std::string& source) {
    return R"({"type":"web_fetch_tool_result","tool_use_id":"srvtoolu_1","content":{"type":"web_fetch_result","url":")" +
           url + R"(","content":{"type":"document","title":"T","source":)" + source + "}}}";
}

std::string refused(const std::string& code) {
    return R"({"type":"web_fetch_tool_result","tool_use_id":"srvtoolu_1","content":{"type":"web_fetch_tool_result_error","error_code":")" +
           code + R"("}})";
}

const std::string kText = R"({"type":"text","media_type":"text/plain","data":"What the page says."})";

class AnthropicMessages : public Asked {
protected:
    void SetUp() override {
        url_ = "https://api.example/v1/messages";
        use(options_for(Api::anthropic));
    }
};

TEST_F(AnthropicMessages, ReadsTheAnswerAndCountsTheCacheApart) {
    answer(message(kJson), 200, {{"request-id", "req_9"}});
    const auto reply = ask();
    ASSERT_TRUE(reply) << reply.error().message();
    EXPECT_EQ(reply->text, R"({"score":9,"why":null})");
    EXPECT_EQ(reply->request_id, "req_9");
    EXPECT_EQ(reply->usage.input_tokens, 3100);
    EXPECT_EQ(reply->usage.output_tokens, 50);
    EXPECT_DOUBLE_EQ(reply->usage.cost_usd, (100 * 2 + 1000 * 2 + 2000 * 0.5 + 50 * 10) / 1e6 + 2 * 0.01);
}

TEST_F(AnthropicMessages, SendsSchemaVersionAndKey) {
    answer(message(kJson));
    ASSERT_TRUE(ask());
    const auto body = sent();
    EXPECT_EQ(body["max_tokens"].as_int(), 2000);
    EXPECT_EQ(body["system"][0]["text"].text(), request_.instructions);
    EXPECT_EQ(body["system"][0]["cache_control"]["type"].text(), "ephemeral");
    ASSERT_EQ(body["messages"].items().size(), 1U) << "a prefilled answer is refused";
    EXPECT_EQ(body["messages"][0]["role"].text(), "user");
    const auto& format = body["output_config"]["format"];
    EXPECT_EQ(format["type"].text(), "json_schema");
    EXPECT_FALSE(format["schema"]["properties"]["score"].contains("minimum"));
    EXPECT_NE(format["schema"]["properties"]["score"]["description"].text().find("minimum 1"), std::string::npos);
    EXPECT_EQ(header("x-api-key"), kKey);
    EXPECT_EQ(header("anthropic-version"), "2023-06-01");
    EXPECT_EQ(header("anthropic-beta"), "");
    EXPECT_EQ(header("Authorization"), "");
}

TEST_F(AnthropicMessages, HandsOverTheTextOfThePageThatItFetched) {
    request_.page = *Url::parse("https://example.org/a");
    answer(message(R"({"type":"text","text":"I'll fetch it."},)" + kUse + "," +
                   fetched("https://example.org/a", kText) + "," + kJson));
    const auto reply = ask();
    ASSERT_TRUE(reply) << reply.error().message();
    EXPECT_EQ(reply->text, R"({"score":9,"why":null})") << "what was said before the tool ran is no answer";
    ASSERT_EQ(reply->opened.size(), 1U);
    EXPECT_EQ(reply->opened[0].url, request_.page);
    EXPECT_EQ(reply->opened[0].text, "What the page says.");
    const auto body = sent();
    EXPECT_EQ(body["tools"][0]["type"].text(), "web_fetch_20250910");
    EXPECT_EQ(body["tools"][0]["name"].text(), "web_fetch");
    EXPECT_EQ(body["tools"][0]["allowed_domains"][0].text(), "example.org");
    EXPECT_FALSE(body["tools"][0].contains("citations")) << "refused together with a schema";
    EXPECT_EQ(body["tools"][1]["type"].text(), "web_search_20250305");
    EXPECT_NE(body["messages"][0]["content"].text().find(request_.page.href()), std::string::npos)
        << "only URLs of the conversation may be fetched";
}

TEST_F(AnthropicMessages, GoesOnWithAPausedTurn) {
    request_.page = *Url::parse("https://example.org/a");
    answer(message(kUse + "," + fetched("https://example.org/a", kText), "pause_turn"));
    answer(message(kJson));
    const auto reply = ask();
    ASSERT_TRUE(reply) << reply.error().message();
    ASSERT_EQ(http_.requests.size(), 2U);
    const auto second = sent(1);
    ASSERT_EQ(second["messages"].items().size(), 2U);
    EXPECT_EQ(second["messages"][1]["role"].text(), "assistant");
    EXPECT_EQ(second["messages"][1]["content"][0]["id"].text(), "srvtoolu_1");
    EXPECT_EQ(second["tools"], sent(0)["tools"]);
    EXPECT_EQ(reply->opened.size(), 1U);
    EXPECT_EQ(reply->usage.output_tokens, 100) << "both turns are paid for";
    EXPECT_EQ(reply->sent, second) << "the last request holds what came before";
    EXPECT_EQ(reply->provider, "provider");
    EXPECT_EQ(json::dump(reply->sent).find(kKey), std::string::npos);
}

TEST_F(AnthropicMessages, GivesUpATurnThatPausesForEver) {
    answer(message(kUse, "pause_turn"));
    EXPECT_EQ(kind(), ErrorKind::malformed);
    EXPECT_EQ(http_.requests.size(), 5U);
}

TEST_F(AnthropicMessages, CountsWhatBadAnswersCost) {
    answer(message(kUse, "pause_turn"));
    answer(message(kJson, "max_tokens"));
    answer(message(R"({"type":"text","text":"Nine."})"));
    EXPECT_EQ(kind(), ErrorKind::malformed);
    EXPECT_EQ(kind(), ErrorKind::malformed);
    const auto lost = model_->take_lost_usage();
    EXPECT_EQ(lost.output_tokens, 150);
    EXPECT_GT(lost.cost_usd, 0);
    EXPECT_EQ(model_->take_lost_usage(), Usage{}) << "told once";
}

TEST_F(AnthropicMessages, ProvesNothingByACallWithoutAResult) {
    request_.page = *Url::parse("https://example.org/a");
    answer(message(kUse + "," + kJson));
    const auto reply = ask();
    ASSERT_TRUE(reply) << reply.error().message();
    EXPECT_TRUE(reply->opened.empty());
}

TEST_F(AnthropicMessages, NamesThePageThatWasFetchedInstead) {
    request_.page = *Url::parse("https://example.org/a");
    answer(message(kUse + "," + fetched("https://example.org/other", kText) + "," + kJson));
    const auto reply = ask();
    ASSERT_TRUE(reply);
    ASSERT_EQ(reply->opened.size(), 1U);
    EXPECT_EQ(reply->opened[0].url.href(), "https://example.org/other");
}

TEST_F(AnthropicMessages, HasNoTextOfAPdf) {
    request_.page = *Url::parse("https://example.org/a");
    answer(message(
        kUse + "," +
        fetched("https://example.org/a", R"({"type":"base64","media_type":"application/pdf","data":"JVBERi0="})") +
        "," + kJson));
    const auto reply = ask();
    ASSERT_TRUE(reply);
    ASSERT_EQ(reply->opened.size(), 1U);
    EXPECT_EQ(reply->opened[0].text, "");
}

TEST_F(AnthropicMessages, KeepsTheErrorOfTheToolInAGoodAnswer) {
    request_.page = *Url::parse("https://example.org/a");
    answer(message(kUse + "," + refused("url_not_accessible") + "," + kJson));
    const auto reply = ask();
    ASSERT_TRUE(reply) << reply.error().message();
    EXPECT_TRUE(reply->opened.empty());
    EXPECT_EQ(reply->tool_errors, std::vector<std::string>{"url_not_accessible"});
}

TEST_F(AnthropicMessages, TakesABusyToolForAPassingFailure) {
    request_.page = *Url::parse("https://example.org/a");
    answer(message(kUse + "," + refused("too_many_requests") + "," + kJson));
    EXPECT_EQ(kind(), ErrorKind::rate_limited);
    answer(message(kUse + "," + refused("unavailable") + "," + kJson));
    EXPECT_EQ(kind(), ErrorKind::unavailable);
}

TEST_F(AnthropicMessages, NeedsAToolToOpenPages) {
    auto options = options_for(Api::anthropic);
    options.fetch_tool.clear();
    use(std::move(options));
    request_.page = *Url::parse("https://example.org/a");
    EXPECT_FALSE(model_->opens_pages());
    EXPECT_EQ(kind(), ErrorKind::unsupported);
}

struct Case {
    const char* name;
    std::string body;
    ErrorKind kind;
};

class AnthropicMessagesOf : public AnthropicMessages, public testing::WithParamInterface<Case> {};

TEST_P(AnthropicMessagesOf, SaysWhatIsWrongWithTheAnswer) {
    answer(GetParam().body);
    EXPECT_EQ(kind(), GetParam().kind) << message_;
}

INSTANTIATE_TEST_SUITE_P(
    Answers, AnthropicMessagesOf,
    testing::Values(Case{"Refusal", message(kJson, "refusal"), ErrorKind::blocked},
                    Case{"CutOff", message(kJson, "max_tokens"), ErrorKind::malformed},
                    Case{"ContextExceeded", message(kJson, "model_context_window_exceeded"), ErrorKind::too_large},
                    Case{"ToolUse", message(kJson, "tool_use"), ErrorKind::malformed},
                    Case{"UnknownReason", message(kJson, "something_new"), ErrorKind::malformed},
                    Case{"NoContent", message(""), ErrorKind::malformed},
                    Case{"NothingAfterTheTool", message(kJson + "," + kUse + "," + refused("url_not_allowed")),
                         ErrorKind::malformed},
                    Case{"ContentOfAnotherType", R"({"stop_reason":"end_turn","content":"{}"})", ErrorKind::malformed},
                    Case{"NoJson", message(R"({"type":"text","text":"Nine."})"), ErrorKind::malformed},
                    Case{"BodyCutOff", R"({"type":"message","content":[{"ty)", ErrorKind::malformed}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace winnow::llm
