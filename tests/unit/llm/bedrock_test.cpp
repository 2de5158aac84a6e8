#include "unit/llm/asked.h"

namespace winnow::llm {
namespace {

std::string converse(const std::string& content, const std::string& reason = "end_turn") {
    return R"({"output":{"message":{"role":"assistant","content":[)" + content + R"(]}},"stopReason":")" + reason +
           R"(","usage":{"inputTokens":500,"outputTokens":60,"totalTokens":560,"cacheReadInputTokens":100},)"
           R"("metrics":{"latencyMs":1}})";
}

const std::string kJson = R"({"text":"{\"score\":6,\"why\":null}"})";

class Bedrock : public Asked {
protected:
    void SetUp() override {
        auto options = signing_options();
        url_ = "https://bedrock-runtime.eu-west-1.amazonaws.com/model/eu.vendor.model-v1%3A0/converse";
        use(std::move(options));
    }
    static ProviderOptions signing_options() {
        auto options = options_for(Api::bedrock);
        options.endpoint = {};
        options.model = "eu.vendor.model-v1:0";
        options.key = {};
        options.credentials = [](const Deadline&) -> Result<aws::Credentials> {
            return aws::Credentials{.access_key_id = "AKIDEXAMPLE",
                                    .secret_access_key = Secret(kKey),
                                    .session_token = Secret("session"),
                                    .expires = {}};
        };
        return options;
    }
};

TEST_F(Bedrock, SignsForTheServiceBedrock) {
    answer(converse(kJson), 200, {{"x-amzn-requestid", "aws-1"}});
    const auto reply = ask();
    ASSERT_TRUE(reply) << reply.error().message();
    EXPECT_EQ(reply->text, R"({"score":6,"why":null})");
    EXPECT_EQ(reply->request_id, "aws-1");
    EXPECT_EQ(reply->model, "eu.vendor.model-v1:0");
    EXPECT_DOUBLE_EQ(reply->usage.cost_usd, (500 * 2 + 100 * 0.5 + 60 * 10) / 1e6);
    EXPECT_NE(header("Authorization").find("/eu-west-1/bedrock/aws4_request"), std::string::npos)
        << header("Authorization");
    EXPECT_EQ(header("X-Amz-Security-Token"), "session");
}

// The path is encoded once on the wire and once more to be signed. botocore's SigV4Auth made the signature.
TEST_F(Bedrock, SignsThePathEncodedTwice) {
    request_.schema = {};
    answer(converse(kJson));
    ASSERT_TRUE(ask());
    EXPECT_EQ(http_.requests[0].url.path(), "/model/eu.vendor.model-v1%3A0/converse");
    EXPECT_EQ(header("X-Amz-Date"), "20231114T221320Z");
    EXPECT_EQ(
        http_.requests[0].body,
        R"({"messages":[{"role":"user","content":[{"text":"A page about incident reviews, in its own words."}]}],"inferenceConfig":{"maxTokens":2000},"system":[{"text":"Judge by the rubric."}]})");
    EXPECT_EQ(header("Authorization"),
              "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20231114/eu-west-1/bedrock/aws4_request, "
              "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, "
              "Signature=111b80bd67fdcb918c527c2e491665400aa8c0f50cb24333109f7c0ce89da560");
}

TEST_F(Bedrock, SignsEveryAttemptAnew) {
    answer(R"({"message":"Too many requests"})", 429, {{"x-amzn-errortype", "ThrottlingException:http://x"}});
    answer(converse(kJson));
    ASSERT_TRUE(ask());
    ASSERT_EQ(http_.requests.size(), 2U);
    EXPECT_NE(header("X-Amz-Date", 0), header("X-Amz-Date", 1));
}

TEST_F(Bedrock, WritesTheSchemaAsAText) {
    answer(converse(kJson));
    ASSERT_TRUE(ask());
    const auto body = sent();
    EXPECT_EQ(body["system"][0]["text"].text(), request_.instructions);
    EXPECT_EQ(body["messages"][0]["content"][0]["text"].text(), request_.input);
    EXPECT_EQ(body["inferenceConfig"]["maxTokens"].as_int(), 2000);
    const auto& schema = body["outputConfig"]["textFormat"]["structure"]["jsonSchema"];
    EXPECT_EQ(schema["name"].text(), "evaluation");
    ASSERT_TRUE(schema["schema"].is_string());
    const auto parsed = json::parse(schema["schema"].as_string());
    ASSERT_TRUE(parsed);
    EXPECT_FALSE((*parsed)["additionalProperties"].as_bool(true));
}

