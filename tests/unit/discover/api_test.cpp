#include "discover/api/api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "discover/api/adjusted.h"
#include "discover/api/search_source.h"
#include "discover/api/tuned.h"
#include "discover/ask/search_text.h"
#include "sources.h"

namespace winnow {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Words = std::vector<std::string>;

constexpr auto kAddress = "https://api.example/x?key=top%20secret";

TEST(Api, NeverShowsItsKey) {
    SourceFixture web;
    web.http.answer(kAddress, 400, R"({"error":{"message":"bad key top secret, sent as top%20secret"}})");
    Api api(web.context(), {.endpoint = "https://api.example"}, Secret("top secret"));
    api.set_read_failure([](const http::Response& response, Timestamp) {
        return std::optional(failure_of(ErrorKind::unauthorized, response));
    });
    const auto answer = api.get(kAddress, {});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().message(), "api.example: answered 400: bad key …, sent as …");
}

TEST(Api, LeavesTheServerAloneAsLongAsItAsked) {
    SourceFixture web;
    web.http.answer(kAddress, 200, "{}");
    std::vector<milliseconds> waits;
    Pacer pacer(milliseconds{100}, [&](milliseconds wait, const Deadline&) { waits.push_back(wait); });
    Api api(web.context(), {.endpoint = "https://api.example", .pacer = &pacer}, {});
    int answers = 0;
    api.set_read_failure([&](const http::Response&, Timestamp) {
        if (++answers == 2) api.rest(seconds{10});
        return std::optional<Error>();
    });
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(api.get(kAddress, {}));
    EXPECT_THAT(waits, ElementsAre(milliseconds{100}, seconds{10}, milliseconds{100}));
}

TEST(Api, TakesItsFailureFromTheBodyInWhateverMember) {
    const auto said = [](std::string body) {
        return failure_text({.status = 400, .headers = {}, .body = std::move(body)});
    };
    EXPECT_EQ(said(R"({"error":{"message":"<b>one</b>"}})"), "one");
    EXPECT_EQ(said(R"({"detail":{"error":"two"}})"), "two");
    EXPECT_EQ(said(R"({"error_message":"three"})"), "three");
    EXPECT_EQ(said(R"({"error":"four"})"), "four");
    EXPECT_EQ(said("<h1>five</h1>"), "five");
    EXPECT_EQ(said(R"({"nothing":1})"), "");
    EXPECT_EQ(said(""), "");
}

TEST(Key, IsLookedForWhereTheConfigurationSaysThenWhereItUsuallyLies) {
    SourceFixture web;
    EXPECT_TRUE(find_key({.reference = {}, .usual = "A_KEY"}, web.context())->empty());
    web.variables = {{"A_KEY", "usual"}, {"B_KEY", "other"}};
    EXPECT_EQ(find_key({.reference = {}, .usual = "A_KEY"}, web.context())->reveal(), "usual");
    EXPECT_EQ(find_key({.reference = {"env:B_KEY"}, .usual = "A_KEY"}, web.context())->reveal(), "other");
    EXPECT_EQ(find_key({.reference = {"env:C_KEY"}, .usual = "A_KEY"}, web.context()).error().kind(),
              ErrorKind::invalid_config);
}

