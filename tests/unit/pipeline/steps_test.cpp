#include "pipeline/steps/steps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/codec.h"
#include "pipeline/steps/blob_ledger.h"
#include "support/memory_blobs.h"
#include "unit/pipeline/parts.h"

namespace winnow {
namespace {

constexpr const char* kQuestion = "incident reviews";
const std::string kText = "Incident reviews without blame teach more than incident reviews with it.";

class Steps : public testing::Test {
protected:
    Steps() {
        options.question = kQuestion;
        header = {.run_id = "r1", .query = kQuestion, .method = "scripted", .started = clock.now()};
        found.candidates = {candidate("https://a.org/one"), candidate("https://b.org/two")};
        script.texts = {{"https://a.org/one", kText}, {"https://b.org/two", kText + " And more of it."}};
    }

    Components parts() { return components_of(script, found, clock); }
    Result<UrlList> discover_all(ListForm form = ListForm::inline_items) {
        auto components = parts();
        return fetch_urls(components, options, header, form, blobs, {});
    }
    Result<Evaluated> evaluate(const std::string& url) {
        auto components = parts();
        BlobLedger ledger(blobs, header.run_id, options.budget, {});
        return evaluate_url(components, options, header.run_id, candidate(url), ledger, blobs, {});
    }
    Result<Report> process(const std::map<std::string, std::string>& failures = {}) {
        auto components = parts();
        return process_results(components, options, header, failures, blobs, {});
    }

