#include "unit/llm/asked.h"

namespace winnow::llm {
namespace {

std::string chatting(const std::string& message, const std::string& reason = R"("stop")") {
    return R"({"id":"chatcmpl-1","object":"chat.completion","model":"served-model","choices":[{"index":0,"message":)" +
           message + R"(,"finish_reason":)" + reason +
           R"(}],"usage":{"prompt_tokens":300,"completion_tokens":40,"prompt_tokens_details":{"cached_tokens":100}}})";
}

std::string saying(const std::string& content) {
    return R"({"role":"assistant","refusal":null,"content":)" + content + "}";
}

const std::string kGood = R"("{\"score\":7,\"why\":\"x\"}")";

class OpenAiChat : public Asked {
protected:
    void SetUp() override {
        url_ = "https://api.example/v1/chat/completions";
        use(options_for(Api::openai_chat));
    }
};

TEST_F(OpenAiChat, ReadsTheAnswerAndItsCost) {
    answer(chatting(saying(kGood)));
    const auto reply = ask();
    ASSERT_TRUE(reply) << reply.error().message();
    EXPECT_EQ(reply->text, R"({"score":7,"why":"x"})");
    EXPECT_EQ(reply->model, "served-model");
    EXPECT_EQ(reply->request_id, "chatcmpl-1") << "servers at home send no id in a header";
    EXPECT_DOUBLE_EQ(reply->usage.cost_usd, (200 * 2 + 100 * 0.5 + 40 * 10) / 1e6);
}

TEST_F(OpenAiChat, SendsWhatEveryServerUnderstands) {
    answer(chatting(saying(kGood)));
    ASSERT_TRUE(ask());
    const auto body = sent();
    EXPECT_EQ(body["messages"][0]["role"].text(), "system");
    EXPECT_EQ(body["messages"][0]["content"].text(), request_.instructions);
    EXPECT_EQ(body["messages"][1]["content"].text(), request_.input);
    EXPECT_EQ(body["max_tokens"].as_int(), 2000);
    EXPECT_EQ(body["response_format"]["type"].text(), "json_schema");
    EXPECT_TRUE(body["response_format"]["json_schema"]["strict"].as_bool());
    EXPECT_EQ(body["response_format"]["json_schema"]["name"].text(), "evaluation");
    EXPECT_FALSE(body.contains("store")) << "not every server knows it";
    EXPECT_EQ(header("Authorization"), std::string("Bearer ") + kKey);
}

TEST_F(OpenAiChat, SpeaksAsAzureWantsIt) {
    auto options = options_for(Api::openai_chat);
    options.endpoint = *Url::parse_exact("https://res.openai.azure.com/openai/deployments/d1/");
    options.api_version = "2026-01-01 preview";
    options.key_header = "api-key";
    options.limit_field = "max_completion_tokens";
    options.says_store = true;
    use(std::move(options));
    url_ = "https://res.openai.azure.com/openai/deployments/d1/chat/completions?api-version=2026-01-01%20preview";
    answer(chatting(saying(kGood)));
    ASSERT_TRUE(ask());
    EXPECT_EQ(header("api-key"), kKey);
    EXPECT_EQ(header("Authorization"), "");
    EXPECT_EQ(sent()["max_completion_tokens"].as_int(), 2000);
    EXPECT_FALSE(sent().contains("max_tokens"));
    EXPECT_FALSE(sent()["store"].as_bool(true));
}

TEST_F(OpenAiChat, RepeatsTheSchemaInThePromptForServersThatAreNotHeldToIt) {
    auto options = options_for(Api::openai_chat);
    options.answer_form = AnswerForm::json_object;
    use(std::move(options));
    answer(chatting(saying(kGood)));
    ASSERT_TRUE(ask());
    EXPECT_EQ(sent()["response_format"]["type"].text(), "json_object");
    EXPECT_NE(sent()["messages"][0]["content"].text().find(R"("score")"), std::string::npos);
}

TEST_F(OpenAiChat, AsksAServerWithoutAKey) {
    auto options = options_for(Api::openai_chat);
    options.key = {};
    options.answer_form = AnswerForm::prompt;
    use(std::move(options));
    answer(chatting(saying(kGood)));
    ASSERT_TRUE(ask());
    EXPECT_EQ(header("Authorization"), "");
    EXPECT_FALSE(sent().contains("response_format"));
}

TEST_F(OpenAiChat, TakesThoughtsAndFencesAway) {
    answer(chatting(saying(R"("<think>Is it {8}?</think>\n```json\n{\"score\":8}\n```\n")")));
    const auto reply = ask();
    ASSERT_TRUE(reply) << reply.error().message();
    EXPECT_EQ(reply->text, R"({"score":8})");
}

TEST_F(OpenAiChat, ReadsContentInParts) {
    answer(chatting(saying(R"([{"type":"text","text":"{\"score\":"},{"type":"text","text":"8}"}])")));
    const auto reply = ask();
    ASSERT_TRUE(reply) << reply.error().message();
    EXPECT_EQ(reply->text, R"({"score":8})");
}

TEST_F(OpenAiChat, OpensNoPages) {
    request_.page = *Url::parse("https://example.org/a");
    EXPECT_FALSE(model_->opens_pages());
    EXPECT_EQ(kind(), ErrorKind::unsupported);
    EXPECT_TRUE(http_.requests.empty());
}

TEST_F(OpenAiChat, AsksAgainWhenARouterReportsAFailureInAGoodAnswer) {
    answer(R"({"error":{"code":502,"message":"upstream"}})");
    answer(chatting(saying(kGood)));
    EXPECT_TRUE(ask());
    EXPECT_EQ(http_.requests.size(), 2U);
}

struct Case {
    const char* name;
    std::string body;
    ErrorKind kind;
};

class OpenAiChatOf : public OpenAiChat, public testing::WithParamInterface<Case> {};

TEST_P(OpenAiChatOf, SaysWhatIsWrongWithTheAnswer) {
    answer(GetParam().body);
    EXPECT_EQ(kind(), GetParam().kind) << message_;
}

INSTANTIATE_TEST_SUITE_P(
    Answers, OpenAiChatOf,
    testing::Values(Case{"Refusal", chatting(R"({"role":"assistant","content":null,"refusal":"No."})"),
                         ErrorKind::blocked},
                    Case{"CutOff", chatting(saying(R"("{\"score\":")"), R"("length")"), ErrorKind::malformed},
                    Case{"Filtered", chatting(saying(R"("")"), R"("content_filter")"), ErrorKind::blocked},
                    Case{"ToolCall", chatting(saying("null"), R"("tool_calls")"), ErrorKind::malformed},
                    Case{"NoContent", chatting(saying("null")), ErrorKind::malformed},
                    Case{"EmptyContent", chatting(saying(R"("  \n")")), ErrorKind::malformed},
                    Case{"ContentOfAnotherType", chatting(saying("12")), ErrorKind::malformed},
                    Case{"OnlyThoughts", chatting(saying(R"("<think>and so on")")), ErrorKind::malformed},
                    Case{"MessageOfAnotherType", chatting("[]"), ErrorKind::malformed},
                    Case{"NoChoices", R"({"id":"1","choices":[]})", ErrorKind::malformed},
                    Case{"ChoicesOfAnotherType", R"({"choices":{"0":1}})", ErrorKind::malformed},
                    Case{"FailureInside", R"({"error":{"code":429,"message":"slow"}})", ErrorKind::rate_limited},
                    Case{"NoMoneyInside", R"({"error":{"code":402,"message":"credits"}})", ErrorKind::quota_exhausted},
                    Case{"BodyCutOff", R"({"choices":[{"mess)", ErrorKind::malformed}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace winnow::llm
