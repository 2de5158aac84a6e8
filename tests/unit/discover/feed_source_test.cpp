#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "discover/feed/feed.h"
#include "files/files.h"
#include "sources.h"

namespace winnow {
namespace {

using testing::HasSubstr;

std::string feed_with(const std::vector<std::string>& links, const std::string& extra = {}) {
    std::string text = "<rss version='2.0'><channel>";
    for (const auto& link : links) text += "<item><title>T</title><link>" + link + "</link>" + extra + "</item>";
    return text + "</channel></rss>";
}

class FeedSourceTest : public testing::Test {
protected:
    std::unique_ptr<Source> source(std::vector<std::string> urls) {
        auto made = make_feed_source({.urls = std::move(urls), .opml_files = {}}, web_.context("feeds"));
        if (!made) ADD_FAILURE() << made.error().message();
        return std::move(*made);
    }
    SourceFixture web_;
};

TEST_F(FeedSourceTest, GivesTheItemsWithTheirDateAndTheSourcesName) {
    web_.http.answer("https://a.org/feed", 200,
                     feed_with({"https://a.org/1"}, "<pubDate>Thu, 01 Jan 2004 19:48:21 GMT</pubDate>"));
    const auto found = source({"https://a.org/feed"})->discover(query(), {});
    ASSERT_TRUE(found);
    ASSERT_EQ(found->candidates.size(), 1U);
    const auto& candidate = found->candidates.front();
    EXPECT_EQ(candidate.url.href(), "https://a.org/1");
    EXPECT_EQ(candidate.title, "T");
    EXPECT_EQ(candidate.source, "feeds");
    EXPECT_EQ(candidate.found_at, web_.clock.now());
    EXPECT_EQ(candidate.published_at, at("2004-01-01T19:48:21Z"));
    EXPECT_EQ(candidate.inline_html, "");
    EXPECT_THAT(std::string(http::find_header(web_.http.requests.front().headers, "accept").value_or("")),
                HasSubstr("application/rss+xml"));
}

TEST_F(FeedSourceTest, TakesTheFeedsInTurnsAndEachUrlOnceUpToTheLimit) {
    web_.http.answer("https://a.org/feed", 200, feed_with({"https://x.org/1", "https://x.org/2", "https://x.org/3"}))
        .answer("https://b.org/feed", 200, feed_with({"https://x.org/1", "https://y.org/2", "https://y.org/3"}));
    const auto feeds = source({"https://a.org/feed", "https://b.org/feed"});
    EXPECT_EQ(urls_of(feeds->discover(query("x", 4), {})),
              "https://x.org/1\nhttps://x.org/2\nhttps://y.org/2\nhttps://x.org/3");
}

TEST_F(FeedSourceTest, LeavesOutWhatIsOlderThanAsked) {
    const std::string feed =
        "<feed xmlns='http://www.w3.org/2005/Atom'>"
        "<entry><link href='https://a.org/old'/><published>2020-01-01T00:00:00Z</published></entry>"
        "<entry><link href='https://a.org/new'/><updated>2024-01-01T00:00:00Z</updated></entry>"
        "<entry><link href='https://a.org/undated'/></entry></feed>";
    web_.http.answer("https://a.org/feed", 200, feed);
    auto recent = query();
    recent.since = at("2023-06-01T00:00:00Z");
    EXPECT_EQ(urls_of(source({"https://a.org/feed"})->discover(recent, {})),
              "https://a.org/new\nhttps://a.org/undated");
}

TEST_F(FeedSourceTest, CarriesWholeArticles) {
    std::string words;
    for (int i = 0; i < 400; ++i) words += "word ";
    web_.http.answer("https://a.org/feed", 200,
                     feed_with({"https://a.org/1"},
                               "<content:encoded><![CDATA[<p><a href='/r'>" + words + "</a></p>]]></content:encoded>"));
    const auto found = source({"https://a.org/feed"})->discover(query(), {});
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->candidates.front().inline_html.starts_with("<p><a href='https://a.org/r'>word"));
}

TEST_F(FeedSourceTest, FollowsRedirectsAndResolvesAgainstWhereItEnded) {
    web_.http.answer("https://a.org/feed", 301, "", {{"Location", "https://b.org/feed"}})
        .answer("https://b.org/feed", 200, feed_with({"/1"}));
    EXPECT_EQ(urls_of(source({"https://a.org/feed"})->discover(query(), {})), "https://b.org/1");
}

TEST_F(FeedSourceTest, FindsTheFeedOfAPage) {
    web_.http
        .answer("https://a.org/", 200, "<html><head><link rel=alternate type='application/rss+xml' href='/rss'></head>",
                {{"Content-Type", "text/html"}})
        .answer("https://a.org/rss", 200, feed_with({"https://a.org/1"}))
        .answer("https://b.org/", 200, "<html><body>no feed</body></html>", {{"Content-Type", "text/html"}});
    EXPECT_EQ(urls_of(source({"https://a.org/"})->discover(query(), {})), "https://a.org/1");
    EXPECT_THAT(urls_of(source({"https://b.org/"})->discover(query(), {})), HasSubstr("links to no feed"));
}

TEST_F(FeedSourceTest, SomeFailingIsAWarning) {
    web_.http.answer("https://a.org/feed", 200, feed_with({"https://a.org/1"}))
        .answer("https://b.org/feed", 500, "<h1>Oops</h1>")
        .fail_with("https://c.org/feed", Error(ErrorKind::unavailable, "no such host"))
        .answer("https://d.org/feed", 200, "not a feed");
    const auto found = source({"https://a.org/feed", "https://b.org/feed", "https://c.org/feed", "https://d.org/feed"})
                           ->discover(query(), {});
    ASSERT_TRUE(found);
    EXPECT_EQ(urls_of(found), "https://a.org/1");
    ASSERT_EQ(found->warnings.size(), 1U);
    EXPECT_EQ(found->warnings.front(),
              "3 of 4 feeds failed: https://b.org/feed: b.org answered 500: Oops; https://c.org/feed: no such host; "
              "https://d.org/feed: no feed: neither RSS nor Atom");
}

TEST_F(FeedSourceTest, AllFailingIsAnErrorWithTheServersWish) {
    web_.http.answer("https://a.org/feed", 429, "slow down", {{"Retry-After", "120"}});
    const auto found = source({"https://a.org/feed"})->discover(query(), {});
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().kind(), ErrorKind::rate_limited);
    EXPECT_EQ(found.error().retry_after(), std::chrono::seconds{120});
    EXPECT_THAT(found.error().message(), HasSubstr("https://a.org/feed: a.org answered 429: slow down"));
}

