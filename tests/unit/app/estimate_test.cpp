#include "app/cli/commands/estimate/estimate.h"

#include <gtest/gtest.h>

#include "store/sqlite_store.h"

namespace winnow::cli {
namespace {

DryRun plan_of(std::size_t fresh, std::size_t known, std::size_t remembered) {
    DryRun plan;
    plan.entries.insert(plan.entries.end(), fresh, {.candidate = {}, .fetch = true, .evaluate = true});
    plan.entries.insert(plan.entries.end(), known, {.candidate = {}, .fetch = false, .evaluate = true});
    plan.entries.insert(plan.entries.end(), remembered, {.candidate = {}, .fetch = false, .evaluate = false});
    return plan;
}

EstimateBasis basis() {
    return {.method = "standard",
            .provider = "openai",
            .prices = {.input = 2, .output = 10},
            .workers = 8,
            .concurrency = 4,
            .effort = {},
            .assumed = {.words_per_page = 1000,
                        .tokens_per_word = 1.5,
                        .instruction_tokens = 500,
                        .output_tokens = 100,
                        .seconds_per_call = 10,
                        .seconds_per_fetch = 2}};
}

TEST(Estimate, AddsUpByAssumptions) {
    const auto found = estimate(plan_of(3, 1, 6), basis(), 400, 1);
    EXPECT_EQ(found.urls, 10U);
    EXPECT_EQ(found.fetches, 3U);
    EXPECT_EQ(found.judgements, 4U);
    EXPECT_EQ(found.remembered, 6U);
    EXPECT_EQ(found.input_tokens, 4 * 500 + (3 * 1000 + 400) * 1.5);
    EXPECT_EQ(found.output_tokens, 400);
    EXPECT_DOUBLE_EQ(found.cost_usd, (7100 * 2 + 400 * 10) / 1e6);
    EXPECT_DOUBLE_EQ(found.seconds, 4 * 10 / 4.0 + 3 * 2 / 8.0);
    EXPECT_EQ(found.judgements_behind, 0);
}

TEST(Estimate, GoesByEarlierRunsIfThereAreAny) {
    auto known = basis();
    known.effort = Effort{.input_tokens = 2000, .output_tokens = 300, .seconds_per_page = 1.5, .judgements = 12};
    const auto found = estimate(plan_of(4, 0, 0), known, 0, 0);
    EXPECT_EQ(found.input_tokens, 8000);
    EXPECT_EQ(found.output_tokens, 1200);
    EXPECT_DOUBLE_EQ(found.seconds, 6);
    EXPECT_EQ(found.judgements_behind, 12);
}

TEST(Estimate, CostsNothingWhereAllIsRemembered) {
    const auto found = estimate(plan_of(0, 0, 5), basis(), 0, 0);
    EXPECT_EQ(found.cost_usd, 0);
    EXPECT_EQ(found.input_tokens, 0);
    EXPECT_EQ(found.seconds, 0);
}

TEST(Estimate, CostsNothingWithoutAModel) {
    auto local = basis();
    local.provider.clear();
    local.pages_are_local = true;
    const auto found = estimate(plan_of(5, 0, 0), local, 0, 0);
    EXPECT_EQ(found.cost_usd, 0);
    EXPECT_EQ(found.input_tokens, 0);
}

class RememberedEffort : public testing::Test {
protected:
    void SetUp() override {
        auto opened = open_memory_store();
        ASSERT_TRUE(opened);
        store_ = std::move(*opened);
    }
    void judged(const std::string& run, const std::string& url, const std::string& model, std::int64_t in,
                std::int64_t out, UrlState state = UrlState::judged) {
        Evaluated item;
        item.candidate.url = *Url::parse(url);
        item.state = state;
        item.assessment = Assessment{.model = model, .usage = {.input_tokens = in, .output_tokens = out}};
        ASSERT_TRUE(store_->save_outcome(run, item));
    }
    void start(const std::string& id, const std::string& method) {
        ASSERT_TRUE(store_->start_run({.id = id, .query = "q", .method = method, .settings = "{}", .folder = {}}));
    }

    std::unique_ptr<Store> store_;
};

TEST_F(RememberedEffort, IsTheMeanOfJudgementsByTheSameMethodAndModel) {
    start("run-1", "standard");
    judged("run-1", "https://a.org/1", "gpt-5-mini (prompt 1)", 1000, 100);
    judged("run-1", "https://a.org/2", "gpt-5-mini (prompt 1)", 3000, 300);
    judged("run-1", "https://a.org/3", "gpt-5-mini (prompt 1)", 9000, 900, UrlState::cached);
    judged("run-1", "https://a.org/4", "gpt-5", 9000, 900);
    start("run-2", "local");
    judged("run-2", "https://a.org/5", "gpt-5-mini", 9000, 900);
    const auto found = remembered_effort(*store_, "standard", "gpt-5-mini");
    ASSERT_TRUE(found);
    ASSERT_TRUE(*found);
    EXPECT_EQ((*found)->input_tokens, 2000);
    EXPECT_EQ((*found)->output_tokens, 200);
    EXPECT_EQ((*found)->judgements, 2);
}

TEST_F(RememberedEffort, IsNoneWithoutRuns) {
    const auto found = remembered_effort(*store_, "standard", "gpt-5-mini");
    ASSERT_TRUE(found);
    EXPECT_FALSE(*found);
}

TEST_F(RememberedEffort, DoesNotTakeAModelForOneOfALongerName) {
    start("run-1", "standard");
    judged("run-1", "https://a.org/1", "gpt-5-mini", 1000, 100);
    EXPECT_FALSE(*remembered_effort(*store_, "standard", "gpt-5"));
}

}  // namespace
}  // namespace winnow::cli
