#include <string>

#include <gtest/gtest.h>

#include "discover/feed/autodiscovery.h"
#include "discover/feed/feed.h"
#include "discover/feed/opml.h"

namespace winnow::feeds {
namespace {

Url address() {
    return *Url::parse("https://example.org/feed");
}

Result<Feed> parse(std::string_view text) {
    return parse_feed(text, "application/xml", address());
}

Item only_item(std::string_view text) {
    const auto feed = parse(text);
    if (!feed || feed->items.size() != 1) {
        ADD_FAILURE() << (feed ? std::to_string(feed->items.size()) + " items" : feed.error().message());
        return {};
    }
    return feed->items.front();
}

std::string rss(std::string_view item) {
    return "<rss version='2.0'><channel><title>Channel</title><link>https://example.org/</link><item>" +
           std::string(item) + "</item></channel></rss>";
}

std::string atom(std::string_view entry) {
    return "<feed xmlns='http://www.w3.org/2005/Atom'><title>Feed</title><entry>" + std::string(entry) +
           "</entry></feed>";
}

TEST(Rss, GivesTitleLinkDateAndTexts) {
    const auto item =
        only_item(rss("<title>A &amp;amp; B: &lt;i&gt;C&lt;/i&gt;</title><link> /post </link><pubDate>Thu, 01 Jan 2004 "
                      "19:48:21 GMT</pubDate><description><![CDATA[<p>Short</p>]]></description>"
                      "<content:encoded><![CDATA[<a href=\"/x\">Long</a>]]></content:encoded>"));
    EXPECT_EQ(item.title, "A & B: C");
    EXPECT_EQ(item.link, "https://example.org/post");
    EXPECT_EQ(to_rfc3339(item.published.value()), "2004-01-01T19:48:21Z");
    EXPECT_EQ(item.summary.value, "<p>Short</p>");
    EXPECT_EQ(item.content.value, "<a href=\"https://example.org/x\">Long</a>");
}

TEST(Rss, TakesAGuidAsLinkOnlyWhenItIsPermanent) {
    EXPECT_EQ(only_item(rss("<guid>https://example.org/1</guid>")).link, "https://example.org/1");
    EXPECT_EQ(only_item(rss("<guid isPermaLink='false'>https://example.org/1</guid>")).link, "");
    EXPECT_EQ(only_item(rss("<guid>https://example.org/1</guid><link>https://example.org/2</link>")).link,
              "https://example.org/2");
}

TEST(Rss, KeepsThePublishersAddressBesidesTheCounters) {
    const auto item =
        only_item(rss("<link>http://feeds.example.com/~r/x</link>"
                      "<feedburner:origLink>https://example.org/real</feedburner:origLink>"));
    EXPECT_EQ(item.original, "https://example.org/real");
}

TEST(Rss, DoesNotTakeWhatBelongsToImagesAuthorsAndSources) {
    const auto feed = parse(
        "<rss><channel><image><title>No</title><link>http://no.org/</link></image><item>"
        "<source url='http://no.org'>No</source><author><name>n</name></author>"
        "<media:group><media:title>Media</media:title></media:group></item></channel></rss>");
    ASSERT_TRUE(feed);
    EXPECT_EQ(feed->title, "");
    EXPECT_EQ(feed->items.front().title, "Media");
}

TEST(Rss, SurvivesMarkupThatWasNotEscaped) {
    const auto item = only_item(rss("<description>One<br>two <b>three</p></description><title>Title</title>"));
    EXPECT_EQ(item.title, "Title");
    EXPECT_EQ(item.summary.value, "One<br />two <b>three</b>");
}

TEST(Rss, SurvivesElementsNeverClosed) {
    const auto feed = parse("<rss><channel><item><title>One<item><title>Two</title><link>https://example.org/2");
    ASSERT_TRUE(feed);
    ASSERT_EQ(feed->items.size(), 2U);
    EXPECT_EQ(feed->items[0].title, "One");
    EXPECT_EQ(feed->items[1].link, "https://example.org/2");
}

TEST(Rss, KeepsAngleBracketsThatAreNoTags) {
    EXPECT_EQ(only_item(rss("<title>std::vector&lt;int&gt; and 1 &lt; 2</title>")).title, "std::vector<int> and 1 < 2");
}

TEST(Atom, TellsItsKindsOfTextApart) {
    EXPECT_EQ(only_item(atom("<title>a &lt;b&gt;</title>")).title, "a <b>");
    EXPECT_EQ(only_item(atom("<title type='html'>a &lt;b&gt;c&lt;/b&gt; &amp;eacute;</title>")).title, "a c é");
    EXPECT_EQ(only_item(atom("<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>a <i>b</i> &lt;c&gt;</div>"
                             "</title>"))
                  .title,
              "a b <c>");
    EXPECT_EQ(only_item(atom("<content type='image/svg+xml'><svg><title>t</title></svg></content>")).content.value,
              "<svg><title>t</title></svg>");
    EXPECT_EQ(only_item(atom("<content type='application/octet-stream'>PGI+eDwvYj4=</content>")).content.value,
              "<b>x</b>");
}

TEST(Atom, PrefersThePageAmongItsLinks) {
    const auto item =
        only_item(atom("<link rel='self' href='/self'/><link rel='alternate' type='application/json' "
                       "href='/json'/><link rel='alternate' type='text/html' href='/page'/>"
                       "<link rel='enclosure' href='/sound'/>"));
    EXPECT_EQ(item.link, "https://example.org/page");
}

TEST(Atom, ResolvesLinksByTheInnermostBase) {
    const auto feed = parse(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://a.org/'><entry "
        "xml:base='http://b.org/'><link href='/1'/></entry><entry><link href='/2'/></entry></feed>");
    ASSERT_TRUE(feed);
    EXPECT_EQ(feed->items[0].link, "http://b.org/1");
    EXPECT_EQ(feed->items[1].link, "http://a.org/2");
}

TEST(Atom, ItsSourceIsAnotherFeed) {
    const auto item = only_item(atom("<source><title>Other</title><link href='/other'/></source><title>Own</title>"));
    EXPECT_EQ(item.title, "Own");
    EXPECT_EQ(item.link, "");
}

TEST(JsonFeed, IsReadToo) {
    const auto feed = parse_feed(
        R"({"version":"https://jsonfeed.org/version/1.1","title":"T","items":[
            {"id":7,"url":"/a","external_url":"https://o.org/b","title":"x","content_html":"<a href='/c'>c</a>",
             "date_published":"2024-02-29T12:00:00+01:00"},
            {"id":"https://example.org/9","content_text":"plain"}, "nonsense"]})",
        "application/feed+json", address());
    ASSERT_TRUE(feed);
    ASSERT_EQ(feed->items.size(), 2U);
    EXPECT_EQ(feed->kind, "json11");
    EXPECT_EQ(feed->items[0].id, "7");
    EXPECT_EQ(feed->items[0].original, "https://o.org/b");
    EXPECT_EQ(feed->items[0].content.value, "<a href='https://example.org/c'>c</a>");
    EXPECT_EQ(to_rfc3339(feed->items[0].published.value()), "2024-02-29T11:00:00Z");
    EXPECT_EQ(feed->items[1].link, "https://example.org/9");
}