TEST_F(FeedSourceTest, AsksNobodyWhenStoppedOrOutOfTime) {
    const auto feeds = source({"https://a.org/feed", "https://b.org/feed"});
    EXPECT_THAT(urls_of(feeds->discover(query(), stopped())), HasSubstr("cancelled"));
    EXPECT_THAT(urls_of(feeds->discover(query(), passed())), HasSubstr("timed_out"));
    EXPECT_TRUE(web_.http.requests.empty());
}

TEST_F(FeedSourceTest, AFeedWithoutItemsIsNoError) {
    web_.http.answer("https://a.org/feed", 200, feed_with({}));
    EXPECT_EQ(urls_of(source({"https://a.org/feed"})->discover(query(), {})), "");
}

TEST_F(FeedSourceTest, AsksForNoMoreThanTheLimitOfBytes) {
    web_.http.answer("https://a.org/feed", 200, feed_with({}));
    ASSERT_TRUE(source({"https://a.org/feed"})->discover(query(), {}));
    EXPECT_EQ(web_.http.requests.front().max_body_bytes, feeds::kMaxFeedBytes);
}

TEST_F(FeedSourceTest, ReadsListsOfFeeds) {
    auto folder = files::TemporaryFolder::create(testing::TempDir(), "opml");
    ASSERT_TRUE(folder);
    const auto file = (folder->path() / "feeds.opml").string();
    ASSERT_TRUE(files::write_file_atomically(file,
                                             "<opml><body><outline text='F'><outline text='A' "
                                             "xmlUrl='https://a.org/feed'/></outline></body></opml>"));
    web_.http.answer("https://a.org/feed", 200, feed_with({"https://a.org/1"}));
    const auto made = make_feed_source({.urls = {"https://a.org/feed"}, .opml_files = {file}}, web_.context());
    ASSERT_TRUE(made);
    EXPECT_EQ(urls_of((*made)->discover(query(), {})), "https://a.org/1");
    EXPECT_EQ(web_.http.requests.size(), 1U);
}

TEST_F(FeedSourceTest, RefusesWhatIsNoAddressOrNoList) {
    const auto wrong = make_feed_source({.urls = {"nonsense"}, .opml_files = {}}, web_.context("feeds"));
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().kind(), ErrorKind::invalid_argument);
    EXPECT_THAT(wrong.error().message(), HasSubstr("feeds: urls[0]"));
    const auto missing = make_feed_source({.urls = {}, .opml_files = {"/no/such/file.opml"}}, web_.context());
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().kind(), ErrorKind::not_found);
}

}  // namespace
}  // namespace winnow
