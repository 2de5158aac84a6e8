#include "pipeline/question/history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/pipeline/parts.h"

namespace winnow {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;

Timestamp day(int number) {
    return Timestamp{std::chrono::days{20'000 + number}};
}

Ending judged(const std::string& url, const std::string& text, double score = 8) {
    Evaluated item{.candidate = candidate(url), .state = UrlState::judged};
    item.document = Document{.url = item.candidate.url, .title = "Page of " + url};
    item.fingerprint = text::sha256_hex(text).substr(0, 16);
    item.assessment = Assessment{.overall = score};
    return ending_of(std::move(item));
}

Ending answered(const std::string& url, int status) {
    return ending_of(
        {.candidate = candidate(url), .state = UrlState::error_page, .is_gone = status == 404 || status == 410});
}

Ending failed(const std::string& url) {
    Evaluated item{.candidate = candidate(url), .state = UrlState::failed};
    item.error = Error(ErrorKind::timed_out, "did not answer in time");
    return ending_of(std::move(item));
}

/// Runs of one question, one after the other.
class HistoryTest : public testing::Test {
protected:
    Report run(std::vector<Ending> items) {
        ++number_;
        auto history = compare_with_earlier(items, sources, options, {"run" + std::to_string(number_), day(number_)},
                                            std::move(known_));
        Report report;
        for (const auto& item : items)
            if (item.overall) report.results.push_back({.url = item.url, .novelty = item.novelty});
        add_history(report, history);
        known_ = history.known;
        return report;
    }
    static std::vector<std::string> gone(const Report& report) {
        std::vector<std::string> texts;
        for (const auto& page : report.gone) texts.push_back(page.url.href() + " " + std::string(to_string(page.why)));
        return texts;
    }

    std::vector<SourceReport> sources{{"list", 2, ""}};
    RunOptions options;
    std::optional<KnownPages> known_;
    int number_ = 0;
};

TEST_F(HistoryTest, MarksNothingInTheFirstRun) {
    const auto report = run({judged("https://a.org/", "one")});
    EXPECT_FALSE(report.results[0].novelty);
    EXPECT_FALSE(report.previous);
    EXPECT_THAT(report.gone, IsEmpty());
}

TEST_F(HistoryTest, TellsNewChangedAndUnchangedPagesApart) {
    run({judged("https://a.org/", "one"), judged("https://b.org/", "two")});
    const auto report = run({judged("https://b.org/", "two, rewritten"), judged("https://c.org/", "three"),
                             judged("https://a.org/", "one")});
    EXPECT_THAT(report.results[0].novelty, Optional(Novelty::changed));
    EXPECT_THAT(report.results[1].novelty, Optional(Novelty::fresh));
    EXPECT_THAT(report.results[2].novelty, Optional(Novelty::unchanged));
    ASSERT_TRUE(report.previous);
    EXPECT_EQ(report.previous->run_id, "run1");
    EXPECT_EQ(report.previous->started, day(1));
}

TEST_F(HistoryTest, TellsARemovedPageFromOneThatIsNoLongerSuggestedWithTheLastScore) {
    run({judged("https://a.org/", "one", 7.5), judged("https://b.org/", "two", 4), judged("https://c.org/", "three")});
    const auto report = run({answered("https://a.org/", 410), judged("https://c.org/", "three")});
    EXPECT_THAT(gone(report), ElementsAre("https://a.org/ removed", "https://b.org/ not_suggested"));
    EXPECT_EQ(report.gone[0].last_score, 7.5);
    EXPECT_EQ(report.gone[0].last_judged, day(1));
    EXPECT_EQ(report.gone[0].title, "Page of https://a.org/");
    EXPECT_EQ(report.gone[0].source, "list");
}

TEST_F(HistoryTest, ListsAGonePageOnceAndItsReturnAsNew) {
    run({judged("https://a.org/", "one"), judged("https://b.org/", "two")});
    run({judged("https://b.org/", "two")});
    EXPECT_THAT(gone(run({judged("https://b.org/", "two")})), IsEmpty());
    EXPECT_THAT(run({judged("https://a.org/", "one")}).results[0].novelty, Optional(Novelty::fresh));
}

TEST_F(HistoryTest, RemembersAPageThatCouldNotBeReadThisTime) {
    run({judged("https://a.org/", "one")});
    EXPECT_THAT(gone(run({failed("https://a.org/")})), IsEmpty());
    EXPECT_THAT(gone(run({answered("https://a.org/", 403)})), IsEmpty());
    EXPECT_THAT(run({judged("https://a.org/", "one")}).results[0].novelty, Optional(Novelty::unchanged));
}

TEST_F(HistoryTest, ConcludesNothingFromASourceThatFailedOrWasNotAsked) {
    run({judged("https://a.org/", "one")});
    sources = {{"list", 0, "unavailable: is down"}};
    EXPECT_THAT(gone(run({})), IsEmpty());
    sources = {{"another", 0, ""}};
    EXPECT_THAT(gone(run({})), IsEmpty());
    sources = {{"list", 0, ""}};
    EXPECT_THAT(gone(run({})), ElementsAre("https://a.org/ not_suggested"));
}

TEST_F(HistoryTest, ConcludesNothingFromASourceThatWasAskedForWhatIsNew) {
    run({judged("https://a.org/", "one")});
    options.since_of["list"] = day(0);
    const auto report = run({judged("https://b.org/", "two")});
    EXPECT_THAT(gone(report), IsEmpty());
    EXPECT_THAT(report.results[0].novelty, Optional(Novelty::fresh));
    options.since_of.clear();
    options.since = day(0);
    EXPECT_THAT(gone(run({})), IsEmpty());
    options.since = {};
    EXPECT_THAT(run({judged("https://a.org/", "one"), judged("https://b.org/", "two")}).results[0].novelty,
                Optional(Novelty::unchanged));
}

TEST_F(HistoryTest, ConcludesNothingFromARunThatWasCutOff) {
    run({judged("https://a.org/", "one"), judged("https://b.org/", "two")});
    options.max_urls = 1;
    EXPECT_THAT(gone(run({judged("https://b.org/", "two")})), IsEmpty());
}

TEST_F(HistoryTest, DoesNotDependOnTheOrderOfTheItems) {
    std::vector<Ending> forward{judged("https://a.org/", "one"), judged("https://b.org/", "two"),
                                judged("https://c.org/", "three")};
    std::vector<Ending> backward(forward.rbegin(), forward.rend());
    EXPECT_EQ(compare_with_earlier(forward, sources, options, {"r", day(1)}, {}).known,
              compare_with_earlier(backward, sources, options, {"r", day(1)}, {}).known);
}

TEST_F(HistoryTest, ForgetsThePagesThatWereJudgedLongestAgo) {
    options.since = day(0);
    run({judged("https://old.org/", "old")});
    std::vector<Ending> many;
    for (std::size_t i = 0; i < kMostKnownPages; ++i)
        many.push_back(judged("https://a.org/" + std::to_string(i), "text"));
    run(many);
    EXPECT_EQ(known_->pages.size(), kMostKnownPages);
    EXPECT_THAT(known_->pages, testing::Each(testing::Field(&KnownPage::judged, day(2))));
}

}  // namespace
}  // namespace winnow