TEST(Feed, WhatIsNoneIsAnError) {
    for (const std::string_view text : {"", "hello", "<html><body>x</body></html>", "{}", "{\"items\":", "\xFF\xFE"}) {
        const auto feed = parse(text);
        ASSERT_FALSE(feed) << text;
        EXPECT_EQ(feed.error().kind(), ErrorKind::malformed);
    }
}

TEST(WholeArticle, IsLongAndDoesNotEndInATeaser) {
    std::string body = "<p>";
    for (int i = 0; i < 300; ++i) body += "Words that matter. ";
    EXPECT_TRUE(is_whole_article({body + "</p>", true}));
    EXPECT_FALSE(is_whole_article({"<p>Short.</p>", true}));
    EXPECT_FALSE(is_whole_article({body + "<a href='/x'>Read more</a></p>", true}));
    EXPECT_FALSE(is_whole_article({body + "and then …", false}));
    EXPECT_EQ(as_html({"a < b\n\nc", false}), "<p>a &lt; b</p>\n<p>c</p>\n");
}

TEST(HostileFeed, EntitiesNeitherMultiplyNorReadFiles) {
    const auto feed = parse(
        "<!DOCTYPE rss [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
        "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY x SYSTEM 'file:///etc/passwd'>"
        "<!ENTITY % y SYSTEM 'http://evil.example/'> %y; ]>"
        "<rss><channel><item><title>&a; &c; &x;</title></item></channel></rss>");
    ASSERT_TRUE(feed);
    EXPECT_EQ(feed->items.front().title, "lol &c; &x;");
}

