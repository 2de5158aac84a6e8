#include "pipeline/item.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rank/ranker.h"
#include "store/sqlite_store.h"
#include "support/fake_http.h"

namespace winnow {
namespace {

using testing::HasSubstr;

constexpr std::string_view kWords =
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen";

/// Gives one status and body for every URL, or fails.
class OneAnswer final : public Fetcher {
public:
    int status = 200;
    std::optional<Error> error;
    bool no_store = false;
    int asked = 0;

    Result<Fetched> fetch(const Url& url, const std::optional<Validators>&, const Deadline&) override {
        ++asked;
        if (error) return fail(*error);
        Fetched fetched;
        fetched.no_store = no_store;
        fetched.page = {.url = url,
                        .final_url = url,
                        .status = status,
                        .content_type = {},
                        .headers = {},
                        .fetched_at = {},
                        .body = "fetched " + std::string(kWords)};
        return fetched;
    }
    std::chrono::milliseconds delay_for(const Url&) override { return {}; }
};

/// Takes the body for the text.
class BodyIsText final : public Extractor {
public:
    Result<Document> extract(const Page& page) override {
        Document document{.url = page.url, .canonical = page.url, .text = page.body, .words = 40};
        document.content_hash = page.body;
        return document;
    }
};

class FixedJudge final : public Evaluator {
public:
    const std::string& method() const override { return name_; }
    const std::string& model() const override { return name_; }
    Result<Assessment> evaluate(const Document& document, const std::string&, const Rubric&, const Deadline&) override {
        return Assessment{.overall = 5, .summary = document.text.substr(0, 6)};
    }

    std::vector<Exchange> take_exchanges() override {
        return {{.sent = {{.role = "system", .content = {.text = "rules"}},
                          {.role = "user", .content = {.text = "page"}}}}};
    }

private:
    std::string name_ = "fixed";
};

class ItemTest : public testing::Test {
protected:
    ItemTest() {
        auto fetcher = std::make_unique<OneAnswer>();
        fetcher_ = fetcher.get();
        components_.clock = &clock_;
        components_.fetcher = std::move(fetcher);
        components_.extractor = std::make_unique<BodyIsText>();
        components_.evaluator = std::make_unique<FixedJudge>();
        components_.ranker = make_ranker();
        components_.store = std::move(*open_memory_store());
        candidate_.url = *Url::parse("https://a.org/");
        candidate_.title = "Title";
    }
    Evaluated process() {
        LocalLedger ledger{Budget{}};
        return process_item(components_, {.question = "one", .min_words = 10}, candidate_, ledger, {});
    }
    /// What the judge read: the first letters of it.
    std::string read() {
        const auto item = process();
        return item.assessment ? item.assessment->summary : std::string(to_string(item.state)) + ": " + item.reason;
    }

    FakeClock clock_;
    Components components_;
    OneAnswer* fetcher_ = nullptr;
    Candidate candidate_;
};

TEST_F(ItemTest, ReadsThePageAlthoughTheSourceCarriesContent) {
    candidate_.inline_html = "inline " + std::string(kWords);
    EXPECT_EQ(read(), "fetche");
}

TEST_F(ItemTest, ReadsWhatStandsForThePageWithoutFetching) {
    candidate_.inline_html = "inline " + std::string(kWords);
    candidate_.inline_is_page = true;
    EXPECT_EQ(read(), "inline");
    EXPECT_EQ(fetcher_->asked, 0);
}

TEST_F(ItemTest, SaysWhyTheSourceKnowsThatItCannotBeRead) {
    candidate_.unreadable = "no transcript: the video has no captions";
    EXPECT_EQ(read(), "not_read: no transcript: the video has no captions");
    EXPECT_EQ(fetcher_->asked, 0);
}

TEST_F(ItemTest, ReadsTheContentOfTheSourceWhenThePageIsRefused) {
    candidate_.inline_html = "inline " + std::string(kWords);
    fetcher_->status = 403;
    const auto item = process();
    ASSERT_TRUE(item.assessment);
    EXPECT_EQ(item.assessment->summary, "inline");
    EXPECT_THAT(item.document->warnings, testing::ElementsAre(HasSubstr("the server answered 403")));
    fetcher_->error = Error(ErrorKind::unavailable, "down");
    EXPECT_EQ(read(), "inline");
}

TEST_F(ItemTest, DoesNotReadWhatIsGone) {
    candidate_.inline_html = "inline " + std::string(kWords);
    for (const int status : {404, 410}) {
        fetcher_->status = status;
        EXPECT_THAT(read(), HasSubstr("error_page: the server answered " + std::to_string(status)));
    }
    fetcher_->error = Error(ErrorKind::cancelled, "stopped");
    EXPECT_THAT(read(), HasSubstr("failed"));
}

TEST_F(ItemTest, RemembersWhatWasSentToTheJudge) {
    const auto item = process();
    const auto kept = *components_.store->exchanges(item.document->content_hash, *item.assessment);
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_EQ(kept[0].sent.at(1).content.text, "page");
}

TEST_F(ItemTest, RemembersNoPageThatAsksNotToBeKept) {
    fetcher_->no_store = true;
    const auto item = process();
    const auto kept = *components_.store->exchanges(item.document->content_hash, *item.assessment);
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_EQ(kept[0].sent.at(0).content.text, "rules");
    EXPECT_EQ(kept[0].sent.at(1).content, (KeptText{"", 4}));
}

}  // namespace
}  // namespace winnow
