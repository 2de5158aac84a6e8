#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/live.h"
#include "index/embedders.h"
#include "json/value.h"
#include "support/fake_http.h"
#include "support/scripted_server.h"

namespace winnow {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string kAddress = "http://models.example/v1/embeddings";

RemoteEmbedderOptions options_of(std::string endpoint = "http://models.example/v1") {
    return {.endpoint = std::move(endpoint),
            .model = "small",
            .dimensions = 2,
            .retries = 0,
            .key = Secret("very-secret-key")};
}

http::Response answer(std::string body, int status = 200, std::vector<HeaderField> headers = {}) {
    return {.status = status, .headers = std::move(headers), .body = std::move(body)};
}

std::string openai_answer(std::initializer_list<std::pair<int, std::string>> vectors) {
    std::string data;
    for (const auto& [index, vector] : vectors)
        data += std::string(data.empty() ? "" : ",") + R"({"object":"embedding","index":)" + std::to_string(index) +
                R"(,"embedding":)" + vector + "}";
    return R"({"object":"list","data":[)" + data + R"(],"model":"small","usage":{"prompt_tokens":3}})";
}

json::Value body_of(const http::Request& request) {
    return json::parse(request.body).value_or(json::Value());
}

Result<std::vector<Vector>> embedded(Embedder& embedder, std::vector<std::string> texts,
                                     TextRole role = TextRole::document) {
    return embedder.embed(texts, role, {});
}

/// What an answer of that status becomes.
Error error_for(http::Response response) {
    FakeHttp http;
    http.script("POST " + kAddress, std::move(response));
    auto embedder = make_openai_embedder(options_of(), http);
    const auto result = embedded(**embedder, {"x"});
    return result ? Error(ErrorKind::internal, "no error") : result.error();
}

TEST(OpenAiEmbedder, AsksAsTheApiDemandsAndOrdersByIndex) {
    FakeHttp http;
    http.script("POST " + kAddress, answer(openai_answer({{1, "[0,2]"}, {0, "[3,4]"}})));
    auto options = options_of();
    options.ask_for_dimensions = true;
    auto embedder = make_openai_embedder(options, http);
    const auto vectors = embedded(**embedder, {"a", "b"});
    ASSERT_TRUE(vectors.has_value()) << vectors.error().message();
    EXPECT_EQ((*vectors)[0], (Vector{0.6F, 0.8F}));
    EXPECT_EQ((*vectors)[1], (Vector{0.0F, 1.0F}));
    ASSERT_EQ(http.requests.size(), 1u);
    EXPECT_EQ(http::find_header(http.requests[0].headers, "authorization"), "Bearer very-secret-key");
    EXPECT_EQ(http.requests[0].body, R"({"model":"small","input":["a","b"],"dimensions":2})");
    EXPECT_EQ((*embedder)->model(), "openai/small");
}

TEST(OpenAiEmbedder, AsksOpenAiItselfForBase64AndReadsIt) {
    FakeHttp http;
    // The floats 3 and 4, little-endian: 00 00 40 40 00 00 80 40.
    http.script("POST https://api.openai.com/v1/embeddings", answer(openai_answer({{0, R"("AABAQAAAgEA=")"}})));
    auto embedder = make_openai_embedder(options_of(""), http);
    const auto vectors = embedded(**embedder, {"a"});
    ASSERT_TRUE(vectors.has_value()) << vectors.error().message();
    EXPECT_EQ((*vectors)[0], (Vector{0.6F, 0.8F}));
    EXPECT_EQ(body_of(http.requests[0])["encoding_format"].text(), "base64");
}

TEST(OpenAiEmbedder, DoesNotSendBlankTexts) {
    FakeHttp http;
    http.script("POST " + kAddress, answer(openai_answer({{0, "[1,0]"}})));
    auto embedder = make_openai_embedder(options_of(), http);
    const auto vectors = embedded(**embedder, {"", "a", " \n"});
    ASSERT_TRUE(vectors.has_value());
    EXPECT_EQ(*vectors, (std::vector<Vector>{{0, 0}, {1, 0}, {0, 0}}));
    EXPECT_EQ(body_of(http.requests[0])["input"].items().size(), 1u);
    EXPECT_TRUE(embedded(**embedder, {""}).has_value());
    EXPECT_TRUE(embedded(**embedder, {}).has_value());
    EXPECT_EQ(http.requests.size(), 1u);
}

TEST(OpenAiEmbedder, DividesIntoBatchesByNumberOfTexts) {
    FakeHttp http;
    http.script("POST " + kAddress, answer(openai_answer({{0, "[1,0]"}, {1, "[0,1]"}})));
    http.script("POST " + kAddress, answer(openai_answer({{0, "[-1,0]"}})));
    auto options = options_of();
    options.max_batch = 2;
    auto embedder = make_openai_embedder(options, http);
    const auto vectors = embedded(**embedder, {"a", "b", "c"});
    ASSERT_TRUE(vectors.has_value()) << vectors.error().message();
    EXPECT_EQ(*vectors, (std::vector<Vector>{{1, 0}, {0, 1}, {-1, 0}}));
    EXPECT_EQ(http.requests.size(), 2u);
}

TEST(OpenAiEmbedder, KeepsToTheTokensThatOneRequestMayHave) {
    FakeHttp http;
    http.script("POST " + kAddress, answer(openai_answer({{0, "[1,0]"}})));
    auto embedder = make_openai_embedder(options_of(), http);
    const std::string long_text(400'000, 'x');  // 200,001 tokens at most; two are too many
    ASSERT_TRUE(embedded(**embedder, {long_text, long_text}).has_value());
    EXPECT_EQ(http.requests.size(), 2u);
}

TEST(OpenAiEmbedder, SendsAtMost2048Texts) {
    FakeHttp http;
    http.script("POST " + kAddress, answer("{}"));
    auto embedder = make_openai_embedder(options_of(), http);
    EXPECT_FALSE(embedded(**embedder, std::vector<std::string>(2'049, "x")).has_value());
    EXPECT_EQ(body_of(http.requests.at(0))["input"].items().size(), 2'048u);
}

TEST(OpenAiEmbedder, RefusesVectorsOfAnotherSizeThanConfigured) {
    const auto error = error_for(answer(openai_answer({{0, "[1,2,3]"}})));
    EXPECT_EQ(error.kind(), ErrorKind::malformed);
    EXPECT_THAT(error.message(), HasSubstr("3 components where 2 are configured"));
}

TEST(OpenAiEmbedder, RefusesAnswersThatAreNotVectors) {
    for (const std::string& body :
         {std::string("no json"), std::string("{}"), openai_answer({}), openai_answer({{0, "[1,0]"}, {1, "[1,0]"}}),
          openai_answer({{7, "[1,0]"}}), openai_answer({{-1, "[1,0]"}}), openai_answer({{0, R"(["a","b"])"}}),
          openai_answer({{0, R"("!!!!")"}}), openai_answer({{0, "[0,0]"}}), openai_answer({{0, "null"}}),
          openai_answer({{0, "[1e300,0]"}})})
        EXPECT_EQ(error_for(answer(body)).kind(), ErrorKind::malformed) << body;
}

TEST(OpenAiEmbedder, TellsWhatARefusalMeans) {
    const auto said = [](std::string code, std::string message) {
        return R"({"error":{"message":")" + message + R"(","type":"x","param":null,"code":")" + code + R"("}})";
    };
    EXPECT_EQ(error_for(answer(said("invalid_api_key", "wrong"), 401)).kind(), ErrorKind::unauthorized);
    EXPECT_EQ(error_for(answer("", 403)).kind(), ErrorKind::unauthorized);
    EXPECT_EQ(error_for(answer(said("rate_limit_exceeded", "slow down"), 429)).kind(), ErrorKind::rate_limited);
    EXPECT_EQ(error_for(answer(said("insufficient_quota", "pay"), 429)).kind(), ErrorKind::quota_exhausted);
    EXPECT_EQ(error_for(answer("", 402)).kind(), ErrorKind::quota_exhausted);
    EXPECT_EQ(error_for(answer("", 413)).kind(), ErrorKind::too_large);
    EXPECT_EQ(error_for(answer(said("x", "This model's maximum context length is 8192 tokens"), 400)).kind(),
              ErrorKind::too_large);
    EXPECT_EQ(error_for(answer(said("model_not_found", "no such model"), 404)).kind(), ErrorKind::invalid_config);
    EXPECT_EQ(error_for(answer("<html>", 502)).kind(), ErrorKind::unavailable);
}

TEST(OpenAiEmbedder, SaysWhenToComeBack) {
    const auto error = error_for(answer("{}", 429, {{"Retry-After", "7"}}));
    EXPECT_EQ(error.kind(), ErrorKind::rate_limited);
    EXPECT_EQ(error.retry_after(), std::chrono::seconds(7));
}

TEST(OpenAiEmbedder, NamesNoKeyInErrors) {
    const auto error = error_for(
        answer(R"({"error":{"message":"Incorrect API key provided: very-sec**t-key","code":"invalid_api_key"}})", 401));
    EXPECT_THAT(error.message(), Not(HasSubstr("very-sec")));
    EXPECT_THAT(error.message(), HasSubstr("invalid_api_key"));
}

TEST(OpenAiEmbedder, DoesNotAskAgainWhenTheQuotaIsUsedUp) {
    FakeHttp http;
    http.script("POST " + kAddress, answer(R"({"error":{"code":"insufficient_quota"}})", 429));
    auto options = options_of();
    options.retries = 3;
    auto embedder = make_openai_embedder(options, http);
    EXPECT_EQ(embedded(**embedder, {"x"}).error().kind(), ErrorKind::quota_exhausted);
    EXPECT_EQ(http.requests.size(), 1u);
}

TEST(OpenAiEmbedder, DoesNotAskAgainWhatIsRefusedForGood) {
    FakeHttp http;
    http.script("POST " + kAddress, answer("{}", 400));
    auto options = options_of();
    options.retries = 3;
    auto embedder = make_openai_embedder(options, http);
    EXPECT_FALSE(embedded(**embedder, {"x"}).has_value());
    EXPECT_EQ(http.requests.size(), 1u);
}

TEST(OpenAiEmbedder, AsksARealServerAgainAfterAPassingFailure) {
    ScriptedServer server;
    server.answer("/v1/embeddings", {http_answer("{}", "Retry-After: 0\r\n", "503 Service Unavailable")});
    server.answer("/v1/embeddings", {http_answer("{}", "Retry-After: 0\r\n", "429 Too Many Requests")});
    server.page("/v1/embeddings", openai_answer({{0, "[0,5]"}}), "Content-Type: application/json\r\n");
    http::LiveOptions live;
    live.private_addresses = http::PrivateAddresses::allowed;
    auto client = http::make_live_client(live);
    ASSERT_TRUE(client.has_value());
    auto options = options_of(server.url("/v1"));
    options.retries = 2;
    auto embedder = make_openai_embedder(options, **client);
    const auto vectors = embedded(**embedder, {"Größe"});
    ASSERT_TRUE(vectors.has_value()) << vectors.error().message();
    EXPECT_EQ((*vectors)[0], (Vector{0, 1}));
    const auto requests = server.requests();
    ASSERT_EQ(requests.size(), 3u);
    EXPECT_THAT(requests[2], HasSubstr("Content-Type: application/json"));
    EXPECT_THAT(requests[2], HasSubstr(R"("input":["Größe"])"));
}

TEST(OpenAiEmbedder, IsNotMadeOfAnIncompleteConfiguration) {
    FakeHttp http;
    auto options = options_of();
    options.model = "";
    EXPECT_EQ(make_openai_embedder(options, http).error().kind(), ErrorKind::invalid_config);
    options = options_of();
    options.dimensions = 0;
    EXPECT_EQ(make_openai_embedder(options, http).error().kind(), ErrorKind::invalid_config);
    EXPECT_EQ(make_openai_embedder(options_of("not a url"), http).error().kind(), ErrorKind::invalid_config);
}

TEST(VoyageEmbedder, TellsQuestionsFromDocuments) {
    FakeHttp http;
    http.script("POST https://api.voyageai.com/v1/embeddings", answer(openai_answer({{0, "[1,0]"}})));
    auto options = options_of("");
    options.ask_for_dimensions = true;
    auto embedder = make_voyage_embedder(options, http);
    ASSERT_TRUE(embedded(**embedder, {"a"}, TextRole::question).has_value());
    ASSERT_TRUE(embedded(**embedder, {"a"}, TextRole::document).has_value());
    EXPECT_EQ(http.requests[0].body, R"({"model":"small","input":["a"],"input_type":"query","output_dimension":2})");
    EXPECT_EQ(body_of(http.requests[1])["input_type"].text(), "document");
}

TEST(OllamaEmbedder, AsksThisMachine) {
    FakeHttp http;
    http.script("POST http://localhost:11434/api/embed", answer(R"({"model":"small","embeddings":[[3,4],[0,-1]]})"));
    auto options = options_of("");
    options.key = Secret();
    auto embedder = make_ollama_embedder(options, http);
    const auto vectors = embedded(**embedder, {"a", "b"});
    ASSERT_TRUE(vectors.has_value()) << vectors.error().message();
    EXPECT_EQ(*vectors, (std::vector<Vector>{{0.6F, 0.8F}, {0, -1}}));
    EXPECT_EQ(http.requests[0].body, R"({"model":"small","input":["a","b"]})");
    EXPECT_FALSE(http::find_header(http.requests[0].headers, "authorization").has_value());
}

TEST(OllamaEmbedder, RefusesAnotherNumberOfVectors) {
    FakeHttp http;
    http.script("POST http://localhost:11434/api/embed", answer(R"({"embeddings":[[3,4]]})"));
    auto embedder = make_ollama_embedder(options_of(""), http);
    EXPECT_EQ(embedded(**embedder, {"a", "b"}).error().kind(), ErrorKind::malformed);
}

BedrockEmbedderOptions bedrock_options(std::string model) {
    BedrockEmbedderOptions options{.remote = options_of(""), .region = "eu-central-1"};
    options.remote.key = Secret();
    options.remote.model = std::move(model);
    options.credentials = [](const Deadline&) -> Result<aws::Credentials> {
        return aws::Credentials{.access_key_id = "AKIDEXAMPLE", .secret_access_key = Secret("top-secret")};
    };
    return options;
}

TEST(BedrockEmbedder, AsksTitanATextAtATimeWithASignature) {
    FakeHttp http;
    const std::string url =
        "POST https://bedrock-runtime.eu-central-1.amazonaws.com/model/amazon.titan-embed-text-v2%3A0/invoke";
    http.script(url, answer(R"({"embedding":[3,4],"inputTextTokenCount":1})"));
    http.script(url, answer(R"({"embedding":[0,1],"inputTextTokenCount":1})"));
    auto options = bedrock_options("amazon.titan-embed-text-v2:0");
    options.remote.ask_for_dimensions = true;
    auto embedder = make_bedrock_embedder(options, http);
    ASSERT_TRUE(embedder.has_value()) << embedder.error().message();
    const auto vectors = embedded(**embedder, {"a", "b"});
    ASSERT_TRUE(vectors.has_value()) << vectors.error().message();
    EXPECT_EQ(*vectors, (std::vector<Vector>{{0.6F, 0.8F}, {0, 1}}));
    EXPECT_EQ(http.requests[0].body, R"({"inputText":"a","dimensions":2})");
    const auto signature = http::find_header(http.requests[0].headers, "authorization").value_or("");
    EXPECT_THAT(std::string(signature), HasSubstr("Credential=AKIDEXAMPLE/"));
    EXPECT_THAT(std::string(signature), HasSubstr("/eu-central-1/bedrock/aws4_request"));
    EXPECT_THAT(std::string(signature), Not(HasSubstr("top-secret")));
}

TEST(BedrockEmbedder, AsksCohereInBatchesAndTellsQuestionsFromDocuments) {
    FakeHttp http;
    const std::string url =
        "POST https://bedrock-runtime.eu-central-1.amazonaws.com/model/eu.cohere.embed-v4%3A0/invoke";
    http.script(url, answer(R"({"embeddings":{"float":[[3,4],[1,0]]},"response_type":"embeddings_by_type"})"));
    auto embedder = make_bedrock_embedder(bedrock_options("eu.cohere.embed-v4:0"), http);
    ASSERT_TRUE(embedder.has_value()) << embedder.error().message();
    ASSERT_TRUE(embedded(**embedder, {"a", "b"}, TextRole::question).has_value());
    EXPECT_EQ(http.requests[0].body, R"({"texts":["a","b"],"input_type":"search_query","embedding_types":["float"]})");
}

TEST(BedrockEmbedder, CutsTextsForThirdCohereWhichTakesNoMore) {
    FakeHttp http;
    http.script("POST https://bedrock-runtime.eu-central-1.amazonaws.com/model/cohere.embed-multilingual-v3/invoke",
                answer(R"({"embeddings":[[3,4]]})"));
    auto embedder = make_bedrock_embedder(bedrock_options("cohere.embed-multilingual-v3"), http);
    std::string text;
    for (int i = 0; i < 3'000; ++i) text += "é";
    ASSERT_TRUE(embedded(**embedder, {text}).has_value());
    const auto body = body_of(http.requests[0]);
    EXPECT_EQ(body["texts"][0].as_string().size(), 2'048u * 2);
    EXPECT_EQ(body["truncate"].text(), "END");
}

TEST(BedrockEmbedder, SendsAKeyInsteadOfASignature) {
    FakeHttp http;
    http.script("POST https://bedrock-runtime.eu-central-1.amazonaws.com/model/amazon.titan-embed-text-v2%3A0/invoke",
                answer(R"({"embedding":[3,4]})"));
    auto options = bedrock_options("amazon.titan-embed-text-v2:0");
    options.remote.key = Secret("bedrock-key");
    options.credentials = {};
    auto embedder = make_bedrock_embedder(options, http);
    ASSERT_TRUE(embedder.has_value()) << embedder.error().message();
    ASSERT_TRUE(embedded(**embedder, {"a"}).has_value());
    EXPECT_EQ(http::find_header(http.requests[0].headers, "authorization"), "Bearer bedrock-key");
}

TEST(BedrockEmbedder, KnowsThrottlingWhateverItsStatus) {
    FakeHttp http;
    http.script("POST https://bedrock-runtime.eu-central-1.amazonaws.com/model/amazon.titan-embed-text-v2%3A0/invoke",
                answer(R"({"message":"Too many requests"})", 429,
                       {{"x-amzn-ErrorType", "ThrottlingException:http://internal.amazon.com/"}}));
    auto embedder = make_bedrock_embedder(bedrock_options("amazon.titan-embed-text-v2:0"), http);
    const auto result = embedded(**embedder, {"a"});
    EXPECT_EQ(result.error().kind(), ErrorKind::rate_limited);
    EXPECT_THAT(result.error().message(), HasSubstr("(ThrottlingException)"));
}

TEST(BedrockEmbedder, PassesOnThatThereAreNoCredentials) {
    FakeHttp http;
    auto options = bedrock_options("amazon.titan-embed-text-v2:0");
    options.credentials = [](const Deadline&) -> Result<aws::Credentials> {
        return fail(ErrorKind::unauthorized, "no credentials found");
    };
    auto embedder = make_bedrock_embedder(options, http);
    EXPECT_EQ(embedded(**embedder, {"a"}).error().kind(), ErrorKind::unauthorized);
    EXPECT_TRUE(http.requests.empty());
}

TEST(BedrockEmbedder, IsNotMadeForAModelThatItDoesNotSpeakWith) {
    FakeHttp http;
    EXPECT_EQ(make_bedrock_embedder(bedrock_options("meta.llama"), http).error().kind(), ErrorKind::invalid_config);
    auto options = bedrock_options("amazon.titan-embed-text-v2:0");
    options.region = "";
    EXPECT_EQ(make_bedrock_embedder(options, http).error().kind(), ErrorKind::invalid_config);
    options = bedrock_options("amazon.titan-embed-text-v2:0");
    options.credentials = {};
    EXPECT_EQ(make_bedrock_embedder(options, http).error().kind(), ErrorKind::invalid_config);
}

}  // namespace
}  // namespace winnow
