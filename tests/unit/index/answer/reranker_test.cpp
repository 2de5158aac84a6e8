#include "index/answer/reranker.h"

#include <gmock/gmock.h>

#include "json/value.h"
#include "support/fake_http.h"

namespace winnow {
namespace {

using testing::ElementsAre;

struct Case {
    RerankerKind kind;
    const char* url;
    const char* count;
    const char* answer;
};

const Case kCases[] = {
    {RerankerKind::cohere, "https://api.cohere.com/v2/rerank", "top_n",
     R"({"id":"x","results":[{"index":1,"relevance_score":0.9},{"index":0,"relevance_score":0.2}]})"},
    {RerankerKind::voyage, "https://api.voyageai.com/v1/rerank", "top_k",
     R"({"data":[{"index":1,"relevance_score":0.9},{"index":0,"relevance_score":0.2}],"usage":{"total_tokens":9}})"},
    {RerankerKind::jina, "https://api.jina.ai/v1/rerank", "top_n",
     R"({"results":[{"index":1,"relevance_score":0.9,"document":{"text":"b"}},{"index":0,"relevance_score":0.2}]})"},
};

Result<std::vector<double>> scores(FakeHttp& http, RerankerKind kind) {
    const auto reranker = make_reranker({.kind = kind, .model = "m-1", .key = Secret("very-secret")}, http);
    return (*reranker)->scores("question", std::vector<std::string>{"a", "b", "c"}, {});
}

TEST(Reranker, SpeaksTheShapeOfEachProvider) {
    for (const auto& each : kCases) {
        FakeHttp http;
        http.script(std::string("POST ") + each.url, http::Response{.status = 200, .body = each.answer});
        const auto result = scores(http, each.kind);
        ASSERT_TRUE(result) << result.error().message();
        EXPECT_THAT(*result, ElementsAre(0.2, 0.9, 0.0));
        const auto sent = json::parse(http.requests.at(0).body);
        EXPECT_EQ((*sent)["model"].as_string(), "m-1");
        EXPECT_EQ((*sent)["query"].as_string(), "question");
        EXPECT_EQ((*sent)["documents"].items().size(), 3u);
        EXPECT_EQ((*sent)[each.count].as_int(), 3);
        EXPECT_EQ(http::find_header(http.requests[0].headers, "authorization"), "Bearer very-secret");
    }
}

constexpr const char* kTei = "http://127.0.0.1:8080/rerank";

TEST(Reranker, SpeaksTheShapeOfTextEmbeddingsInference) {
    FakeHttp http;
    http.script(std::string("POST ") + kTei,
                http::Response{.status = 200, .body = R"([{"index":1,"score":0.9},{"index":0,"score":0.2}])"});
    const auto reranker = make_reranker({.kind = RerankerKind::tei, .endpoint = kTei}, http);
    ASSERT_TRUE(reranker) << reranker.error().message();
    EXPECT_THAT(*(*reranker)->scores("question", std::vector<std::string>{"a", "b"}, {}), ElementsAre(0.2, 0.9));
    EXPECT_EQ(http.requests.at(0).body, R"({"query":"question","texts":["a","b"],"truncate":true,"raw_scores":false})");
    EXPECT_EQ(http::find_header(http.requests[0].headers, "authorization"), std::nullopt);
}

TEST(Reranker, SendsTextEmbeddingsInferenceNoMoreThanItTakes) {
    FakeHttp http;
    for (const auto* score : {"0.5", "0.7"})
        http.script(std::string("POST ") + kTei,
                    http::Response{.status = 200, .body = R"([{"index":0,"score":)" + std::string(score) + "}]"});
    const auto reranker = make_reranker({.kind = RerankerKind::tei, .endpoint = kTei}, http);
    const auto scores = (*reranker)->scores("question", std::vector<std::string>(33, "text"), {});
    ASSERT_TRUE(scores) << scores.error().message();
    ASSERT_EQ(scores->size(), 33u);
    EXPECT_EQ(scores->front(), 0.5);
    EXPECT_EQ(scores->back(), 0.7);
    EXPECT_EQ((*json::parse(http.requests.at(0).body))["texts"].items().size(), 32u);
    EXPECT_EQ((*json::parse(http.requests.at(1).body))["texts"].items().size(), 1u);
}

TEST(Reranker, NamesWhatWentWrongAndNoKey) {
    const auto failure = [](int status, const std::string& body) {
        FakeHttp http;
        http.script("POST https://api.cohere.com/v2/rerank", http::Response{.status = status, .body = body});
        const auto result = scores(http, RerankerKind::cohere);
        EXPECT_FALSE(result);
        EXPECT_EQ(result.error().message().find("very-secret"), std::string::npos);
        return result.error().kind();
    };
    EXPECT_EQ(failure(401, ""), ErrorKind::unauthorized);
    EXPECT_EQ(failure(429, ""), ErrorKind::rate_limited);
    EXPECT_EQ(failure(503, ""), ErrorKind::unavailable);
    EXPECT_EQ(failure(200, "{}"), ErrorKind::malformed);
    EXPECT_EQ(failure(200, "oops"), ErrorKind::malformed);
    EXPECT_EQ(failure(200, R"({"results":[{"index":7,"relevance_score":1}]})"), ErrorKind::malformed);
}

TEST(Reranker, NeedsAModelAndAnAddress) {
    FakeHttp http;
    EXPECT_EQ(make_reranker({.kind = RerankerKind::tei}, http).error().kind(), ErrorKind::invalid_config);
    EXPECT_EQ(make_reranker({}, http).error().kind(), ErrorKind::invalid_config);
    EXPECT_EQ(make_reranker({.endpoint = "nonsense", .model = "m"}, http).error().kind(), ErrorKind::invalid_config);
}

}  // namespace
}  // namespace winnow
