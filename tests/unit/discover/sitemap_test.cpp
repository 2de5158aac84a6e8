#include "discover/sitemap/sitemap.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "sources.h"

namespace winnow {
namespace {

using testing::HasSubstr;

std::string gzip(std::string_view bytes) {
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    std::string result(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(result.data());
    stream.avail_out = static_cast<uInt>(result.size());
    deflate(&stream, Z_FINISH);
    result.resize(stream.total_out);
    deflateEnd(&stream);
    return result;
}

std::string page(const std::string& url, const std::string& modified = {}) {
    return "<url><loc>" + url + "</loc>" + (modified.empty() ? "" : "<lastmod>" + modified + "</lastmod>") + "</url>";
}

std::string urlset(const std::string& pages) {
    return "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>" + pages + "</urlset>";
}

std::string index_of(const std::vector<std::string>& urls, const std::string& modified = {}) {
    std::string text = "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>";
    for (const auto& url : urls)
        text += "<sitemap><loc>" + url + "</loc>" + (modified.empty() ? "" : "<lastmod>" + modified + "</lastmod>") +
                "</sitemap>";
    return text + "</sitemapindex>";
}

class SitemapTest : public testing::Test {
protected:
    std::string found(const std::string& url, Query wanted = query(), std::vector<std::string> contains = {}) {
        auto made = make_sitemap_source({.urls = {url}, .contains = std::move(contains)}, web_.context("sitemap"));
        if (!made) return made.error().message();
        auto result = (*made)->discover(wanted, {});
        warnings_ = result ? result->warnings : std::vector<std::string>();
        return urls_of(result);
    }
    SourceFixture web_;
    std::vector<std::string> warnings_;
    const std::string address_ = "https://a.org/sitemap.xml";
};

TEST_F(SitemapTest, GivesTheNewestPagesFirst) {
    web_.http.answer(address_, 200,
                     urlset(page("https://a.org/undated") + page("https://a.org/old", "2020-01-01") +
                            page("https://a.org/new?a=1&amp;b=2", "2024-05-01T10:00:00+00:00") +
                            page("https://a.org/mid", "2022-01-01") + page("https://a.org/mid", "2023-01-01")));
    EXPECT_EQ(found(address_, query("x", 4)),
              "https://a.org/new?a=1&b=2\nhttps://a.org/mid\nhttps://a.org/old\nhttps://a.org/undated");
    EXPECT_EQ(found(address_, query("x", 1)), "https://a.org/new?a=1&b=2");
}

TEST_F(SitemapTest, LeavesOutWhatDidNotChangeSince) {
    web_.http.answer(address_, 200,
                     urlset(page("https://a.org/old", "2020-01-01") + page("https://a.org/new", "2024-01-01") +
                            page("https://a.org/undated")));
    auto recent = query();
    recent.since = at("2023-01-01");
    EXPECT_EQ(found(address_, recent), "https://a.org/new\nhttps://a.org/undated");
}

TEST_F(SitemapTest, KeepsOnlyAddressesThatContainWhatIsAsked) {
    web_.http.answer(address_, 200, urlset(page("https://a.org/blog/1") + page("https://a.org/shop/1")));
    EXPECT_EQ(found(address_, query(), {"/blog/", "/news/"}), "https://a.org/blog/1");
}

TEST_F(SitemapTest, FollowsIndexesAndSkipsUnchangedSitemaps) {
    web_.http.answer(address_, 200, index_of({"https://a.org/1.xml", "https://a.org/2.xml"}, "2024-01-01"))
        .answer("https://a.org/1.xml", 200, urlset(page("https://a.org/1")))
        .answer("https://a.org/2.xml", 200, index_of({"https://a.org/3.xml"}, "2020-01-01"));
    auto recent = query();
    recent.since = at("2023-01-01");
    EXPECT_EQ(found(address_, recent), "https://a.org/1");
    EXPECT_EQ(web_.http.requests.size(), 3U);
}

TEST_F(SitemapTest, InflatesGzip) {
    web_.http.answer("https://a.org/sitemap.xml.gz", 200, gzip(urlset(page("https://a.org/1"))),
                     {{"Content-Type", "application/x-gzip"}});
    EXPECT_EQ(found("https://a.org/sitemap.xml.gz"), "https://a.org/1");
}

TEST_F(SitemapTest, RefusesAnInflationBeyondTheLimit) {
    web_.http.answer(address_, 200, gzip(std::string(sitemaps::kMaxSitemapBytes + 1, ' ')));
    EXPECT_THAT(found(address_), HasSubstr("too_large"));
}

TEST_F(SitemapTest, ReadsPlainText) {
    web_.http.answer("https://a.org/sitemap.txt", 200,
                     "\xEF\xBB\xBFhttps://a.org/1\r\n\r\nhttps://a.org/2\nnonsense\n");
    EXPECT_EQ(found("https://a.org/sitemap.txt"), "https://a.org/1\nhttps://a.org/2");
}

TEST_F(SitemapTest, FollowsTheLinesOfARobotsTxt) {
    web_.http
        .answer("https://a.org/robots.txt", 200,
                "User-agent: *\nDisallow: /x\nSITEMAP: /one.xml # the first\nsitemap:https://b.org/two.xml\n")
        .answer("https://a.org/one.xml", 200, urlset(page("https://a.org/1")))
        .answer("https://b.org/two.xml", 200, urlset(page("https://b.org/2")));
    EXPECT_EQ(found("https://a.org/robots.txt"), "https://a.org/1\nhttps://b.org/2");
}

TEST_F(SitemapTest, ARobotsTxtThatNamesNoneLeadsToTheUsualPlace) {
    web_.http.answer("https://a.org/robots.txt", 200, "User-agent: *\n")
        .answer(address_, 200, urlset(page("https://a.org/1")));
    EXPECT_EQ(found("https://a.org/robots.txt"), "https://a.org/1");
}

TEST_F(SitemapTest, TakesTitlesAndDatesOfNewsButNotThoseOfImages) {
    web_.http.answer(address_, 200,
                     "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
                     "xmlns:n='http://www.google.com/schemas/sitemap-news/0.9' "
                     "xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'>"
                     "<url><loc>https://a.org/1</loc><image:image><image:loc>https://a.org/i.png</"
                     "image:loc><image:title>No</image:title>"
                     "</image:image><n:news><n:publication_date>2024-01-02</n:publication_date><n:title>A &amp; "
                     "B</n:title></n:news></url>"
                     "</urlset>");
    auto made = make_sitemap_source({.urls = {address_}, .contains = {}}, web_.context());
    const auto result = (*made)->discover(query(), {});
    ASSERT_EQ(urls_of(result), "https://a.org/1");
    EXPECT_EQ(result->candidates.front().title, "A & B");
    EXPECT_EQ(result->candidates.front().published_at, at("2024-01-02"));
}

TEST_F(SitemapTest, AFeedServesAsWell) {
    web_.http.answer(address_, 200, "<rss><channel><item><link>https://a.org/1</link></item></channel></rss>");
    EXPECT_EQ(found(address_), "https://a.org/1");
}

TEST_F(SitemapTest, SomeFailingIsAWarningAndAllAnError) {
    web_.http.answer(address_, 200, index_of({"https://a.org/1.xml", "https://a.org/2.xml"}))
        .answer("https://a.org/1.xml", 200, urlset(page("https://a.org/1")))
        .answer("https://a.org/2.xml", 404, "gone")
        .answer("https://b.org/s.xml", 200, "<html></html>");
    EXPECT_EQ(found(address_), "https://a.org/1");
    EXPECT_THAT(warnings_, testing::ElementsAre(HasSubstr("1 of 3 sitemaps failed: https://a.org/2.xml")));
    EXPECT_THAT(found("https://b.org/s.xml"), HasSubstr("malformed"));
}

TEST_F(SitemapTest, IndexesInACircleOrTooDeepEnd) {
    web_.http.answer(address_, 200, index_of({address_, "https://a.org/1"}));
    for (int i = 1; i < 9; ++i)
        web_.http.answer("https://a.org/" + std::to_string(i), 200,
                         index_of({"https://a.org/" + std::to_string(i + 1)}));
    EXPECT_EQ(found(address_), "");
    EXPECT_EQ(web_.http.requests.size(), 4U);
    EXPECT_THAT(warnings_, testing::ElementsAre(HasSubstr("is not followed")));
}

TEST_F(SitemapTest, ReadsOnlySoManySitemaps) {
    std::vector<std::string> urls;
    for (int i = 0; i < 300; ++i) urls.push_back("https://a.org/" + std::to_string(i) + ".xml");
    web_.http.answer(address_, 200, index_of(urls));
    for (const auto& url : urls) web_.http.answer(url, 200, urlset(page(url + "/page")));
    found(address_, query("x", 1000));
    EXPECT_EQ(web_.http.requests.size(), 100U);
    EXPECT_THAT(warnings_, testing::ElementsAre("only 100 sitemaps were read; 201 are left"));
}

TEST_F(SitemapTest, ReadsOnlySoManyEntries) {
    std::string pages;
    for (std::size_t i = 0; i <= sitemaps::kMaxEntries; ++i) pages += page("https://a.org/" + std::to_string(i));
    web_.http.answer(address_, 200, urlset(pages));
    EXPECT_EQ(found(address_, query("x", 2)), "https://a.org/0\nhttps://a.org/1");
    EXPECT_THAT(warnings_, testing::ElementsAre(HasSubstr("only the first 50000 entries")));
}

TEST_F(SitemapTest, SurvivesWhatIsCutOff) {
    const auto whole = urlset(page("https://a.org/1") + page("https://a.org/2"));
    web_.http.answer(address_, 200, whole.substr(0, whole.find("/2")));
    EXPECT_THAT(found(address_), HasSubstr("https://a.org/1"));
}

TEST_F(SitemapTest, AsksNobodyWhenStoppedOrOutOfTime) {
    auto made = make_sitemap_source({.urls = {address_}, .contains = {}}, web_.context());
    EXPECT_THAT(urls_of((*made)->discover(query(), stopped())), HasSubstr("cancelled"));
    EXPECT_THAT(urls_of((*made)->discover(query(), passed())), HasSubstr("timed_out"));
    EXPECT_TRUE(web_.http.requests.empty());
}

}  // namespace
}  // namespace winnow
