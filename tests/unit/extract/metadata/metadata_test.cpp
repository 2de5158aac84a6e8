#include "extract/metadata/metadata.h"

#include "../extracted.h"
#include "files/files.h"
#include "json/value.h"
#include "support/source_folder.h"

namespace winnow {
namespace {

Document with_head(const std::string& head) {
    return extracted(article_page(paragraphs(5), head));
}

std::string script(const std::string& json) {
    return "<script type='application/ld+json'>" + json + "</script>";
}

TEST(Metadata, TrustsLinkedDataMost) {
    const auto document =
        with_head(script(R"({"@type":"NewsArticle","headline":"From linked data","datePublished":"2024-02-03T04:05:06Z",
            "dateModified":"2024-02-04","author":[{"@type":"Person","name":"Ann Lee"},{"name":"Bob Ray"}],
            "publisher":{"name":"Example News"},"keywords":["career","growth"],"license":"https://l.example.org/by",
            "description":"What it is about."})") +
                  "<meta property=og:title content='From Open Graph'><meta name=author content='Someone Else'>"
                  "<meta property=article:published_time content=2020-01-01>");
    EXPECT_EQ(document.title, "From linked data");
    EXPECT_EQ(document.authors, (std::vector<std::string>{"Ann Lee", "Bob Ray"}));
    EXPECT_EQ(document.site, "Example News");
    ASSERT_TRUE(document.published);
    EXPECT_EQ(to_rfc3339(document.published->time), "2024-02-03T04:05:06Z");
    ASSERT_TRUE(document.modified);
    EXPECT_EQ(document.modified->precision, DatePrecision::day);
    EXPECT_EQ(document.tags, (std::vector<std::string>{"career", "growth"}));
    EXPECT_EQ(document.licence, "https://l.example.org/by");
    EXPECT_EQ(document.description, "What it is about.");
}

TEST(Metadata, FollowsReferencesInAGraph) {
    const auto document = with_head(script(
        R"({"@graph":[{"@type":"Article","headline":"H of it","author":{"@id":"#p"},"publisher":{"@id":"#o"}},
            {"@id":"#p","name":"Ann Lee"},{"@id":"#o","@type":"Organization","name":"Org"}]})"));
    EXPECT_EQ(document.authors, std::vector<std::string>{"Ann Lee"});
    EXPECT_EQ(document.site, "Org");
}

TEST(Metadata, ReadsMetaElements) {
    const auto document = with_head(
        "<meta property=og:title content='A title - Example'><meta property=og:site_name content=Example>"
        "<meta name=author content='By Ann Lee'><meta name=date content='18 November 2019'>"
        "<meta name=description content='About.'><meta property=og:image content=/i.png><meta name=keywords "
        "content='a, b'>");
    EXPECT_EQ(document.title, "A title");
    EXPECT_EQ(document.authors, std::vector<std::string>{"Ann Lee"});
    ASSERT_TRUE(document.published);
    EXPECT_EQ(document.published->precision, DatePrecision::day);
    EXPECT_EQ(document.image, "https://example.org/i.png");
    EXPECT_EQ(document.description, "About.");
    EXPECT_EQ(document.tags, (std::vector<std::string>{"a", "b"}));
}

TEST(Metadata, ReadsMicrodataAndRelations) {
    const auto document = extracted(article_page(
        "<p>By <span itemprop=author>Ann Lee</span> <time itemprop=datePublished datetime=2021-05-06>May</time></p>" +
        paragraphs(5) + "<a rel=license href=https://l.example.org/zero>CC0</a><a rel=tag href=/t>growth</a>"));
    EXPECT_EQ(document.authors, std::vector<std::string>{"Ann Lee"});
    ASSERT_TRUE(document.published);
    EXPECT_EQ(to_rfc3339(document.published->time).substr(0, 10), "2021-05-06");
    EXPECT_EQ(document.licence, "https://l.example.org/zero");
    EXPECT_EQ(document.tags, std::vector<std::string>{"growth"});
}

TEST(Metadata, FallsBackToTheUrlAndTheVisibleText) {
    auto page =
        html_page(article_page("<p>By Ann Lee</p><p>November 18, 2019</p>" + paragraphs(5)), "https://example.org/a");
    auto document = extracted(page);
    EXPECT_EQ(document.authors, std::vector<std::string>{"Ann Lee"});
    ASSERT_TRUE(document.published);
    EXPECT_EQ(to_rfc3339(document.published->time).substr(0, 10), "2019-11-18");
    page = html_page(article_page(paragraphs(5)), "https://www.example.org/2018/07/a");
    document = extracted(page);
    ASSERT_TRUE(document.published);
    EXPECT_EQ(document.published->precision, DatePrecision::month);
    EXPECT_EQ(document.site, "example.org");
}

TEST(Metadata, TakesACanonicalUrlOfTheSameOwnerOnly) {
    EXPECT_EQ(with_head("<link rel=canonical href='https://www.example.org/c'>").canonical.href(),
              "https://www.example.org/c");
    EXPECT_EQ(with_head("<link rel=canonical href='https://thief.com/c'>").canonical.href(),
              "https://example.org/2024/a");
    EXPECT_EQ(with_head("<link rel=canonical href=/>").canonical.href(), "https://example.org/2024/a");
    const auto shared = html_page(article_page(paragraphs(5), "<link rel=canonical href='https://b.github.io/c'>"),
                                  "https://a.github.io/x");
    EXPECT_EQ(extracted(shared).canonical.href(), "https://a.github.io/x");
}

TEST(Metadata, ResolvesVariantsByTheirOwnCanonicalLink) {
    const auto cases =
        json::parse(*files::read_file(source_folder().string() + "/tests/data/url/page_canonical.json", 1u << 20));
    ASSERT_TRUE(cases) << cases.error().message();
    int checked = 0;
    for (const auto& one : cases->items()) {
        if (!one.is_object()) continue;  // a remark
        const auto page = html_page(article_page(paragraphs(5), one["head"].text()), one["page"].text());
        EXPECT_EQ(extracted(page).canonical.href(), one["canonical"].text())
            << one["page"].text() << one["head"].text();
        ++checked;
    }
    EXPECT_GE(checked, 12);
}

TEST(Metadata, ResolvesAgainstTheBaseElement) {
    const auto document = extracted(
        article_page(paragraphs(5) + "<p>And a <a href=x>link</a> that is relative, in a sentence of some length.</p>",
                     "<base href='https://cdn.example.net/d/'>"));
    ASSERT_FALSE(document.links.empty());
    EXPECT_EQ(document.links.back().href, "https://cdn.example.net/d/x");
}

TEST(Metadata, HearsPagesThatForbidModels) {
    EXPECT_TRUE(with_head("<meta name=robots content='index, noai, noimageai'>").no_ai);
    EXPECT_FALSE(with_head("<meta name=robots content='index'>").no_ai);
}

}  // namespace
}  // namespace winnow
