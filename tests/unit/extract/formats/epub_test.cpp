#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "extract/charset/charset.h"
#include "extract/formats/formats.h"
#include "unit/extract/formats/page_at.h"
#include "unit/extract/formats/zip_file.h"

namespace winnow::extract {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

using Entries = std::vector<std::pair<std::string, std::string>>;

/// Gives the body between <p> and </p>, with a heading "H", so that only the book's own work is tested.
Result<Document> read_chapter(const Page& page) {
    if (page.body.find("broken") != std::string::npos) return fail(ErrorKind::malformed, "broken");
    Document document;
    const auto begin = page.body.find("<p>");
    const auto end = page.body.find("</p>");
    if (begin == std::string::npos || end == std::string::npos) return document;
    document.text = "H\n" + page.body.substr(begin + 3, end - begin - 3);
    document.markdown = "# H\n\n[next](" + page.final_url.href() + ") ![x](" + page.final_url.href() + ") end";
    document.headings = {{1, "H", 0}};
    document.links = {{page.final_url.href(), "next"}, {"https://other.example/", "out"}};
    return document;
}

const std::string kContainer =
    "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles><rootfile "
    "full-path='OEBPS/book.opf'/>"
    "</rootfiles></container>";

const std::string kPackage =
    "<?xml version='1.0'?><package xmlns='http://www.idpf.org/2007/opf' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
    "<metadata><dc:title>Growing Teams</dc:title><dc:creator>Ann Lee</dc:creator>"
    "<dc:creator xmlns:o='http://www.idpf.org/2007/opf' o:role='ill'>Ill Us</dc:creator><dc:date>2021-03</dc:date>"
    "<dc:language>en-GB</dc:language><dc:description>&lt;p&gt;About &lt;b&gt;teams&lt;/b&gt;&lt;/p&gt;</dc:description>"
    "<dc:subject>Management</dc:subject><meta property='dcterms:modified'>2022-01-02T03:04:05Z</meta></metadata>"
    "<manifest><item id='n' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/>"
    "<item id='b' href='text/two%20b.xhtml' media-type='application/xhtml+xml'/>"
    "<item id='a' href='./text/../text/one.xhtml' media-type='application/xhtml+xml'/>"
    "<item id='s' href='side.xhtml' media-type='application/xhtml+xml'/><item id='i' href='i.png' "
    "media-type='image/png'/>"
    "</manifest><spine><itemref idref='n'/><itemref idref='a'/><itemref idref='b'/><itemref idref='a'/>"
    "<itemref idref='s' linear='no'/><itemref idref='i'/><itemref idref='nowhere'/></spine></package>";

Entries book() {
    return {{"mimetype", "application/epub+zip"},
            {"META-INF/container.xml", kContainer},
            {"OEBPS/book.opf", kPackage},
            {"OEBPS/text/one.xhtml", "<html><head><title/></head><body><p>One.</p></body></html>"},
            {"OEBPS/text/two b.xhtml", "<html><body><p>Two.</p></body></html>"},
            {"OEBPS/nav.xhtml", "<html><body><p>Nav.</p></body></html>"},
            {"OEBPS/side.xhtml", "<html><body><p>Side.</p></body></html>"}};
}

Result<Document> read(const Entries& entries) {
    return read_epub(page_at("https://example.org/books/teams.epub"), zip_file(entries), read_chapter);
}

TEST(Epub, ReadsChaptersInTheOrderOfTheSpine) {
    const auto document = read(book());
    ASSERT_TRUE(document) << document.error().message();
    EXPECT_EQ(document->text, "H\nOne.\nH\nTwo.");
    ASSERT_EQ(document->headings.size(), 2U);
    EXPECT_EQ(document->headings[1].offset, 7U);
    EXPECT_TRUE(document->warnings.empty());
}

TEST(Epub, TakesMetadataFromThePackage) {
    const auto document = read(book());
    ASSERT_TRUE(document);
    EXPECT_EQ(document->title, "Growing Teams");
    EXPECT_THAT(document->authors, ElementsAre("Ann Lee"));
    ASSERT_TRUE(document->published);
    EXPECT_EQ(document->published->precision, DatePrecision::month);
    ASSERT_TRUE(document->modified);
    EXPECT_EQ(to_rfc3339(document->modified->time), "2022-01-02T03:04:05Z");
    EXPECT_EQ(document->language, "en-GB");
    EXPECT_EQ(document->description, "About teams");
    EXPECT_THAT(document->tags, ElementsAre("Management"));
}

TEST(Epub, LeadsLinksBetweenChaptersToTheBook) {
    const auto document = read(book());
    ASSERT_TRUE(document);
    EXPECT_THAT(document->markdown, HasSubstr("[next](https://example.org/books/teams.epub)  end"));
    EXPECT_THAT(document->markdown, Not(HasSubstr("xhtml")));
    EXPECT_THAT(document->links,
                ElementsAre(Link{"https://other.example/", "out"}, Link{"https://other.example/", "out"}));
}

TEST(Epub, ClosesElementsThatXmlLeavesEmpty) {
    std::string seen;
    const auto keep = [&](const Page& page) -> Result<Document> {
        seen = page.body;
        return Document();
    };
    auto entries = book();
    entries[4].second = "<title/><a id=\"x\" />b<br/><img src='y'/></p>1 < 2 <";
    EXPECT_TRUE(read_epub(page_at("https://example.org/b.epub"), zip_file(entries), keep));
    EXPECT_EQ(seen, "<title></title><a id=\"x\" ></a>b<br/><img src='y'/></p>1 < 2 <");
}

TEST(Epub, CountsChaptersThatCannotBeRead) {
    auto entries = book();
    entries[3].second = "broken";
    entries.erase(entries.begin() + 4);
    const auto document = read(entries);
    ASSERT_TRUE(document);
    EXPECT_THAT(document->warnings, ElementsAre("2 chapters could not be read"));
}

TEST(Epub, RefusesWhatIsNoBook) {
    const auto kind = [](const Entries& entries) { return read(entries).error().kind(); };
    EXPECT_EQ(kind({{"a.txt", "x"}}), ErrorKind::malformed);
    EXPECT_EQ(kind({{"META-INF/container.xml", kContainer}}), ErrorKind::malformed);
    EXPECT_EQ(kind({{"META-INF/container.xml", kContainer}, {"OEBPS/book.opf", "<html/>"}}), ErrorKind::malformed);
    for (const std::string_view bytes : {"", "PK", "PK\x03\x04 nothing"})
        EXPECT_EQ(read_epub(page_at("https://example.org/b.epub"), bytes, read_chapter).error().kind(),
                  ErrorKind::malformed);
}

TEST(Epub, RefusesEncryptedBooksButNotScrambledFonts) {
    const auto encryption = [](const std::string& method) {
        return "<encryption xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><EncryptedData><EncryptionMethod "
               "Algorithm='" +
               method + "'/><CipherData><CipherReference URI='OEBPS/x'/></CipherData></EncryptedData></encryption>";
    };
    auto entries = book();
    entries.emplace_back("META-INF/encryption.xml", encryption("http://www.idpf.org/2008/embedding"));
    EXPECT_TRUE(read(entries));
    entries.back().second = encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc");
    EXPECT_EQ(read(entries).error().kind(), ErrorKind::unsupported);
}

TEST(Epub, BoundsWhatItUnpacks) {
    auto entries = book();
    const std::string zeros(33u << 20, '0');
    entries.emplace_back("OEBPS/bomb1.xhtml", zeros);
    entries.emplace_back("OEBPS/bomb2.xhtml", zeros);
    EXPECT_EQ(read(entries).error().kind(), ErrorKind::too_large);
}

TEST(Epub, TreatsPathsAsNamesOnly) {
    auto entries = book();
    entries.emplace_back("../../../../tmp/evil.xhtml", "<p>x</p>");
    entries[1].second = "<container><rootfiles><rootfile full-path='../../OEBPS/./book.opf'/></rootfiles></container>";
    const auto document = read(entries);
    ASSERT_TRUE(document);
    EXPECT_EQ(document->text, "H\nOne.\nH\nTwo.");
}

TEST(Epub, CutsOffAnywhereWithoutHarm) {
    const auto whole = zip_file(book());
    for (std::size_t length = 0; length < whole.size(); length += 7) {
        const auto document =
            read_epub(page_at("https://example.org/b.epub"), std::string_view(whole).substr(0, length), read_chapter);
        if (document) {
            EXPECT_TRUE(is_utf8(document->text));
        }
    }
}

TEST(Epub, SurvivesFlippedBytes) {
    const auto whole = zip_file(book());
    for (std::size_t at = 0; at < whole.size(); at += 3) {
        auto bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ 0x5A);
        (void)read_epub(page_at("https://example.org/b.epub"), bytes, read_chapter).has_value();
    }
}

}  // namespace
}  // namespace winnow::extract