TEST_F(Bedrock, TakesAKeyInsteadOfASignature) {
    auto options = signing_options();
    options.key = Secret(kKey);
    use(std::move(options));
    answer(converse(kJson));
    ASSERT_TRUE(ask());
    EXPECT_EQ(header("Authorization"), std::string("Bearer ") + kKey);
    EXPECT_EQ(header("X-Amz-Date"), "");
}

TEST_F(Bedrock, FailsWithoutCredentials) {
    auto options = signing_options();
    options.credentials = [](const Deadline&) -> Result<aws::Credentials> {
        return fail(ErrorKind::unauthorized, "none");
    };
    use(std::move(options));
    EXPECT_EQ(kind(), ErrorKind::unauthorized);
    EXPECT_TRUE(http_.requests.empty());
}

TEST_F(Bedrock, PassesThoughtsOver) {
    answer(converse(R"({"reasoningContent":{"reasoningText":{"text":"hm"}}},)" + kJson));
    const auto reply = ask();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->text, R"({"score":6,"why":null})");
}

struct Reason {
    const char* name;
    ErrorKind kind;
};

class BedrockStopping : public Bedrock, public testing::WithParamInterface<Reason> {};

TEST_P(BedrockStopping, SaysWhatIsWrong) {
    answer(converse(kJson, GetParam().name));
    EXPECT_EQ(kind(), GetParam().kind) << message_;
}

INSTANTIATE_TEST_SUITE_P(Reasons, BedrockStopping,
                         testing::Values(Reason{"tool_use", ErrorKind::malformed},
                                         Reason{"max_tokens", ErrorKind::malformed},
                                         Reason{"guardrail_intervened", ErrorKind::blocked},
                                         Reason{"content_filtered", ErrorKind::blocked},
                                         Reason{"malformed_model_output", ErrorKind::malformed},
                                         Reason{"malformed_tool_use", ErrorKind::malformed},
                                         Reason{"model_context_window_exceeded", ErrorKind::too_large}),
                         [](const auto& test) { return test.param.name; });

struct Refused {
    const char* type;
    int status;
    const char* message;
    ErrorKind kind;
    std::size_t attempts;
};

class BedrockRefusing : public Bedrock, public testing::WithParamInterface<Refused> {};

TEST_P(BedrockRefusing, TellsTheExceptionsApart) {
    const auto& refused = GetParam();
    answer(R"({"message":")" + std::string(refused.message) + R"("})", refused.status,
           {{"x-amzn-ErrorType", refused.type}});
    EXPECT_EQ(kind(), refused.kind) << message_;
    EXPECT_EQ(http_.requests.size(), refused.attempts);
}

INSTANTIATE_TEST_SUITE_P(
    Exceptions, BedrockRefusing,
    testing::Values(Refused{"ThrottlingException", 429, "slow down", ErrorKind::rate_limited, 3},
                    Refused{"ModelTimeoutException", 408, "timeout", ErrorKind::unavailable, 3},
                    Refused{"ModelErrorException", 424, "failed", ErrorKind::unavailable, 3},
                    Refused{"ModelNotReadyException", 429, "not ready", ErrorKind::unavailable, 3},
                    Refused{"ServiceUnavailableException", 503, "down", ErrorKind::unavailable, 3},
                    Refused{"InternalServerException", 500, "down", ErrorKind::unavailable, 3},
                    Refused{"ServiceQuotaExceededException", 400, "quota", ErrorKind::quota_exhausted, 1},
                    Refused{"AccessDeniedException", 403, "no", ErrorKind::unauthorized, 1},
                    Refused{"ExpiredTokenException", 403, "expired", ErrorKind::unauthorized, 1},
                    Refused{"ResourceNotFoundException", 404, "no model", ErrorKind::invalid_config, 1},
                    Refused{"ValidationException", 400, "on-demand throughput isn't supported",
                            ErrorKind::invalid_config, 1},
                    Refused{"ValidationException:http://internal/", 400, "Input is too long for requested model.",
                            ErrorKind::too_large, 1}));

}  // namespace
}  // namespace winnow::llm
