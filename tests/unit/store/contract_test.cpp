#include "json/codec.h"
#include "store/sqlite_store.h"
#include "store_contract.h"

namespace winnow {
namespace {

class StoreContract : public testing::TestWithParam<Implementation> {
protected:
    void SetUp() override {
        store_ = GetParam().make(folder_.path());
        ASSERT_NE(store_, nullptr);
    }

    ScratchFolder folder_;
    std::unique_ptr<Store> store_;
};

std::vector<std::string> ids(const Result<std::vector<RunRecord>>& runs) {
    std::vector<std::string> result;
    for (const auto& run : runs.value()) result.push_back(run.id);
    return result;
}

TEST_P(StoreContract, KnowsNothingAtFirst) {
    EXPECT_FALSE(store_->find_page(url("https://example.org/"))->has_value());
    EXPECT_FALSE(store_->find_assessment(made_key("x"))->has_value());
    EXPECT_FALSE(store_->find_run("2026")->has_value());
    EXPECT_FALSE(store_->unfinished_run("")->has_value());
    EXPECT_TRUE(store_->discovered("2026")->candidates.empty());
    EXPECT_TRUE(store_->outcomes("2026")->empty());
    EXPECT_TRUE(store_->runs(10)->empty());
    EXPECT_EQ(store_->stats()->pages, 0);
}

TEST_P(StoreContract, ReplacesAPageWhenItIsSavedAgain) {
    ASSERT_TRUE(store_->save_page(made_page("one", 1000)));
    auto page = made_page("one", 2000);
    page.document.text = "changed";
    ASSERT_TRUE(store_->save_page(page));
    EXPECT_EQ((*store_->find_page(page.url))->document.text, "changed");
    EXPECT_EQ(store_->stats()->pages, 1);
}

TEST_P(StoreContract, ReplacesAnAssessmentWhetherPaidForOrNot) {
    const auto key = made_key("hash");
    ASSERT_TRUE(store_->save_assessment(key, made_assessment(3), at(1000)));
    auto paid = made_assessment(9);
    paid.usage = {100, 20, 0.01};
    ASSERT_TRUE(store_->save_assessment(key, paid, at(2000)));
    EXPECT_EQ(**store_->find_assessment(key), paid);
    EXPECT_EQ(store_->stats()->evaluations, 1);
}

Exchange made_exchange(std::string answer) {
    return {.provider = "openai",
            .model = "m-1",
            .request_id = "r-1",
            .asked = at(1000),
            .seconds = 1.5,
            .sent = {{.role = "system", .content = {.text = "rules"}},
                     {.role = "user", .content = {.text = "page", .left_out = 3}}},
            .settings = "{\"max_tokens\":9}",
            .opened = {{.url = "https://example.org/", .text = {.text = "read"}}},
            .tool_errors = {"too_many"},
            .answer = {.text = std::move(answer)},
            .fault = "no quote",
            .usage = {100, 20, 0.01}};
}

TEST_P(StoreContract, GivesBackTheExchangesBehindAJudgement) {
    auto other = made_key("hash");
    other.rubric_hash = "another";
    ASSERT_TRUE(store_->save_assessment(made_key("hash"), made_assessment(3), at(1000)));
    ASSERT_TRUE(store_->save_assessment(other, made_assessment(9), at(2000)));
    ASSERT_TRUE(store_->save_exchanges(made_key("hash"), {made_exchange("three"), made_exchange("again")}));
    ASSERT_TRUE(store_->save_exchanges(other, {made_exchange("nine")}));
    auto assessment = made_assessment(3);
    assessment.usage = {};
    EXPECT_EQ(*store_->exchanges("hash", assessment),
              (std::vector<Exchange>{made_exchange("three"), made_exchange("again")}));
    EXPECT_EQ(store_->exchanges("hash", made_assessment(9))->front().answer.text, "nine");
    EXPECT_TRUE(store_->exchanges("hash", made_assessment(4))->empty());
    EXPECT_TRUE(store_->exchanges("unknown", assessment)->empty());
}

TEST_P(StoreContract, ExchangesGoWithTheirJudgement) {
    const auto key = made_key("hash");
    ASSERT_TRUE(store_->save_exchanges(key, {made_exchange("too early")}));
    ASSERT_TRUE(store_->save_assessment(key, made_assessment(), at(1000)));
    EXPECT_TRUE(store_->exchanges("hash", made_assessment())->empty()) << "there was nothing to stand beside";
    ASSERT_TRUE(store_->save_exchanges(key, {made_exchange("one")}));
    ASSERT_TRUE(store_->save_assessment(key, made_assessment(), at(1500)));
    EXPECT_TRUE(store_->exchanges("hash", made_assessment())->empty()) << "the judgement is a new one";
    ASSERT_TRUE(store_->save_exchanges(key, {made_exchange("two")}));
    ASSERT_TRUE(store_->prune(at(2000)));
    ASSERT_TRUE(store_->save_assessment(key, made_assessment(), at(3000)));
    EXPECT_TRUE(store_->exchanges("hash", made_assessment())->empty());
    ASSERT_TRUE(store_->save_exchanges(key, {made_exchange("three")}));
    ASSERT_TRUE(store_->clear());
    ASSERT_TRUE(store_->save_assessment(key, made_assessment(), at(3000)));
    EXPECT_TRUE(store_->exchanges("hash", made_assessment())->empty());
}

TEST_P(StoreContract, ListsRunsNewestFirstUpToALimit) {
    ASSERT_TRUE(store_->start_run(made_run("b", 2000)));
    ASSERT_TRUE(store_->start_run(made_run("c", 3000)));
    ASSERT_TRUE(store_->start_run(made_run("a", 1000)));
    EXPECT_EQ(ids(store_->runs(10)), (std::vector<std::string>{"c", "b", "a"}));
    EXPECT_EQ(ids(store_->runs(2)), (std::vector<std::string>{"c", "b"}));
}

TEST_P(StoreContract, GivesEveryMemberOfARunBack) {
    auto run = made_run("a");
    ASSERT_TRUE(store_->start_run(run));
    run.state = RunState::finished;
    run.folder = "/reports/a";
    run.total_urls = 30;
    run.judged = 20;
    run.high_quality = 10;
    ASSERT_TRUE(store_->finish_run(run));
    const auto found = **store_->find_run("a");
    EXPECT_EQ(std::tie(found.id, found.query, found.method, found.settings, found.folder),
              std::tie(run.id, run.query, run.method, run.settings, run.folder));
    EXPECT_EQ(found.started, run.started);
    EXPECT_EQ(found.state, RunState::finished);
    EXPECT_EQ(std::tie(found.total_urls, found.judged, found.high_quality),
              std::tie(run.total_urls, run.judged, run.high_quality));
}

TEST_P(StoreContract, FindsARunByAPrefixThatFitsOneOnly) {
    for (const auto* id : {"2026-a", "2026-ab", "2027%", "2028_x"}) ASSERT_TRUE(store_->start_run(made_run(id)));
    EXPECT_EQ((*store_->find_run("2027"))->id, "2027%");
    EXPECT_EQ((*store_->find_run("2026-a"))->id, "2026-a");
    EXPECT_EQ((*store_->find_run("2026-ab"))->id, "2026-ab");
    EXPECT_FALSE(store_->find_run("2026_")->has_value());
    EXPECT_FALSE(store_->find_run("%")->has_value());
    EXPECT_FALSE(store_->find_run("026")->has_value());
    EXPECT_FALSE(store_->find_run("")->has_value());
}

TEST_P(StoreContract, RefusesAPrefixThatFitsSeveralRunsAndNamesThem) {
    for (const auto* id : {"2026-a", "2026-b"}) ASSERT_TRUE(store_->start_run(made_run(id)));
    const auto found = store_->find_run("2026");
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().kind(), ErrorKind::invalid_argument);
    EXPECT_NE(found.error().message().find("2026-a, 2026-b"), std::string::npos);
}

TEST_P(StoreContract, TheLatestUnfinishedRunIsRunningOrInterrupted) {
    ASSERT_TRUE(store_->start_run(made_run("old", 1000, RunState::interrupted)));
    ASSERT_TRUE(store_->start_run(made_run("new", 2000)));
    ASSERT_TRUE(store_->start_run(made_run("failed", 3000, RunState::failed)));
    ASSERT_TRUE(store_->start_run(made_run("finished", 4000, RunState::finished)));
    EXPECT_EQ((*store_->unfinished_run(""))->id, "new");
    ASSERT_TRUE(store_->finish_run(made_run("new", 2000, RunState::finished)));
    EXPECT_EQ((*store_->unfinished_run("how to test"))->id, "old");
    EXPECT_FALSE(store_->unfinished_run("how to")->has_value());
}

TEST_P(StoreContract, KeepsCandidatesInTheirOrderAndReplacesThem) {
    ASSERT_TRUE(store_->start_run(made_run("a")));
    auto first = made_outcome("z").candidate;
    first.inline_html = "<p>whole</p>";
    first.published_at = at(7);
    const auto second = made_outcome("b").candidate;
    ASSERT_TRUE(store_->save_discovered("a", {{second}, {}}));
    ASSERT_TRUE(store_->save_discovered("a", {{first, second}, {{"feed", 2, "1 of 3 feeds did not answer"}}}));
    const auto found = store_->discovered("a");
    ASSERT_EQ(found->candidates.size(), 2U);
    EXPECT_EQ(json::dump(json::encode(found->candidates[0])), json::dump(json::encode(first)));
    EXPECT_EQ(found->candidates[1].url, second.url);
    ASSERT_EQ(found->sources.size(), 1U);
    EXPECT_EQ(found->sources[0].error, "1 of 3 feeds did not answer");
    EXPECT_TRUE(store_->discovered("b")->candidates.empty());
}

TEST_P(StoreContract, KeepsOneOutcomePerUrlInADeterministicOrderWithoutTexts) {
    ASSERT_TRUE(store_->start_run(made_run("a")));
    for (const auto* name : {"m", "z", "a", "m"}) ASSERT_TRUE(store_->save_outcome("a", made_outcome(name)));
    const auto found = store_->outcomes("a");
    ASSERT_EQ(found->size(), 3U);
    EXPECT_EQ((*found)[0].candidate.title, "a");
    EXPECT_EQ((*found)[1].candidate.title, "m");
    EXPECT_EQ((*found)[2].candidate.title, "z");
    EXPECT_TRUE((*found)[0].document->text.empty());
    EXPECT_EQ(json::dump(json::encode((*found)[0])), json::dump(json::encode(made_outcome("a"))));
}

TEST_P(StoreContract, AnOutcomeCanBeAFailure) {
    ASSERT_TRUE(store_->start_run(made_run("a")));
    auto outcome = made_outcome("x");
    outcome.state = UrlState::failed;
    outcome.reason = "no answer";
    outcome.error = Error(ErrorKind::timed_out, "no answer").retry_in(std::chrono::milliseconds{5});
    outcome.document.reset();
    outcome.assessment.reset();
    ASSERT_TRUE(store_->save_outcome("a", outcome));
    const auto found = store_->outcomes("a");
    ASSERT_EQ(found->size(), 1U);
    EXPECT_EQ((*found)[0].error, outcome.error);
    EXPECT_FALSE((*found)[0].assessment.has_value());
}

TEST_P(StoreContract, AnOutcomeOfARunThatIsGoneIsAConflict) {
    const auto saved = store_->save_outcome("gone", made_outcome("x"));
    ASSERT_FALSE(saved);
    EXPECT_EQ(saved.error().kind(), ErrorKind::conflict);
}

TEST_P(StoreContract, KnowsThePagesAsTheLastFinishedRunOfTheQuestionLeftThem) {
    const auto known = [](const std::string& run_id, double score) {
        return KnownPages{.run_id = run_id,
                          .started = at(1000),
                          .pages = {{.url = url("https://example.org/a"),
                                     .title = "A",
                                     .source = "list",
                                     .fingerprint = "0123456789abcdef",
                                     .score = score,
                                     .judged = at(900)}}};
    };
    for (const auto* id : {"1", "2", "3"}) ASSERT_TRUE(store_->start_run(made_run(id, 1000 + (id[0] - '0'))));
    EXPECT_FALSE(store_->known_pages("how to test")->has_value());
    for (const auto* id : {"1", "2", "3"}) ASSERT_TRUE(store_->save_known(id, known(id, id[0] - '0')));
    EXPECT_FALSE(store_->known_pages("how to test")->has_value());
    ASSERT_TRUE(store_->finish_run(made_run("1", 1001, RunState::finished)));
    ASSERT_TRUE(store_->finish_run(made_run("2", 1002, RunState::finished)));
    ASSERT_TRUE(store_->finish_run(made_run("3", 1003, RunState::failed)));
    EXPECT_EQ(*store_->known_pages("how to test"), known("2", 2));
    EXPECT_FALSE(store_->known_pages("something else")->has_value());
    ASSERT_TRUE(store_->prune(at(2000)));
    EXPECT_FALSE(store_->known_pages("how to test")->has_value());
}

TEST_P(StoreContract, ClearingForgetsEverything) {
    ASSERT_TRUE(store_->save_page(made_page("one")));
    ASSERT_TRUE(store_->save_assessment(made_key("x"), made_assessment(), at(1)));
    ASSERT_TRUE(store_->start_run(made_run("a")));
    ASSERT_TRUE(store_->save_discovered("a", {{made_outcome("x").candidate}, {}}));
    ASSERT_TRUE(store_->save_outcome("a", made_outcome("x")));
    ASSERT_TRUE(store_->clear());
    const auto stats = store_->stats();
    EXPECT_EQ(stats->pages + stats->evaluations + stats->runs, 0);
    EXPECT_TRUE(store_->discovered("a")->candidates.empty());
    EXPECT_TRUE(store_->outcomes("a")->empty());
    EXPECT_TRUE(store_->save_page(made_page("one")));
}

TEST_P(StoreContract, PruningRemovesWhatWasTouchedBefore) {
    ASSERT_TRUE(store_->save_page(made_page("old", 1000)));
    ASSERT_TRUE(store_->save_page(made_page("refreshed", 1000)));
    ASSERT_TRUE(store_->refresh_page(url("https://example.org/refreshed"), at(3000), at(4000)));
    ASSERT_TRUE(store_->save_page(made_page("new", 2000)));
    ASSERT_TRUE(store_->save_assessment(made_key("old"), made_assessment(), at(1999)));
    ASSERT_TRUE(store_->save_assessment(made_key("new"), made_assessment(), at(2000)));
    ASSERT_TRUE(store_->start_run(made_run("old", 1000)));
    ASSERT_TRUE(store_->save_outcome("old", made_outcome("x")));
    ASSERT_TRUE(store_->start_run(made_run("new", 2000)));
    const auto pruned = store_->prune(at(2000));
    ASSERT_TRUE(pruned);
    EXPECT_EQ(pruned->pages, 1);
    EXPECT_EQ(pruned->evaluations, 1);
    EXPECT_EQ(pruned->runs, 1);
    EXPECT_TRUE(store_->find_page(url("https://example.org/refreshed"))->has_value());
    EXPECT_FALSE(store_->find_page(url("https://example.org/old"))->has_value());
    EXPECT_TRUE(store_->outcomes("old")->empty());
    EXPECT_EQ(ids(store_->runs(9)), (std::vector<std::string>{"new"}));
}

TEST_P(StoreContract, PruningGivesSpaceBack) {
    for (int i = 0; i < 100; ++i) {
        auto page = made_page("p" + std::to_string(i));
        for (int n = 0; n < 5000; ++n) page.document.text += std::to_string((n + i) * 7919) + " ";
        ASSERT_TRUE(store_->save_page(page));
    }
    const auto before = store_->stats()->bytes;
    ASSERT_TRUE(store_->prune(at(9999)));
    EXPECT_GT(before, 1'000'000);
    EXPECT_LT(store_->stats()->bytes, before / 10);
}

const Implementation kImplementations[] = {
    {"SqliteFile",
     [](const std::filesystem::path& folder) {
         auto opened = open_sqlite_store(folder / "memory.sqlite");
         return opened ? std::move(opened->store) : nullptr;
     }},
    {"Memory",
     [](const std::filesystem::path&) {
         auto opened = open_memory_store();
         return opened ? std::move(*opened) : nullptr;
     }},
};

INSTANTIATE_TEST_SUITE_P(Stores, StoreContract, testing::ValuesIn(kImplementations),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace winnow