    FakeClock clock;
    Script script;
    Discovery found;
    RunOptions options;
    RunHeader header;
    MemoryBlobs blobs;
};

TEST_F(Steps, GiveOneReportForWhatEveryStepLeft) {
    ASSERT_TRUE(discover_all());
    ASSERT_TRUE(evaluate("https://a.org/one"));
    ASSERT_TRUE(evaluate("https://b.org/two"));
    const auto report = process();
    ASSERT_TRUE(report);
    EXPECT_EQ(report->run_id, "r1");
    EXPECT_EQ(report->total_urls, 2);
    EXPECT_EQ(report->evaluated_urls, 2);
    ASSERT_EQ(report->sources.size(), 1u);
    EXPECT_EQ(report->sources[0].found, 2);
    EXPECT_EQ(RunBlobs(blobs, "r1", {}).report()->total_urls, 2);
}

TEST_F(Steps, CompareARunWithTheOneBeforeItHoweverOftenTheyAreRepeated) {
    ASSERT_TRUE(discover_all());
    ASSERT_TRUE(evaluate("https://a.org/one"));
    ASSERT_TRUE(evaluate("https://b.org/two"));
    ASSERT_TRUE(process());

    header.run_id = "r2";
    found.candidates = {candidate("https://a.org/one"), candidate("https://c.org/three")};
    script.texts["https://a.org/one"] = kText + " Rewritten.";
    script.texts["https://c.org/three"] = "Something else about incident reviews.";
    const auto list = discover_all();
    ASSERT_TRUE(list);
    EXPECT_EQ(list->header.previous, "r1");
    header = list->header;
    ASSERT_TRUE(evaluate("https://a.org/one"));
    ASSERT_TRUE(evaluate("https://c.org/three"));
    for (int call = 0; call < 2; ++call) {
        const auto report = process();
        ASSERT_TRUE(report);
        ASSERT_TRUE(report->previous);
        EXPECT_EQ(report->previous->run_id, "r1");
        ASSERT_EQ(report->results.size(), 2u);
        for (const auto& entry : report->results)
            EXPECT_EQ(entry.novelty, entry.url.host() == "a.org" ? Novelty::changed : Novelty::fresh);
        ASSERT_EQ(report->gone.size(), 1u);
        EXPECT_EQ(report->gone[0].url.href(), "https://b.org/two");
        EXPECT_EQ(report->gone[0].why, Disappearance::not_suggested);
    }
}

TEST_F(Steps, CompareWithNothingWhenWhatIsKnownCannotBeRead) {
    ASSERT_TRUE(discover_all());
    ASSERT_TRUE(process());
    blobs.blobs["runs/r1/known.json"] = "{";
    header.run_id = "r2";
    const auto list = discover_all();
    ASSERT_TRUE(list);
    header = list->header;
    const auto report = process();
    ASSERT_TRUE(report);
    EXPECT_FALSE(report->previous);
}

TEST_F(Steps, KeepTheTextOfAPageOutOfItsOutcome) {
    ASSERT_TRUE(discover_all());
    const auto item = evaluate("https://a.org/one");
    ASSERT_TRUE(item);
    EXPECT_TRUE(item->document->text.empty());
    const auto id = text::document_id(item->candidate.url).value;
    EXPECT_EQ(blobs.blobs["runs/r1/outcomes/" + id + ".json"].find("without blame"), std::string::npos);
    EXPECT_NE(blobs.blobs["runs/r1/texts/" + id + ".json"].find("without blame"), std::string::npos);
}

TEST_F(Steps, DiscoverARunOnce) {
    ASSERT_TRUE(discover_all());
    found.candidates.clear();
    const auto again = discover_all();
    ASSERT_TRUE(again);
    EXPECT_EQ(again->urls.items().size(), 2u);
}

TEST_F(Steps, RefuseARunIdOfAnotherQuestion) {
    ASSERT_TRUE(discover_all());
    header.query = "something else";
    const auto other = discover_all();
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().kind(), ErrorKind::conflict);
}

TEST_F(Steps, TellWhenNoSourceAnswered) {
    auto components = components_of(script, fail(ErrorKind::unavailable, "is down"), clock);
    const auto list = fetch_urls(components, options, header, ListForm::inline_items, blobs, {});
    ASSERT_FALSE(list);
    EXPECT_EQ(list.error().kind(), ErrorKind::unavailable);
    EXPECT_THAT(list.error().message(), testing::HasSubstr("list: unavailable: is down"));
    EXPECT_TRUE(blobs.blobs.empty());
}

TEST_F(Steps, GoOnWithoutAnyUrlWhenAllSourcesAnswered) {
    found.candidates.clear();
    ASSERT_TRUE(discover_all());
    const auto report = process();
    ASSERT_TRUE(report);
    EXPECT_EQ(report->explanation, "The sources gave no URL. list: 0 found.");
}

TEST_F(Steps, LetShortItemsTravelWhole) {
    const auto list = discover_all();
    ASSERT_TRUE(list);
    const auto item = decode_url_item(list->urls[0]);
    ASSERT_TRUE(item);
    ASSERT_TRUE(item->candidate);
    EXPECT_EQ(item->candidate->title, "A title");
}

TEST_F(Steps, LetLongItemsTravelWithoutWhatTheRunsListHolds) {
    found.candidates[0].inline_html = std::string(kMostItemBytes, 'x');
    const auto list = discover_all();
    ASSERT_TRUE(list);
    EXPECT_LT(json::dump(list->urls).size(), 1'000u);
    const auto item = decode_url_item(list->urls[0]);
    ASSERT_TRUE(item);
    EXPECT_FALSE(item->candidate);
    EXPECT_EQ(item->url, found.candidates[0].url);
    EXPECT_EQ(RunBlobs(blobs, "r1", {}).discovered()->candidates[0].inline_html.size(), kMostItemBytes);
}

TEST_F(Steps, RefuseMoreUrlsThanTravelInline) {
    found.candidates.clear();
    for (int i = 0; i < 3'000; ++i) found.candidates.push_back(candidate("https://a.org/page/" + std::to_string(i)));
    options.per_source = 10'000;
    const auto list = discover_all();
    ASSERT_FALSE(list);
    EXPECT_EQ(list.error().kind(), ErrorKind::too_large);
    const auto stored = discover_all(ListForm::stored);
    ASSERT_TRUE(stored);
    EXPECT_EQ(json::parse(blobs.blobs[stored->stored_list])->items().size(), 3'000u);
}

TEST_F(Steps, LeaveAThousandUrlsRoomInlineBeforeAndAfterTheMap) {
    found.candidates.clear();
    for (int i = 0; i < 1'000; ++i)
        found.candidates.push_back(
            candidate("https://example.org/a/rather/long/path/to/an/article-" + std::to_string(1'000'000 + i)));
    const auto list = discover_all();
    ASSERT_TRUE(list);
    EXPECT_LT(json::dump(list->urls).size() + 1'000 * kAnswerBytes, kStatePayload);
}

TEST_F(Steps, DoNotRepeatWhatHasEnded) {
    ASSERT_TRUE(evaluate("https://a.org/one"));
    ASSERT_TRUE(evaluate("https://a.org/one"));
    EXPECT_EQ(script.fetches, 1);
    EXPECT_EQ(script.judgements, 1);
}

TEST_F(Steps, TryAPassingFailureAgainAndKeepWhatCameOfIt) {
    script.failures.emplace("https://a.org/one", Error(ErrorKind::unavailable, "no connection"));
    const auto failed = evaluate("https://a.org/one");
    ASSERT_TRUE(failed);
    EXPECT_TRUE(can_help_again(*failed));
    script.failures.clear();
    const auto again = evaluate("https://a.org/one");
    ASSERT_TRUE(again);
    EXPECT_EQ(again->state, UrlState::judged);
    EXPECT_FALSE(can_help_again(*again));
}

TEST_F(Steps, CountAFailureThatWillNotPassAsAnEnd) {
    script.failures.emplace("https://a.org/one", Error(ErrorKind::malformed, "broken HTTP"));
    const auto failed = evaluate("https://a.org/one");
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->state, UrlState::failed);
    EXPECT_FALSE(can_help_again(*failed));
}

TEST_F(Steps, TakeAJudgementOfTheSameRunForItsOwn) {
    script.texts["https://b.org/two"] = kText;  // a copy, judged on another machine
    ASSERT_TRUE(evaluate("https://a.org/one"));
    const auto copy = evaluate("https://b.org/two");
    ASSERT_TRUE(copy);
    EXPECT_EQ(copy->state, UrlState::judged);
    EXPECT_EQ(script.judgements, 1);
}

TEST_F(Steps, TakeAJudgementOfAnEarlierRunForRemembered) {
    ASSERT_TRUE(evaluate("https://a.org/one"));
    blobs.blobs.clear();
    const auto again = evaluate("https://a.org/one");
    ASSERT_TRUE(again);
    EXPECT_EQ(again->state, UrlState::cached);
}

TEST_F(Steps, StopJudgingWhenTheBudgetOfAllMachinesIsSpent) {
    script.is_metered = true;
    script.usage = {.input_tokens = 600, .output_tokens = 500, .cost_usd = 0.01};
    options.budget.tokens = 1'000;
    ASSERT_EQ(evaluate("https://a.org/one")->state, UrlState::judged);
    EXPECT_EQ(evaluate("https://b.org/two")->state, UrlState::budget_exhausted);
    EXPECT_EQ(script.judgements, 1);
}

TEST_F(Steps, NameTheErrorOfAUrlThatLeftNoOutcome) {
    ASSERT_TRUE(discover_all());
    ASSERT_TRUE(evaluate("https://a.org/one"));
    const auto report = process({{"https://b.org/two", "States.Timeout"}});
    ASSERT_TRUE(report);
    EXPECT_EQ(report->failed_urls, 1);
    ASSERT_EQ(report->omissions.size(), 1u);
    EXPECT_EQ(report->omissions[0].error_kind, "timed_out");
    EXPECT_THAT(report->omissions[0].reason, testing::HasSubstr("States.Timeout"));
    EXPECT_EQ(report->omissions[0].title, "A title");
}

TEST_F(Steps, PreferTheOutcomeToTheNameOfAnError) {
    script.failures.emplace("https://b.org/two", Error(ErrorKind::unavailable, "no connection to b.org"));
    ASSERT_TRUE(discover_all());
    ASSERT_TRUE(evaluate("https://a.org/one"));
    ASSERT_TRUE(evaluate("https://b.org/two"));
    const auto report = process({{"https://b.org/two", "Unavailable"}});
    ASSERT_TRUE(report);
    ASSERT_EQ(report->omissions.size(), 1u);
    EXPECT_EQ(report->omissions[0].reason, "no connection to b.org");
}

TEST_F(Steps, PassOnThatTheStoreFails) {
    ASSERT_TRUE(discover_all());
    blobs.refuse = [](const std::string& verb, const std::string&) -> std::optional<Error> {
        if (verb == "put") return Error(ErrorKind::rate_limited, "SlowDown");
        return std::nullopt;
    };
    const auto item = evaluate("https://a.org/one");
    ASSERT_FALSE(item);
    EXPECT_EQ(item.error().kind(), ErrorKind::rate_limited);
}

TEST(UrlItem, NamesWhatIsMissing) {
    EXPECT_EQ(decode_url_item(*json::parse(R"({"url":"https://a.org/"})")).error().message(),
              "the event has no 'run_id'");
    EXPECT_EQ(decode_url_item(*json::parse(R"({"run_id":"r1"})")).error().message(), "the event has no 'url'");
    EXPECT_FALSE(decode_url_item(*json::parse(R"({"run_id":"../r1","url":"https://a.org/"})")));
    EXPECT_FALSE(decode_url_item(*json::parse(R"({"run_id":"r1","url":"not a url"})")));
}

TEST(BlobLedger, AddsUpWhatAllHaveSpent) {
    MemoryBlobs blobs;
    BlobLedger one(blobs, "r1", {.cost_usd = 0.5}, {});
    BlobLedger other(blobs, "r1", {.cost_usd = 0.5}, {});
    ASSERT_TRUE(one.add("aa", {.input_tokens = 10, .cost_usd = 0.3}));
    EXPECT_TRUE(*other.is_open());
    ASSERT_TRUE(other.add("bb", {.input_tokens = 10, .cost_usd = 0.25}));
    EXPECT_FALSE(*one.is_open());
    EXPECT_TRUE(*one.has_judged("bb"));
    EXPECT_FALSE(*one.has_judged("b"));
    EXPECT_TRUE(*BlobLedger(blobs, "r2", {.cost_usd = 0.5}, {}).is_open());
}

TEST(RunId, MayNotLeadOutOfItsFolder) {
    EXPECT_TRUE(check_run_id("career-growth-20261123T000000-1f2e3d"));
    for (const auto* bad : {"", "..", "a/b", "a b", ".hidden", "ä"}) EXPECT_FALSE(check_run_id(bad)) << bad;
    EXPECT_FALSE(check_run_id(std::string(81, 'a')));
}

}  // namespace
}  // namespace winnow
