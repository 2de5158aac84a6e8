#include "llm/batch.h"

#include "unit/llm/asked.h"

namespace winnow::llm {
namespace {

const std::string kOpenAiMessage =
    R"({"id":"resp_1","status":"completed","model":"model-1","output":[{"type":"message","content":[{"type":"output_text","text":"{\"score\":8}"}]}],"usage":{"input_tokens":1000,"output_tokens":100}})";
const std::string kAnthropicMessage =
    R"({"id":"msg_1","model":"model-1","stop_reason":"end_turn","content":[{"type":"text","text":"{\"score\":9}"}],"usage":{"input_tokens":1000,"output_tokens":100}})";

class Batches : public Asked {
protected:
    BatchModel& use_batches(Api api) {
        auto options = options_for(api);
        options.prices.batch_share = 0.5;
        auto made = make_batch_provider(std::move(options), context());
        EXPECT_TRUE(made) << made.error().message();
        batches_ = std::move(*made);
        return *batches_;
    }
    void on(const std::string& method_and_url, const std::string& body, int status = 200) {
        http_.script(method_and_url, http::Response{.status = status, .headers = {}, .body = body});
    }
    std::vector<BatchRequest> two() const { return {{"page-1", request_}, {"page-2", request_}}; }

    std::unique_ptr<BatchModel> batches_;
};

class OpenAiBatch : public Batches {
protected:
    void SetUp() override { use_batches(Api::openai_responses); }
    const std::string base_ = "https://api.example/v1";
};

TEST_F(OpenAiBatch, UploadsLinesAndOrdersTheBatch) {
    on("POST " + base_ + "/files", R"({"id":"file-1","object":"file"})");
    on("POST " + base_ + "/batches", R"({"id":"batch_1","status":"validating"})");
    const auto batch = batches_->submit(two(), {});
    ASSERT_TRUE(batch) << batch.error().message();
    EXPECT_EQ(*batch, "batch_1");
    const auto& upload = http_.requests[0];
    EXPECT_TRUE(http::find_header(upload.headers, "Content-Type")->starts_with("multipart/form-data; boundary="));
    EXPECT_NE(upload.body.find("name=\"purpose\"\r\n\r\nbatch\r\n"), std::string::npos);
    const auto begin = upload.body.find("\r\n\r\n{\"custom_id\"") + 4;
    const auto line = json::parse(std::string_view(upload.body).substr(begin, upload.body.find('\n', begin) - begin));
    ASSERT_TRUE(line);
    EXPECT_EQ((*line)["custom_id"].text(), "page-1");
    EXPECT_EQ((*line)["method"].text(), "POST");
    EXPECT_EQ((*line)["url"].text(), "/v1/responses");
    EXPECT_EQ((*line)["body"]["model"].text(), "model-1");
    EXPECT_FALSE((*line)["body"]["store"].as_bool(true));
    EXPECT_EQ(sent(1)["input_file_id"].text(), "file-1");
    EXPECT_EQ(sent(1)["completion_window"].text(), "24h");
}

TEST_F(OpenAiBatch, TellsWhatAnswersThatAreNoGoodHaveUsed) {
    http_.answer(base_ + "/batches/batch_1", 200, R"({"id":"batch_1","status":"completed","output_file_id":"file-o"})");
    auto message = *json::parse(kOpenAiMessage);
    message.set("status", "incomplete");
    const auto line = json::object({{"custom_id", "page-1"},
                                    {"error", nullptr},
                                    {"response", json::object({{"status_code", 200}, {"body", std::move(message)}})}});
    http_.answer(base_ + "/files/file-o/content", 200, json::dump(line) + "\n");
    const auto results = batches_->results("batch_1", request_.schema, {});
    ASSERT_TRUE(results) << results.error().message();
    ASSERT_EQ(results->size(), 1U);
    EXPECT_EQ((*results)[0].reply.error().kind(), ErrorKind::malformed);
    EXPECT_EQ((*results)[0].lost.input_tokens, 1000);
    EXPECT_DOUBLE_EQ((*results)[0].lost.cost_usd, 0.5 * (1000 * 2 + 100 * 10) / 1e6);
}

TEST_F(OpenAiBatch, IsNotOrderedTwice) {
    on("POST " + base_ + "/files", R"({"id":"file-1"})");
    on("POST " + base_ + "/batches", "", 503);
    const auto batch = batches_->submit(two(), {});
    ASSERT_FALSE(batch);
    EXPECT_EQ(batch.error().kind(), ErrorKind::unavailable);
    EXPECT_EQ(http_.requests.size(), 2U);
}