TEST(HostileFeed, ElementsNestedAMillionTimesEndTheReading) {
    std::string text = "<rss><channel><item><title>First</title></item><item>";
    for (int i = 0; i < 1'000'000; ++i) text += "<div>";
    const auto feed = parse(text);
    ASSERT_TRUE(feed);
    EXPECT_EQ(feed->items.front().title, "First");
    EXPECT_TRUE(feed->warning.contains("nested too deep"));
}

TEST(HostileFeed, AHugeTitleIsCut) {
    const auto item = only_item(rss("<title>" + std::string(15u << 20, 'x') + "</title>"));
    EXPECT_EQ(item.title.size(), kMaxTitleBytes);
    const auto larger = parse(rss("<title>" + std::string(100u << 20, 'x') + "</title>"));
    ASSERT_FALSE(larger);
    EXPECT_EQ(larger.error().kind(), ErrorKind::too_large);
}

TEST(HostileFeed, OnlySoManyItemsAreKept) {
    std::string text = "<rss><channel>";
    for (std::size_t i = 0; i < kMaxItems + 5; ++i) text += "<item><title>x</title></item>";
    const auto feed = parse(text);
    ASSERT_TRUE(feed);
    EXPECT_EQ(feed->items.size(), kMaxItems);
    EXPECT_TRUE(feed->warning.contains("first 10000"));
}

TEST(HostileFeed, ManyBasesAndNamespacesStayBounded) {
    std::string text = "<rss>";
    for (int i = 0; i < 250; ++i)
        text += "<a xml:base='http://a.org/" + std::string(60'000, 'b') + "/' xmlns:p" + std::to_string(i) + "='u'>";
    text += "<channel><title>t</title></channel>";
    const auto feed = parse(text);
    ASSERT_TRUE(feed);
}

TEST(Opml, FindsFeedsInAllFolders) {
    const auto found = parse_opml(
        "\xEF\xBB\xBF<?xml version='1.0'?><opml version='2.0'><body><outline text='Folder'>"
        "<outline type='rss' text='A &amp; B' xmlUrl='https://a.org/f?x&amp;y'/>"
        "<outline text='In'><outline title='C' XMLURL='https://c.org/f'/></outline></outline>"
        "</body></opml>");
    ASSERT_TRUE(found);
    ASSERT_EQ(found->size(), 2U);
    EXPECT_EQ((*found)[0].title, "A & B");
    EXPECT_EQ((*found)[0].url, "https://a.org/f?x&y");
    EXPECT_EQ((*found)[1].url, "https://c.org/f");
    EXPECT_FALSE(parse_opml("<html></html>"));
}

TEST(FeedLink, IsFoundInThePagesHead) {
    const auto page = *Url::parse("https://example.org/blog");
    EXPECT_EQ(
        find_feed_link("<!doctype html><script>'<link rel=alternate type=application/rss+xml href=/no>'</script>"
                       "<!-- <link rel=alternate type=application/rss+xml href=/no> -->"
                       "<LINK REL='Stylesheet Alternate' TYPE='Application/RSS+XML; charset=utf-8' HREF='/f?a&amp;b'>",
                       page)
            ->href(),
        "https://example.org/f?a&b");
    EXPECT_EQ(find_feed_link("<link rel=alternate type=application/rss+xml title='Comments' href=/comments/feed>"
                             "<link rel=alternate type=application/atom+xml href=/feed>",
                             page)
                  ->href(),
              "https://example.org/feed");
    EXPECT_FALSE(find_feed_link("<link rel=stylesheet href=/x><body><link rel=alternate type=text/xml href=/y>", page));
    EXPECT_FALSE(find_feed_link(
        std::string(kMaxScannedBytes, ' ') + "<link rel=alternate type=application/rss+xml href=/late>", page));
}

TEST(FeedLink, PagesAreToldFromFeedsWithAWrongType) {
    EXPECT_TRUE(looks_like_html("<!DOCTYPE html><html>", "text/html"));
    EXPECT_TRUE(looks_like_html("  <html>", ""));
    EXPECT_FALSE(looks_like_html("<?xml version='1.0'?><rss>", "text/html"));
    EXPECT_FALSE(looks_like_html("{}", "application/json"));
}

}  // namespace
}  // namespace winnow::feeds
