#include "unit/llm/asked.h"

namespace winnow::llm {
namespace {

using namespace std::chrono_literals;

std::string responding(const std::string& output, const std::string& more = R"("status":"completed")") {
    return R"({"id":"resp_1","object":"response","model":"model-1-2026",)" + more + R"(,"output":[)" + output +
           R"(],"error":null,"usage":{"input_tokens":1000,"input_tokens_details":{"cached_tokens":400},)"
           R"("output_tokens":200,"output_tokens_details":{"reasoning_tokens":50},"total_tokens":1200}})";
}

const std::string kReasoning = R"({"type":"reasoning","id":"rs_1","summary":[]})";
const std::string kMessage =
    R"({"type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"{\"score\":8,\"why\":null}","annotations":[]}]})";

std::string opened(const std::string& url, const std::string& status = "completed") {
    return R"({"type":"web_search_call","id":"ws_1","status":")" + status + R"(","action":{"type":"open_page","url":)" +
           url + "}}";
}

class OpenAiResponses : public Asked {
protected:
    void SetUp() override {
        url_ = "https://api.example/v1/responses";
        use(options_for(Api::openai_responses));
    }
};

TEST_F(OpenAiResponses, FindsTheMessageBehindOtherItems) {
    answer(responding(kReasoning + "," + kMessage), 200, {{"x-request-id", "req_7"}});
    const auto reply = ask();
    ASSERT_TRUE(reply) << reply.error().message();
    EXPECT_EQ(reply->text, R"({"score":8,"why":null})");
    EXPECT_EQ(reply->model, "model-1-2026");
    EXPECT_EQ(reply->request_id, "req_7");
    EXPECT_TRUE(reply->opened.empty());
}

TEST_F(OpenAiResponses, HidesAKeyThatTheServerRepeats) {
    std::string message = kMessage;
    message.replace(message.find("null"), 4, "\\\"" + std::string(kKey) + " twice " + kKey + "\\\"");
    answer(responding(message), 200, {{"x-request-id", kKey}});
    const auto reply = ask();
    ASSERT_TRUE(reply) << reply.error().message();
    EXPECT_EQ(reply->text, R"({"score":8,"why":"[the key] twice [the key]"})");
    EXPECT_EQ(reply->request_id, "[the key]");
}

TEST_F(OpenAiResponses, CountsCachedTokensAtTheirPrice) {
    answer(responding(kMessage));
    const auto reply = ask();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->usage.input_tokens, 1000);
    EXPECT_EQ(reply->usage.output_tokens, 200);
    EXPECT_DOUBLE_EQ(reply->usage.cost_usd, (600 * 2 + 400 * 0.5 + 200 * 10) / 1e6);
}

TEST_F(OpenAiResponses, SendsAStrictSchemaAndKeepsNothingThere) {
    answer(responding(kMessage));
    ASSERT_TRUE(ask());
    const auto body = sent();
    EXPECT_EQ(body["model"].text(), "model-1");
    EXPECT_EQ(body["instructions"].text(), request_.instructions);
    EXPECT_EQ(body["input"][0]["content"][0]["text"].text(), request_.input);
    EXPECT_TRUE(body["store"].is_bool());
    EXPECT_FALSE(body["store"].as_bool(true));
    const auto& format = body["text"]["format"];
    EXPECT_EQ(format["type"].text(), "json_schema");
    EXPECT_EQ(format["name"].text(), "evaluation");
    EXPECT_TRUE(format["strict"].as_bool());
    EXPECT_FALSE(format["schema"]["additionalProperties"].as_bool(true));
    EXPECT_EQ(format["schema"]["required"].items().size(), 2U);
    EXPECT_FALSE(body.contains("temperature")) << "reasoning models refuse it";
    EXPECT_FALSE(body.contains("tools"));
    EXPECT_EQ(header("Authorization"), std::string("Bearer ") + kKey);
    EXPECT_TRUE(http_.requests[0].to_configured_host);
}

TEST_F(OpenAiResponses, SendsTemperatureAndEffortIfTheyAreSet) {
    auto options = options_for(Api::openai_responses);
    options.temperature = 0;
    options.effort = "low";
    options.max_output_tokens = 6000;
    use(std::move(options));
    answer(responding(kMessage));
    ASSERT_TRUE(ask());
    EXPECT_EQ(sent()["temperature"].as_double(-1), 0);
    EXPECT_EQ(sent()["reasoning"]["effort"].text(), "low");
    EXPECT_EQ(sent()["max_output_tokens"].as_int(), 6000);
}