TEST(Phrases, StayWholeWhereAnEngineUnderstandsThem) {
    EXPECT_THAT(search_words(R"(the "error budget" policy of "teams")", Phrases::kept),
                ElementsAre("\"error budget\"", "policy", "teams"));
    EXPECT_THAT(search_words(R"(an open "quotation mark)", Phrases::kept), ElementsAre("open", "quotation", "mark"));
    EXPECT_THAT(search_words(R"(the "error budget")"), ElementsAre("error", "budget"));
    EXPECT_THAT(search_words(R"("" "  ")", Phrases::kept), IsEmpty());
}

TEST(Sentences, AreAskedAsTheyAreWithinTheEnginesLength) {
    auto wanted = query("  How to\nrun postmortems? ");
    wanted.expansions = {"How to run postmortems?", "blameless", "third"};
    EXPECT_THAT(sentences_to_ask(wanted, 2, 400), ElementsAre("How to run postmortems?", "blameless"));
    EXPECT_THAT(sentences_to_ask(query("äöü"), 2, 5), ElementsAre("äö"));
    EXPECT_THAT(sentences_to_ask(query(" "), 2, 5), IsEmpty());
}

/// Gives what a test tells it, page by page.
class ScriptedSearch final : public SearchSource {
public:
    ScriptedSearch(SourceContext context, std::size_t max_pages) : SearchSource(std::move(context), max_pages) {}
    std::vector<Search> start{{.words = "rust"}};
    std::function<Result<ResultPage>(const Search&)> give;
    std::vector<std::string> asked;

private:
    std::vector<Search> searches_for(const Query&) const override { return start; }
    Result<ResultPage> next_page(const Search& search, const Query&, const Deadline&) override {
        asked.push_back(search.place + search.words + std::to_string(search.page) + search.cursor);
        return give(search);
    }
};

ResultPage page_of(const std::string& url, bool more, std::string cursor = {}) {
    ResultPage page{.has_more = more, .cursor = std::move(cursor)};
    page.candidates.push_back({.url = *Url::parse(url)});
    return page;
}

TEST(SearchSource, FollowsCursorsAndEndsWithAServerThatAlwaysPromisesMore) {
    SourceFixture web;
    ScriptedSearch source(web.context(), 3);
    source.give = [](const Search&) { return page_of("https://a.org/same", true, "c"); };
    EXPECT_EQ(urls_of(source.discover(query(), {})), "https://a.org/same");
    EXPECT_THAT(source.asked, ElementsAre("rust0", "rust1c", "rust2c"));
}

TEST(SearchSource, ARefusalEndsAllSearchesButKeepsWhatWasFound) {
    SourceFixture web;
    ScriptedSearch source(web.context(), 3);
    source.start = {{.words = "a"}, {.words = "b"}, {.words = "c"}};
    source.give = [](const Search& search) -> Result<ResultPage> {
        if (search.words == "b") return fail(ErrorKind::quota_exhausted, "all is used up");
        return page_of("https://a.org/" + search.words, true);
    };
    const auto found = source.discover(query(), {});
    EXPECT_EQ(urls_of(found), "https://a.org/a");
    EXPECT_THAT(found->warnings, ElementsAre(HasSubstr("\"b\": all is used up")));
    EXPECT_THAT(source.asked, ElementsAre("a0", "b0"));
}

TEST(SearchSource, AFailureOfOneSearchCostsItsOwnResults) {
    SourceFixture web;
    ScriptedSearch source(web.context(), 1);
    source.start = {{.words = "a", .place = "p"}, {.words = "b"}};
    source.give = [](const Search& search) -> Result<ResultPage> {
        if (search.words == "a") return fail(ErrorKind::unavailable, "down");
        return page_of("https://a.org/b", false);
    };
    const auto found = source.discover(query(), {});
    EXPECT_EQ(urls_of(found), "https://a.org/b");
    EXPECT_THAT(found->warnings, ElementsAre("1 of 2 searches failed: \"a\" in p: down"));
}

/// Remembers what it was asked.
class Listener final : public Source {
public:
    explicit Listener(Query& heard) : heard_(heard) {}
    const std::string& name() const override { return name_; }
    Result<Discovery> discover(const Query& query, const Deadline&) override {
        heard_ = query;
        Discovery found;
        for (const auto* url : {"https://a.org/1?x", "https://a.org/2", "https://a.org/1"})
            found.candidates.push_back({.url = *Url::parse(url)});
        return found;
    }

private:
    std::string name_ = "listener";
    Query& heard_;
};

TEST(TunedSource, AsksAsTheConfigurationSays) {
    FakeClock clock;
    Query heard;
    const auto source = make_tuned_source(
        std::make_unique<Listener>(heard),
        {.limit = 7, .queries = {"seed"}, .since = Timestamp{seconds{5}}, .age = std::chrono::hours{1}}, clock);
    auto wanted = query("question");
    wanted.expansions = {"expansion"};
    EXPECT_TRUE(source->discover(wanted, {}));
    EXPECT_EQ(heard.question, "question");
    EXPECT_EQ(heard.limit, 7U);
    EXPECT_THAT(heard.expansions, ElementsAre("seed", "expansion"));
    EXPECT_EQ(heard.since, clock.now() - std::chrono::hours{1});
    wanted.since = clock.now();
    EXPECT_TRUE(source->discover(wanted, {}));
    EXPECT_EQ(heard.since, clock.now()) << "the run's own limit is later";
}

TEST(TunedSource, ChangesNothingThatIsNotConfigured) {
    FakeClock clock;
    Query heard;
    EXPECT_TRUE(make_tuned_source(std::make_unique<Listener>(heard), {}, clock)->discover(query("q", 3), {}));
    EXPECT_EQ(heard.limit, 3U);
    EXPECT_EQ(heard.since, Timestamp{});
    EXPECT_THAT(heard.expansions, IsEmpty());
}

TEST(AdjustedSource, JoinsWhatBecomesTheSamePage) {
    Query heard;
    const auto source = make_adjusted_source(std::make_unique<Listener>(heard), [](Candidate& candidate) {
        if (candidate.url.path() == "/2") return false;
        candidate.url = *Url::parse("https://a.org" + std::string(candidate.url.path()));
        return true;
    });
    EXPECT_EQ(urls_of(source->discover(query(), {})), "https://a.org/1");
}

}  // namespace
}  // namespace winnow
