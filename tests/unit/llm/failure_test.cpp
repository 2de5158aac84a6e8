#include "llm/calls/failure.h"

#include <gtest/gtest.h>

namespace winnow::llm {
namespace {

const Secret kKey("sk-abcdefgh12345678");
constexpr std::string_view kInput = "The page says that incident reviews must be blameless, and shows how.";

Failure failure(int status, std::string body, std::vector<HeaderField> headers = {}) {
    return failure_of("openai", {.status = status, .headers = std::move(headers), .body = std::move(body)},
                      {.input = kInput, .key = kKey});
}

struct Case {
    const char* name;
    int status;
    std::string body;
    ErrorKind kind;
    bool may_retry;
};

class FailureOf : public testing::TestWithParam<Case> {};

TEST_P(FailureOf, HasTheKindOfItsStatusAndCode) {
    const auto& test = GetParam();
    const auto found = failure(test.status, test.body);
    EXPECT_EQ(found.error.kind(), test.kind) << found.error.message();
    EXPECT_EQ(found.may_retry, test.may_retry);
    EXPECT_EQ(found.ends_provider, test.kind == ErrorKind::quota_exhausted);
    EXPECT_TRUE(found.error.message().starts_with("openai "));
}

INSTANTIATE_TEST_SUITE_P(
    Bodies, FailureOf,
    testing::Values(
        Case{
            "OpenAiKey", 401,
            R"({"error":{"message":"Incorrect API key provided: sk-abcde***5678.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}})",
            ErrorKind::unauthorized, false},
        Case{"OpenAiRate", 429,
             R"({"error":{"message":"Rate limit reached","type":"requests","code":"rate_limit_exceeded"}})",
             ErrorKind::rate_limited, true},
        Case{
            "OpenAiQuota", 429,
            R"({"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}})",
            ErrorKind::quota_exhausted, false},
        Case{"OpenAiCredit", 429, R"({"error":{"message":"x","type":"billing","code":"credit_balance_exhausted"}})",
             ErrorKind::quota_exhausted, false},
        Case{
            "OpenAiContext", 400,
            R"({"error":{"message":"too long","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}})",
            ErrorKind::too_large, false},
        Case{
            "OpenAiNoModel", 404,
            R"({"error":{"message":"The model `x` does not exist","type":"invalid_request_error","code":"model_not_found"}})",
            ErrorKind::invalid_config, false},
        Case{
            "OpenAiParameter", 400,
            R"({"error":{"message":"Unsupported parameter: 'temperature'","param":"temperature","code":"unsupported_parameter"}})",
            ErrorKind::invalid_config, false},
        Case{"OpenAiServer", 500,
             R"({"error":{"message":"The server had an error","type":"server_error","code":null}})",
             ErrorKind::unavailable, true},
        Case{
            "AzureFilter", 400,
            R"({"error":{"message":"filtered","code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation"}}})",
            ErrorKind::blocked, false},
        Case{"AzureKey", 401, R"({"error":{"code":"401","message":"Access denied due to invalid subscription key"}})",
             ErrorKind::unauthorized, false},
        Case{"AzureGateway", 429, R"({"statusCode":429,"message":"Rate limit is exceeded. Try again in 2 seconds."})",
             ErrorKind::rate_limited, true},
        Case{
            "GeminiKey", 400,
            R"([{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}])",
            ErrorKind::unauthorized, false},
        Case{"GeminiRate", 429,
             R"([{"error":{"code":429,"message":"Resource has been exhausted","status":"RESOURCE_EXHAUSTED"}}])",
             ErrorKind::rate_limited, true},
        Case{
            "AnthropicKey", 401,
            R"({"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"},"request_id":"req_1"})",
            ErrorKind::unauthorized, false},
        Case{"AnthropicPermission", 403, R"({"type":"error","error":{"type":"permission_error","message":"no"}})",
             ErrorKind::unauthorized, false},
        Case{"AnthropicRate", 429, R"({"type":"error","error":{"type":"rate_limit_error","message":"slow"}})",
             ErrorKind::rate_limited, true},
        Case{
            "AnthropicSpend", 429,
            R"({"type":"error","error":{"type":"rate_limit_error","message":"limit","details":{"error_code":"enforced_spend_limit_reached"}}})",
            ErrorKind::quota_exhausted, false},
        Case{
            "AnthropicCredit", 400,
            R"({"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the API."}})",
            ErrorKind::quota_exhausted, false},
        Case{"AnthropicBilling", 402, R"({"type":"error","error":{"type":"billing_error","message":"x"}})",
             ErrorKind::quota_exhausted, false},
        Case{
            "AnthropicLong", 400,
            R"({"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 250000 tokens > 200000 maximum"}})",
            ErrorKind::too_large, false},
        Case{"AnthropicLarge", 413, R"({"type":"error","error":{"type":"request_too_large","message":"x"}})",
             ErrorKind::too_large, false},
        Case{"AnthropicOverloaded", 529,
             R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})", ErrorKind::unavailable,
             true},
        Case{
            "LlamaContext", 400,
            R"({"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}})",
            ErrorKind::too_large, false},
        Case{
            "Vllm", 400,
            R"({"object":"error","message":"This model's maximum context length is 4096 tokens.","type":"BadRequestError","code":400})",
            ErrorKind::too_large, false},
        Case{"FastApi", 422, R"({"detail":"response_format is not supported"})", ErrorKind::invalid_config, false},
        Case{"Ollama", 500, R"({"error":"unexpected server status"})", ErrorKind::unavailable, true},
        Case{"Timeout", 408, "", ErrorKind::unavailable, true},
        Case{"Conflict", 409, "{}", ErrorKind::unavailable, true},
        Case{"BadGateway", 502, "<html>bad gateway</html>", ErrorKind::unavailable, true},
        Case{"Unavailable", 503, "", ErrorKind::unavailable, true},
        Case{"GatewayTimeout", 504, "", ErrorKind::unavailable, true},
        Case{"Redirect", 302, "", ErrorKind::invalid_config, false},
        Case{"WrongTypes", 429, R"({"error":{"message":{"a":1},"code":[1],"type":null}})", ErrorKind::rate_limited,
             true},
        Case{"ErrorOfAnotherType", 500, R"({"error":17})", ErrorKind::unavailable, true},
        Case{"CutOff", 429, R"({"error":{"mess)", ErrorKind::rate_limited, true}),
    [](const auto& test) { return test.param.name; });