TEST_F(OpenAiResponses, GivesTheToolForAPageAndProvesWhatItOpened) {
    request_.page = *Url::parse("https://example.org/a");
    answer(responding(R"({"type":"web_search_call","status":"completed","action":{"type":"search","queries":["x"]}},)" +
                      opened(R"("https://example.org/a?utm_source=openai")") + "," + kMessage));
    const auto reply = ask();
    ASSERT_TRUE(reply) << reply.error().message();
    const auto body = sent();
    EXPECT_EQ(body["tools"][0]["type"].text(), "web_search");
    EXPECT_EQ(body["tools"][0]["filters"]["allowed_domains"][0].text(), "example.org");
    EXPECT_EQ(body["tool_choice"].text(), "required");
    EXPECT_NE(body["input"][0]["content"][0]["text"].text().find("https://example.org/a"), std::string::npos);
    ASSERT_EQ(reply->opened.size(), 1U);
    EXPECT_EQ(reply->opened[0].url, request_.page) << "the tracking parameter of citations is no part of the page";
    EXPECT_EQ(reply->opened[0].text, "");
    EXPECT_NEAR(reply->usage.cost_usd, (600 * 2 + 400 * 0.5 + 200 * 10) / 1e6 + 0.01, 1e-12) << "one search";
}

TEST_F(OpenAiResponses, ProvesNothingByCallsThatFailedOrNameNoPage) {
    request_.page = *Url::parse("https://example.org/a");
    answer(responding(opened(R"("https://example.org/a")", "failed") + "," + opened("null") + "," + opened("7") + "," +
                      opened(R"("not a url")") + "," + kMessage));
    const auto reply = ask();
    ASSERT_TRUE(reply) << reply.error().message();
    EXPECT_TRUE(reply->opened.empty());
    EXPECT_EQ(reply->tool_errors, std::vector<std::string>{"web_search_call_failed"});
}

TEST_F(OpenAiResponses, NamesThePageThatWasOpenedInstead) {
    request_.page = *Url::parse("https://example.org/a");
    answer(responding(opened(R"("https://example.org/b")") + "," + kMessage));
    const auto reply = ask();
    ASSERT_TRUE(reply);
    ASSERT_EQ(reply->opened.size(), 1U);
    EXPECT_NE(reply->opened[0].url, request_.page);
}

TEST_F(OpenAiResponses, TakesTheLastMessageForTheAnswer) {
    const std::string first =
        R"({"type":"message","content":[{"type":"output_text","text":"I will look at the page."}]})";
    answer(responding(first + "," + opened("null") + "," + kMessage));
    const auto reply = ask();
    ASSERT_TRUE(reply) << reply.error().message();
    EXPECT_EQ(reply->text, R"({"score":8,"why":null})");
}

struct Case {
    const char* name;
    std::string body;
    ErrorKind kind;
};

class OpenAiResponsesOf : public OpenAiResponses, public testing::WithParamInterface<Case> {};

TEST_P(OpenAiResponsesOf, SaysWhatIsWrongWithTheAnswer) {
    answer(GetParam().body);
    EXPECT_EQ(kind(), GetParam().kind) << message_;
}

INSTANTIATE_TEST_SUITE_P(
    Answers, OpenAiResponsesOf,
    testing::Values(
        Case{"Refusal",
             responding(R"({"type":"message","content":[{"type":"refusal","refusal":"I cannot help with that."}]})"),
             ErrorKind::blocked},
        Case{"CutOff",
             responding(kMessage, R"("status":"incomplete","incomplete_details":{"reason":"max_output_tokens"})"),
             ErrorKind::malformed},
        Case{"Filtered", responding("", R"("status":"incomplete","incomplete_details":{"reason":"content_filter"})"),
             ErrorKind::blocked},
        Case{"IncompleteForNoReason", responding("", R"("status":"incomplete","incomplete_details":null)"),
             ErrorKind::malformed},
        Case{"Failed", R"({"id":"r","status":"failed","output":[],"error":{"code":"server_error","message":"x"}})",
             ErrorKind::unavailable},
        Case{"FailedByLimit",
             R"({"id":"r","status":"failed","output":[],"error":{"code":"rate_limit_exceeded","message":"x"}})",
             ErrorKind::rate_limited},
        Case{"FailedByPrompt",
             R"({"id":"r","status":"failed","output":[],"error":{"code":"invalid_prompt","message":"x"}})",
             ErrorKind::blocked},
        Case{"Cancelled", responding("", R"("status":"cancelled")"), ErrorKind::unavailable},
        Case{"InProgress", responding(kMessage, R"("status":"in_progress")"), ErrorKind::malformed},
        Case{"Queued", responding("", R"("status":"queued")"), ErrorKind::malformed},
        Case{"NoOutput", responding(""), ErrorKind::malformed},
        Case{"OutputOfAnotherType", R"({"status":"completed","output":"{}"})", ErrorKind::malformed},
        Case{"EmptyText", responding(R"({"type":"message","content":[{"type":"output_text","text":""}]})"),
             ErrorKind::malformed},
        Case{"TextOfAnotherType", responding(R"({"type":"message","content":[{"type":"output_text","text":8}]})"),
             ErrorKind::malformed},
        Case{"ContentOfAnotherType", responding(R"({"type":"message","content":"hello"})"), ErrorKind::malformed},
        Case{"NoJson", responding(R"({"type":"message","content":[{"type":"output_text","text":"Score: 8"}]})"),
             ErrorKind::malformed},
        Case{"CutOffJson", responding(R"({"type":"message","content":[{"type":"output_text","text":"{\"score\":"}]})"),
             ErrorKind::malformed},
        Case{"ListForAnObject", responding(R"({"type":"message","content":[{"type":"output_text","text":"[8]"}]})"),
             ErrorKind::malformed},
        Case{"BodyCutOff", R"({"id":"resp_1","status":"comp)", ErrorKind::malformed},
        Case{"BodyOfAnotherType", "[]", ErrorKind::malformed}, Case{"EmptyBody", "", ErrorKind::malformed},
        Case{"Html", "<html>502</html>", ErrorKind::malformed}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace winnow::llm