TEST_F(OpenAiBatch, TellsItsStates) {
    for (const auto state :
         {BatchState::validating, BatchState::in_progress, BatchState::finalizing, BatchState::completed,
          BatchState::expired, BatchState::cancelling, BatchState::cancelled}) {
        FakeHttp fresh;
        auto made = make_batch_provider(options_for(Api::openai_responses), {.client = fresh, .clock = clock_});
        ASSERT_TRUE(made);
        fresh.answer(base_ + "/batches/batch_1", 200,
                     R"({"id":"batch_1","status":")" + std::string(to_string(state)) +
                         R"(","request_counts":{"total":5,"completed":3,"failed":1},"expires_at":1700086400})");
        const auto status = (*made)->poll("batch_1", {});
        ASSERT_TRUE(status) << status.error().message();
        EXPECT_EQ(status->state, state);
        EXPECT_EQ(status->total, 5);
        EXPECT_EQ(status->succeeded, 3);
        EXPECT_EQ(status->failed, 1);
        EXPECT_EQ(to_rfc3339(*status->expires), "2023-11-15T22:13:20Z");
    }
}

TEST_F(OpenAiBatch, TellsWhyItFailed) {
    on("GET " + base_ + "/batches/batch_1",
       R"({"status":"failed","errors":{"data":[{"code":"invalid_json_line","message":"line 3","line":3}]}})");
    const auto status = batches_->poll("batch_1", {});
    ASSERT_TRUE(status);
    EXPECT_EQ(status->problem, "invalid_json_line: line 3");
}

TEST_F(OpenAiBatch, GivesEveryResultWithItsErrorOrCost) {
    on("GET " + base_ + "/batches/batch_1",
       R"({"status":"completed","output_file_id":"file-2","error_file_id":"file-3"})");
    on("GET " + base_ + "/files/file-2/content",
       R"({"custom_id":"b","response":{"status_code":200,"request_id":"r","body":)" + kOpenAiMessage +
           "},\"error\":null}\n" +
           R"({"custom_id":"a","response":{"status_code":200,"body":{"status":"incomplete","output":[],"incomplete_details":{"reason":"max_output_tokens"}}},"error":null})" +
           "\n\n");
    on("GET " + base_ + "/files/file-3/content",
       R"({"custom_id":"c","response":{"status_code":400,"body":{"error":{"code":"context_length_exceeded"}}},"error":null})"
       "\n"
       R"({"custom_id":"d","response":null,"error":{"code":"batch_expired","message":"late"}})");
    const auto results = batches_->results("batch_1", judgement_schema(), {});
    ASSERT_TRUE(results) << results.error().message();
    ASSERT_EQ(results->size(), 4U);
    const auto& good = (*results)[0];
    EXPECT_EQ(good.id, "b");
    ASSERT_TRUE(good.reply) << good.reply.error().message();
    EXPECT_EQ(good.reply->text, R"({"score":8})");
    EXPECT_DOUBLE_EQ(good.reply->usage.cost_usd, 0.5 * (1000 * 2 + 100 * 10) / 1e6);
    EXPECT_EQ((*results)[1].reply.error().kind(), ErrorKind::malformed);
    EXPECT_EQ((*results)[2].reply.error().kind(), ErrorKind::too_large);
    EXPECT_EQ((*results)[3].id, "d");
    EXPECT_EQ((*results)[3].reply.error().kind(), ErrorKind::unavailable);
}

TEST_F(OpenAiBatch, HasNoResultsBeforeItsEnd) {
    on("GET " + base_ + "/batches/batch_1", R"({"status":"in_progress"})");
    EXPECT_EQ(batches_->results("batch_1", {}, {}).error().kind(), ErrorKind::conflict);
}

TEST_F(OpenAiBatch, RefusesLinesThatAreCutOff) {
    on("GET " + base_ + "/batches/batch_1", R"({"status":"completed","output_file_id":"file-2"})");
    on("GET " + base_ + "/files/file-2/content", R"({"custom_id":"a","resp)");
    EXPECT_EQ(batches_->results("batch_1", {}, {}).error().kind(), ErrorKind::malformed);
}