TEST(Failure, HeedsTheServersWordOnRetrying) {
    EXPECT_FALSE(failure(500, "", {{"x-should-retry", "false"}}).may_retry);
    EXPECT_TRUE(failure(503, "", {{"x-should-retry", "true"}}).may_retry);
    EXPECT_FALSE(failure(400, "", {{"x-should-retry", "true"}}).may_retry) << "the same request is refused again";
    EXPECT_FALSE(failure(429, R"({"error":{"code":"insufficient_quota"}})", {{"x-should-retry", "true"}}).may_retry);
}

TEST(Failure, NamesStatusCodeAndRequest) {
    const auto found = failure(404, R"({"error":{"message":"no such model","code":"model_not_found"}})",
                               {{"x-request-id", "req_abc"}});
    EXPECT_EQ(found.error.message(),
              "openai refused the request as set up: 404 model_not_found, \"no such model\" (request req_abc)");
}

TEST(Failure, TakesTheRequestIdFromTheBodyIfNoHeaderHasIt) {
    EXPECT_NE(failure(529, R"({"error":{"type":"overloaded_error"},"request_id":"req_body"})")
                  .error.message()
                  .find("(request req_body)"),
              std::string::npos);
}

TEST(Failure, KeepsToItselfWhatGivesKeyOrInputAway) {
    const auto told = [](const std::string& message) {
        return failure(400, json::dump(json::object({{"error", json::object({{"message", message}})}})))
            .error.message();
    };
    EXPECT_EQ(told("bad key sk-abcdefgh12345678").find("sk-abc"), std::string::npos);
    EXPECT_EQ(told("bad input: 'incident reviews must be blameless'").find("blameless"), std::string::npos);
    EXPECT_NE(told("unknown parameter 'foo'").find("unknown parameter 'foo'"), std::string::npos);
    EXPECT_EQ(told("colour \x1b[31m").find('\x1b'), std::string::npos);
    EXPECT_LT(told(std::string(5000, 'x')).size(), 500U);
    EXPECT_EQ(failure(401, R"({"error":{"message":"Incorrect key: sk-ab***78","code":"invalid_api_key"}})")
                  .error.message()
                  .find("sk-ab"),
              std::string::npos)
        << "not even the part that the provider shows";
}

}  // namespace
}  // namespace winnow::llm
