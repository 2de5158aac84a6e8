#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "discover/ask/pacer.h"
#include "sources.h"

namespace winnow {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

std::string search(const std::string& words, int start, int count) {
    return "https://export.arxiv.org/api/query?search_query=" + words + "&start=" + std::to_string(start) +
           "&max_results=" + std::to_string(count) + "&sortBy=relevance&sortOrder=descending";
}

std::string entry(const std::string& id, const std::string& title = "A  title\n of two lines") {
    return "<entry><id>http://arxiv.org/abs/" + id + "</id><title>" + title +
           "</title><published>2021-04-28T17:59:59Z</published><updated>2022-01-01T00:00:00Z</updated>"
           "<link href='http://arxiv.org/abs/" +
           id + "' rel='alternate' type='text/html'/></entry>";
}

std::string feed(const std::string& entries) {
    return "<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom'>" + entries + "</feed>";
}

/// What other processes would agree on: whether the turn is free, and what was done with it.
class ScriptedCoordination final : public Coordination {
public:
    Result<milliseconds> take_turn(const std::string&, const Rate&, milliseconds) override { return milliseconds{0}; }
    Result<std::optional<std::string>> lock(const std::string& name, milliseconds) override {
        if (failure) return fail(*failure);
        calls.push_back("lock " + name);
        if (busy_for-- > 0) return std::optional<std::string>();
        return std::optional<std::string>("token");
    }
    Result<bool> prolong(const std::string&, const std::string&, milliseconds lifetime) override {
        calls.push_back("prolong " + std::to_string(lifetime.count()));
        return true;
    }
    Result<bool> unlock(const std::string&, const std::string&) override {
        calls.emplace_back("unlock");
        return true;
    }
    int busy_for = 0;
    std::optional<Error> failure;
    std::vector<std::string> calls;
};

class ArxivTest : public testing::Test {
protected:
    std::unique_ptr<Source> source(std::vector<std::string> categories = {}) {
        ArxivOptions options;
        options.categories = std::move(categories);
        options.pacer = &pacer_;
        auto made = make_arxiv_source(std::move(options), web_.context("arxiv"));
        if (!made) ADD_FAILURE() << made.error().message();
        return std::move(*made);
    }
    SourceFixture web_;
    std::vector<milliseconds> waits_;
    Pacer pacer_{milliseconds{3'000}, [this](milliseconds duration, const Deadline&) {
                     waits_.push_back(duration);
                     web_.clock.advance(std::chrono::ceil<std::chrono::seconds>(duration));
                 }};
};

TEST_F(ArxivTest, GivesAbstractPagesWithoutVersion) {
    web_.http.answer(search("all%3A%22transformers%22", 0, 50), 200,
                     feed(entry("2104.13982v1") + entry("2104.13982v2") + entry("cs/0112017v1")));
    const auto found = source()->discover(query("transformers"), {});
    ASSERT_EQ(urls_of(found), "https://arxiv.org/abs/2104.13982\nhttps://arxiv.org/abs/cs/0112017");
    EXPECT_EQ(found->candidates.front().title, "A title of two lines");
    EXPECT_EQ(found->candidates.front().published_at, at("2021-04-28T17:59:59Z"));
    EXPECT_EQ(http::find_header(web_.http.requests.front().headers, "Accept"), "application/atom+xml");
}

TEST_F(ArxivTest, WritesTheQuestionInTheSearchLanguage) {
    web_.http.answer(
        search("%28%28all%3A%22code%22%20AND%20all%3A%22review%22%29%20OR%20all%3A%22pull%22%29%20AND%20"
               "%28cat%3Acs.SE%20OR%20cat%3Acs.LG%29%20AND%20submittedDate%3A%5B202001020304%20TO%20299912312359%5D",
               0, 50),
        200, feed(""));
    auto wanted = query("code review");
    wanted.expansions = {"pull"};
    wanted.since = at("2020-01-02T03:04:05Z");
    const auto found = source({"cs.SE", "cs.LG"})->discover(wanted, {});
    EXPECT_TRUE(found) << found.error().message();
}

TEST_F(ArxivTest, ReadsPagesThreeSecondsApart) {
    std::string first, second;
    for (int i = 0; i < 200; ++i) first += entry("2101." + std::to_string(10000 + i) + "v1");
    for (int i = 0; i < 50; ++i) second += entry("2102." + std::to_string(10000 + i) + "v1");
    web_.http.answer(search("all%3A%22x%22", 0, 200), 200, feed(first))
        .answer(search("all%3A%22x%22", 200, 100), 200, feed(second));
    const auto found = source()->discover(query("x", 300), {});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->candidates.size(), 250U);
    EXPECT_THAT(waits_, testing::ElementsAre(milliseconds{3'000}));
}

TEST_F(ArxivTest, AnErrorThatComesAsAFeedIsAnError) {
    web_.http.answer(search("all%3A%22x%22", 0, 50), 200,
                     feed("<entry><id>http://arxiv.org/api/errors#incorrect</id><title>Error</title>"
                          "<summary>incorrect id format</summary></entry>"));
    EXPECT_THAT(urls_of(source()->discover(query("x"), {})),
                HasSubstr("malformed: arXiv refuses the question: incorrect"));
}

TEST_F(ArxivTest, LooksThroughTheFeedsOfItsCategoriesWhileTheApiIsDown) {
    const auto announced = [](const std::string& id, const std::string& title, const std::string& summary) {
        return "<entry><id>oai:arXiv.org:" + id + "v1</id><title>" + title + "</title><summary>" + summary +
               "</summary><published>2026-11-26T00:00:00-05:00</published><link href='https://arxiv.org/abs/" + id +
               "' rel='alternate' type='text/html'/></entry>";
    };
    web_.http
        .answer(search("%28all%3A%22code%22%20AND%20all%3A%22review%22%29%20AND%20%28cat%3Acs.SE%20OR%20cat%3Acs.LG%29",
                       0, 50),
                503, "down")
        .answer("https://rss.arxiv.org/atom/cs.SE+cs.LG", 200,
                feed(announced("2611.00001", "A Review of Everything", "x") + announced("2611.00002", "Cats", "Dogs") +
                     announced("2611.00003", "Cats", "They write code.")));
    const auto found = source({"cs.SE", "cs.LG"})->discover(query("code review"), {});
    EXPECT_EQ(urls_of(found), "https://arxiv.org/abs/2611.00001\nhttps://arxiv.org/abs/2611.00003");
    EXPECT_THAT(found->warnings, testing::ElementsAre(HasSubstr("announced today")));
    EXPECT_THAT(waits_, testing::ElementsAre(milliseconds{3'000}));
}

TEST_F(ArxivTest, IsDownWhenItsFeedsAreDownOrItHasNoCategories) {
    web_.http.answer(search("all%3A%22x%22%20AND%20cat%3Acs.SE", 0, 50), 503, "down")
        .answer("https://rss.arxiv.org/atom/cs.SE", 503, "down, too")
        .answer(search("all%3A%22x%22", 0, 50), 503, "down");
    EXPECT_THAT(urls_of(source({"cs.SE"})->discover(query("x"), {})), HasSubstr("unavailable"));
    EXPECT_THAT(urls_of(source()->discover(query("x"), {})), HasSubstr("unavailable"));
    EXPECT_EQ(web_.http.requests.size(), 3u);
}

TEST_F(ArxivTest, WhatCameBeforeAFailureIsKept) {
    std::string first;
    for (int i = 0; i < 200; ++i) first += entry("2101." + std::to_string(10000 + i) + "v1");
    web_.http.answer(search("all%3A%22x%22", 0, 200), 200, feed(first))
        .answer(search("all%3A%22x%22", 200, 100), 503, "down");
    const auto found = source()->discover(query("x", 300), {});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->candidates.size(), 200U);
    EXPECT_THAT(found->warnings, testing::ElementsAre(HasSubstr("further results are missing")));
}

TEST_F(ArxivTest, SaysWhatWentWrong) {
    const auto address = search("all%3A%22x%22", 0, 50);
    web_.http.answer(address, 429, "Rate exceeded.").answer(address, 403, "no").answer(address, 200, "<html></html>");
    EXPECT_THAT(urls_of(source()->discover(query("x"), {})), HasSubstr("rate_limited"));
    EXPECT_THAT(urls_of(source()->discover(query("x"), {})), HasSubstr("forbidden"));
    EXPECT_THAT(urls_of(source()->discover(query("x"), {})), HasSubstr("malformed"));
    EXPECT_THAT(urls_of(source()->discover(query("x"), stopped())), HasSubstr("cancelled"));
    EXPECT_THAT(urls_of(source()->discover(query("x"), passed())), HasSubstr("timed_out"));
}

TEST_F(ArxivTest, LeavesOutOlderPapersThatCameAllTheSame) {
    web_.http.answer(search("all%3A%22x%22%20AND%20submittedDate%3A%5B202201010000%20TO%20299912312359%5D", 0, 50), 200,
                     feed(entry("2104.13982v9")));
    auto wanted = query("x");
    wanted.since = at("2022-01-01T00:00:00Z");
    EXPECT_EQ(urls_of(source()->discover(wanted, {})), "");
}

TEST(Pacer, RefusesATurnThatWouldComeAfterTheDeadline) {
    FakeClock clock;
    int waits = 0, requests = 0;
    Pacer pacer(std::chrono::hours{100}, [&](milliseconds, const Deadline&) { ++waits; });
    EXPECT_TRUE(pacer.take_turn(clock, {}, [&] { ++requests; }));
    const auto refused = pacer.take_turn(clock, Deadline::after(std::chrono::hours{1}), [&] { ++requests; });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind(), ErrorKind::timed_out);
    EXPECT_EQ(waits, 0);
    EXPECT_EQ(requests, 1);
}

TEST(Pacer, DoesNotWaitWhenThePauseIsOver) {
    FakeClock clock;
    int waits = 0;
    Pacer pacer(milliseconds{3'000}, [&](milliseconds, const Deadline&) { ++waits; });
    EXPECT_TRUE(pacer.take_turn(clock, {}, [] {}));
    clock.advance(std::chrono::seconds{3});
    EXPECT_TRUE(pacer.take_turn(clock, {}, [] {}));
    EXPECT_EQ(waits, 0);
}

TEST(Pacer, LetsOneRequestThroughAtATime) {
    FakeClock clock;
    Pacer pacer(milliseconds{3'000}, [](milliseconds, const Deadline&) {});
    std::atomic<int> inside{0}, most{0}, done{0};
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int turn = 0; turn < 50; ++turn)
                (void)pacer.take_turn(clock, {}, [&] {
                    most = std::max(most.load(), ++inside);
                    --inside;
                    ++done;
                });
        });
    threads.clear();
    EXPECT_EQ(most, 1);
    EXPECT_EQ(done, 200);
}

TEST(Pacer, TakesTurnsWithOtherProcessesAndHoldsItsTurnThroughThePause) {
    ScriptedCoordination others;
    others.busy_for = 2;
    int waits = 0;
    FakeClock clock;
    Pacer pacer(milliseconds{3'000}, [&](milliseconds, const Deadline&) { ++waits; });
    EXPECT_TRUE(pacer.take_turn(clock, {}, [&] { others.calls.emplace_back("request"); }, {&others, "arxiv"}));
    EXPECT_EQ(waits, 2);
    EXPECT_THAT(others.calls,
                testing::ElementsAre("lock arxiv", "lock arxiv", "lock arxiv", "request", "prolong 3000"));
}

TEST(Pacer, GivesASharedTurnBackThatItCannotUse) {
    ScriptedCoordination others;
    FakeClock clock;
    Pacer pacer(std::chrono::hours{100}, [](milliseconds, const Deadline&) {});
    EXPECT_TRUE(pacer.take_turn(clock, {}, [] {}));
    EXPECT_FALSE(pacer.take_turn(clock, Deadline::after(std::chrono::hours{1}), [] {}, {&others, "arxiv"}));
    EXPECT_THAT(others.calls, testing::ElementsAre("lock arxiv", "unlock"));
}

TEST(Pacer, KeepsThePaceAloneWhileOthersCannotBeAsked) {
    ScriptedCoordination others;
    others.failure = Error(ErrorKind::unavailable, "is away");
    FakeClock clock;
    int requests = 0;
    Pacer pacer(milliseconds{3'000}, [](milliseconds, const Deadline&) {});
    EXPECT_TRUE(pacer.take_turn(clock, {}, [&] { ++requests; }, {&others, "arxiv"}));
    EXPECT_EQ(requests, 1);
}

TEST(Pacer, DoesNotWaitForOthersBeyondItsDeadline) {
    ScriptedCoordination others;
    others.busy_for = 1'000'000;
    FakeClock clock;
    Pacer pacer(milliseconds{3'000});
    const auto late = pacer.take_turn(clock, Deadline::after(milliseconds{30}), [] {}, {&others, "arxiv"});
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind(), ErrorKind::timed_out);
}

}  // namespace
}  // namespace winnow
