#include <filesystem>
#include <fstream>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "evaluate/batches.h"

namespace winnow {
namespace {

using llm::BatchRequest;
using llm::BatchResult;
using llm::BatchState;
using llm::BatchStatus;
using testing::HasSubstr;
using Settled = AnswerBatches::Settled;

/// A provider of batches as a test wants it; it outlives the queues, as providers outlive processes.
struct Provider {
    std::vector<std::vector<BatchRequest>> batches;
    BatchState state = BatchState::completed;
    std::string problem;
    int polls_under_way = 0;  ///< so often a batch has not ended
    std::vector<Error> poll_errors;
    std::optional<Error> submit_error;
    std::function<std::optional<BatchResult>(const BatchRequest&)> answer = [](const BatchRequest& request) {
        return BatchResult{.id = request.id,
                           .reply = llm::ChatReply{.text = "on " + request.request.input,
                                                   .usage = {.input_tokens = 100, .output_tokens = 10, .cost_usd = 1}}};
    };
};

class ScriptedBatches final : public llm::BatchModel {
public:
    explicit ScriptedBatches(Provider& provider) : provider_(provider) {}
    const std::string& model() const override { return name_; }
    Result<std::string> submit(std::span<const BatchRequest> requests, const Deadline&) override {
        if (provider_.submit_error) return fail(*provider_.submit_error);
        provider_.batches.emplace_back(requests.begin(), requests.end());
        return std::to_string(provider_.batches.size() - 1);
    }
    Result<BatchStatus> poll(const std::string&, const Deadline&) override {
        if (!provider_.poll_errors.empty()) {
            const auto error = provider_.poll_errors.back();
            provider_.poll_errors.pop_back();
            return fail(error);
        }
        const bool is_under_way = provider_.polls_under_way-- > 0;
        return BatchStatus{.state = is_under_way ? BatchState::in_progress : provider_.state,
                           .expires = {},
                           .problem = provider_.problem};
    }
    Result<std::vector<BatchResult>> results(const std::string& batch, const json::Value&, const Deadline&) override {
        std::vector<BatchResult> results;
        for (const auto& request : provider_.batches.at(std::stoul(batch)))
            if (auto answer = provider_.answer(request)) results.push_back(std::move(*answer));
        return results;
    }
    Result<void> cancel(const std::string&, const Deadline&) override { return {}; }