TEST_F(OpenAiBatch, RefusesRequestsThatCannotBeToldApart) {
    EXPECT_EQ(batches_->submit({}, {}).error().kind(), ErrorKind::invalid_argument);
    for (const auto* const id : {"", "a b", "ä", "a/b"}) {
        const std::vector<BatchRequest> requests{{id, request_}};
        EXPECT_EQ(batches_->submit(requests, {}).error().kind(), ErrorKind::invalid_argument) << id;
    }
    const std::vector<BatchRequest> same{{"a", request_}, {"a", request_}};
    EXPECT_EQ(batches_->submit(same, {}).error().kind(), ErrorKind::invalid_argument);
    const std::vector<BatchRequest> many(50'001, BatchRequest{"a", {}});
    EXPECT_EQ(batches_->submit(many, {}).error().kind(), ErrorKind::too_large);
    EXPECT_TRUE(http_.requests.empty());
}

TEST_F(OpenAiBatch, TakesNoPathForAnId) {
    EXPECT_EQ(batches_->poll("../files", {}).error().kind(), ErrorKind::invalid_argument);
    EXPECT_EQ(batches_->poll("", {}).error().kind(), ErrorKind::invalid_argument);
    EXPECT_TRUE(http_.requests.empty());
}

TEST_F(OpenAiBatch, IsCancelled) {
    on("POST " + base_ + "/batches/batch_1/cancel", R"({"status":"cancelling"})");
    EXPECT_TRUE(batches_->cancel("batch_1", {}));
}

class AnthropicBatch : public Batches {
protected:
    void SetUp() override { use_batches(Api::anthropic); }
    const std::string base_ = "https://api.example/v1/messages/batches";
};

TEST_F(AnthropicBatch, SendsAllRequestsAtOnce) {
    on("POST " + base_, R"({"id":"msgbatch_1","processing_status":"in_progress"})");
    const auto batch = batches_->submit(two(), {});
    ASSERT_TRUE(batch) << batch.error().message();
    EXPECT_EQ(*batch, "msgbatch_1");
    ASSERT_EQ(sent()["requests"].items().size(), 2U);
    EXPECT_EQ(sent()["requests"][1]["custom_id"].text(), "page-2");
    EXPECT_EQ(sent()["requests"][1]["params"]["model"].text(), "model-1");
    EXPECT_EQ(header("x-api-key"), kKey);
}

TEST_F(AnthropicBatch, TellsItsStatesByTheCommonNames) {
    const auto state = [&](const std::string& name) {
        FakeHttp fresh;
        auto made = make_batch_provider(options_for(Api::anthropic), {.client = fresh, .clock = clock_});
        fresh.answer(
            base_ + "/msgbatch_1", 200,
            R"({"id":"msgbatch_1","processing_status":")" + name +
                R"(","expires_at":"2026-01-02T03:04:05Z","request_counts":{"processing":1,"succeeded":2,"errored":3,"canceled":4,"expired":5}})");
        return (*made)->poll("msgbatch_1", {});
    };
    EXPECT_EQ(state("in_progress")->state, BatchState::in_progress);
    EXPECT_EQ(state("canceling")->state, BatchState::cancelling);
    const auto ended = state("ended");
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->state, BatchState::completed);
    EXPECT_EQ(ended->total, 15);
    EXPECT_EQ(ended->succeeded, 2);
    EXPECT_EQ(ended->failed, 12);
    EXPECT_EQ(to_rfc3339(*ended->expires), "2026-01-02T03:04:05Z");
    EXPECT_EQ(state("asleep").error().kind(), ErrorKind::malformed);
}

TEST_F(AnthropicBatch, GivesResultsOfEveryType) {
    on("GET " + base_ + "/msgbatch_1", R"({"processing_status":"ended","results_url":"https://evil.example/steal"})");
    on("GET " + base_ + "/msgbatch_1/results",
       R"({"custom_id":"2","result":{"type":"succeeded","message":)" + kAnthropicMessage + "}}\n" +
           R"({"custom_id":"1","result":{"type":"errored","error":{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 3 tokens > 2 maximum"}}}})"
           "\n"
           R"({"custom_id":"3","result":{"type":"canceled"}})"
           "\n"
           R"({"custom_id":"4","result":{"type":"expired"}})");
    const auto results = batches_->results("msgbatch_1", judgement_schema(), {});
    ASSERT_TRUE(results) << results.error().message();
    ASSERT_EQ(results->size(), 4U);
    ASSERT_TRUE((*results)[0].reply);
    EXPECT_EQ((*results)[0].reply->text, R"({"score":9})");
    EXPECT_DOUBLE_EQ((*results)[0].reply->usage.cost_usd, 0.5 * (1000 * 2 + 100 * 10) / 1e6);
    EXPECT_EQ((*results)[1].reply.error().kind(), ErrorKind::too_large);
    EXPECT_EQ((*results)[2].reply.error().kind(), ErrorKind::cancelled);
    EXPECT_EQ((*results)[3].reply.error().kind(), ErrorKind::unavailable);
    for (const auto& request : http_.requests) EXPECT_EQ(request.url.host(), "api.example");
}

TEST(Batch, IsNotForEveryProvider) {
    FakeHttp http;
    const auto made = make_batch_provider(options_for(Api::ollama), {.client = http, .clock = system_clock()});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().kind(), ErrorKind::unsupported);
}

}  // namespace
}  // namespace winnow::llm