    std::string name_ = "model-1";

private:
    Provider& provider_;
};

class Batches : public testing::Test {
protected:
    void SetUp() override {
        folder_ = std::filesystem::path(testing::TempDir()) /
                  ("winnow-batches-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
        std::filesystem::remove_all(folder_);
        begin();
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    /// As another process would.
    void begin() {
        queue_ = make_batched_answers(std::make_unique<ScriptedBatches>(provider_), options());
        const auto begun = queue_->begin("run-1");
        ASSERT_TRUE(begun) << begun.error().message();
        model_ = queue_->chat_model();
    }
    BatchOptions options() {
        BatchOptions options{.folder = folder_,
                             .prices = {.input = 1, .output = 1, .cached_input = {}, .cache_write = {}}};
        options.answer_tokens = 100;
        options.most_requests = 3;
        options.waits.sleep = [this](std::chrono::milliseconds, const Deadline&) { on_sleep_(); };
        return options;
    }
    Result<llm::ChatReply> ask(const std::string& input) {
        return model_->ask({.instructions = "judge", .input = input}, {});
    }
    /// Whether it was put off.
    bool put_off(const std::string& input) { return !ask(input) && queue_->take_put_off(); }

    Provider provider_;
    std::filesystem::path folder_;
    std::function<void()> on_sleep_ = [] {};
    std::unique_ptr<BatchedAnswers> queue_;
    std::unique_ptr<llm::ChatModel> model_;
};

TEST_F(Batches, PutOffAndAnswerWhenTheyAreSettled) {
    EXPECT_TRUE(put_off("a"));
    EXPECT_TRUE(put_off("b"));
    EXPECT_TRUE(put_off("a"));
    EXPECT_EQ(*queue_->settle({}, {}), Settled::answers_came);
    ASSERT_EQ(provider_.batches.size(), 1U);
    EXPECT_EQ(provider_.batches[0].size(), 2U);
    EXPECT_EQ(ask("a")->text, "on a");
    EXPECT_EQ(ask("b")->text, "on b");
    EXPECT_FALSE(queue_->take_put_off());
}

TEST_F(Batches, AreDividedWhereTheyAreTooLarge) {
    for (const auto* const input : {"a", "b", "c", "d"}) EXPECT_TRUE(put_off(input));
    ASSERT_TRUE(queue_->settle({}, {}));
    ASSERT_EQ(provider_.batches.size(), 2U);
    EXPECT_EQ(ask("d")->text, "on d");
}

TEST_F(Batches, WaitAsLongAsTheyAreUnderWay) {
    int slept = 0;
    on_sleep_ = [&] { ++slept; };
    provider_.polls_under_way = 4;
    EXPECT_TRUE(put_off("a"));
    EXPECT_EQ(*queue_->settle({}, {}), Settled::answers_came);
    EXPECT_EQ(slept, 4);
}

TEST_F(Batches, AreTakenUpByAnotherProcess) {
    const auto number = queue_->run_number();
    EXPECT_TRUE(put_off("a"));
    std::stop_source stop;
    on_sleep_ = [&] { stop.request_stop(); };
    provider_.polls_under_way = 1;
    const auto stopped = queue_->settle({}, Deadline::after(std::chrono::hours{1}, stop.get_token()));
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().kind(), ErrorKind::cancelled);

    begin();
    EXPECT_EQ(queue_->run_number(), number);
    EXPECT_TRUE(put_off("a"));
    EXPECT_EQ(*queue_->settle({}, {}), Settled::answers_came);
    EXPECT_EQ(provider_.batches.size(), 1U);

    begin();
    EXPECT_EQ(ask("a")->text, "on a");
    EXPECT_EQ(ask("a")->usage.input_tokens, 100);
}

TEST_F(Batches, OfAnOrderThatWasBegunAreOrderedAgain) {
    EXPECT_TRUE(put_off("a"));
    provider_.submit_error = Error(ErrorKind::timed_out, "no answer");
    const auto failed = queue_->settle({}, {});
    ASSERT_FALSE(failed);
    EXPECT_THAT(failed.error().message(), HasSubstr("ordering a batch"));
    provider_.submit_error.reset();
    begin();
    EXPECT_TRUE(put_off("a"));
    EXPECT_EQ(*queue_->settle({}, {}), Settled::answers_came);
    EXPECT_EQ(provider_.batches.size(), 1U);
}

TEST_F(Batches, OfAnotherModelAreRefused) {
    EXPECT_TRUE(put_off("a"));
    ASSERT_TRUE(queue_->settle({}, {}));
    auto other = std::make_unique<ScriptedBatches>(provider_);
    other->name_ = "model-2";
    const auto begun = make_batched_answers(std::move(other), options())->begin("run-1");
    ASSERT_FALSE(begun);
    EXPECT_EQ(begun.error().kind(), ErrorKind::invalid_config);
    EXPECT_THAT(begun.error().message(), HasSubstr("model-1"));
}

TEST_F(Batches, OfADamagedRecordAreRefused) {
    std::ofstream(folder_ / "run-1.json") << "{";
    const auto begun = make_batched_answers(std::make_unique<ScriptedBatches>(provider_), options())->begin("run-1");
    ASSERT_FALSE(begun);
    EXPECT_EQ(begun.error().kind(), ErrorKind::malformed);
    EXPECT_THAT(begun.error().message(), HasSubstr("run-1.json"));
}

TEST_F(Batches, KeepFailuresAndWhatTheyCost) {
    provider_.answer = [](const BatchRequest& request) -> std::optional<BatchResult> {
        if (request.request.input == "lost") return std::nullopt;
        return BatchResult{.id = request.id,
                           .reply = fail(ErrorKind::malformed, "cut off"),
                           .lost = {.input_tokens = 7, .output_tokens = 1, .cost_usd = 0.5}};
    };
    EXPECT_TRUE(put_off("a"));
    EXPECT_TRUE(put_off("lost"));
    ASSERT_TRUE(queue_->settle({}, {}));
    begin();
    EXPECT_EQ(ask("a").error().kind(), ErrorKind::malformed);
    EXPECT_EQ(model_->take_lost_usage().input_tokens, 7);
    EXPECT_EQ(ask("lost").error().kind(), ErrorKind::unavailable);
    EXPECT_EQ(model_->take_lost_usage(), Usage{});
    EXPECT_FALSE(queue_->take_put_off());
}

TEST_F(Batches, ThatFailAsAWholeSayWhy) {
    provider_.state = BatchState::failed;
    provider_.problem = "invalid_json_line: line 1";
    provider_.answer = [](const BatchRequest&) { return std::nullopt; };
    EXPECT_TRUE(put_off("a"));
    ASSERT_TRUE(queue_->settle({}, {}));
    EXPECT_EQ(ask("a").error().kind(), ErrorKind::invalid_config);
    EXPECT_THAT(ask("a").error().message(), HasSubstr("invalid_json_line"));
}

TEST_F(Batches, OutliveAWhileWithoutTheProvider) {
    provider_.poll_errors.assign(5, Error(ErrorKind::unavailable, "down"));
    EXPECT_TRUE(put_off("a"));
    EXPECT_EQ(*queue_->settle({}, {}), Settled::answers_came);
}

TEST_F(Batches, GiveUpOnAProviderThatRefusesThem) {
    provider_.poll_errors.assign(1, Error(ErrorKind::unauthorized, "key refused"));
    EXPECT_TRUE(put_off("a"));
    EXPECT_EQ(queue_->settle({}, {}).error().kind(), ErrorKind::unauthorized);
}

TEST_F(Batches, AreOrderedAsFarAsTheBudgetReaches) {
    for (const auto* const input : {"a", "b", "c"}) EXPECT_TRUE(put_off(input));
    EXPECT_EQ(*queue_->settle({.tokens = 250}, {}), Settled::answers_came);  // 101 each are expected
    ASSERT_EQ(provider_.batches.size(), 1U);
    EXPECT_EQ(provider_.batches[0].size(), 2U);
    EXPECT_TRUE(put_off("c"));
    EXPECT_EQ(*queue_->settle({.tokens = 250}, {}), Settled::budget_is_used_up);  // 220 were spent
    EXPECT_EQ(*queue_->settle({.cost_usd = 2.5}, {}), Settled::answers_came);
    EXPECT_EQ(ask("c")->text, "on c");
}

TEST_F(Batches, LeaveNothingBehind) {
    EXPECT_TRUE(put_off("a"));
    ASSERT_TRUE(queue_->settle({}, {}));
    EXPECT_FALSE(std::filesystem::is_empty(folder_));
    ASSERT_TRUE(queue_->end());
    EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(Batches, OpenNoPages) {
    const auto reply =
        model_->ask({.instructions = "i", .input = "x", .page = *Url::parse("https://example.org/")}, {});
    EXPECT_EQ(reply.error().kind(), ErrorKind::unsupported);
}

}  // namespace
}  // namespace winnow
