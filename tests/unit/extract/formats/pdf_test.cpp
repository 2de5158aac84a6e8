#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "extract/charset/charset.h"
#include "extract/formats/formats.h"
#include "extract/formats/pdf/content.h"
#include "unit/extract/formats/page_at.h"
#include "unit/extract/formats/pdf_file.h"

namespace winnow::extract {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

using Texts = std::vector<PdfFile::Text>;

Result<Document> try_read(std::string_view bytes) {
    return read_pdf(page_at("https://example.org/papers/team-growth.pdf"), bytes);
}

Document read(const PdfFile& file) {
    auto document = try_read(file.bytes());
    EXPECT_TRUE(document.has_value()) << (document ? "" : document.error().message());
    return document ? std::move(*document) : Document();
}

/// Lines one below the other.
void add_lines(Texts& texts, double left, double top, const std::vector<std::string>& lines) {
    for (const auto& line : lines) {
        texts.push_back({.left = left, .top = top, .text = line});
        top += 12;
    }
}

TEST(Pdf, JoinsLinesAndHyphenatedWords) {
    PdfFile file;
    Texts texts;
    add_lines(texts, 72, 100,
              {"This is a paragraph that goes over several lines and has a hyphen-",
               "ated word, and a well-known one; the well-",
               "known one keeps its hyphen. A sentence that is long enough to fill it.", "Here it ends."});
    add_lines(texts, 72, 172, {"The second paragraph stands apart by a gap between the lines of it."});
    file.add_page(texts);
    EXPECT_EQ(read(file).text,
              "This is a paragraph that goes over several lines and has a hyphenated word, and a well-known one; the "
              "well-known one keeps its hyphen. A sentence that is long enough to fill it. Here it ends.\n"
              "The second paragraph stands apart by a gap between the lines of it.");
}

TEST(Pdf, ReadsOneColumnAfterTheOther) {
    PdfFile file;
    Texts texts{{.left = 120, .top = 60, .size = 18, .text = "A Title That Spans Both Columns"}};
    for (int i = 0; i < 30; ++i) {
        const auto number = std::to_string(i);
        const double top = 100 + i * 12;
        // The right column stands half a line lower, as it does in most papers.
        texts.push_back({.left = 72, .top = top, .text = "left" + number + " words of a text column here"});
        texts.push_back({.left = 310, .top = top + 5, .text = "right" + number + " words of a text column here"});
    }
    file.add_page(texts);
    const auto document = read(file);
    EXPECT_EQ(document.title, "A Title That Spans Both Columns");
    EXPECT_LT(document.text.find("Columns"), document.text.find("left0"));
    EXPECT_LT(document.text.find("left0"), document.text.find("left29"));
    EXPECT_LT(document.text.find("left29"), document.text.find("right0"));
    EXPECT_LT(document.text.find("right0"), document.text.find("right29"));
}

TEST(Pdf, KeepsTheRowsOfATable) {
    PdfFile file;
    Texts texts;
    for (int i = 0; i < 25; ++i) {
        const double top = 100 + i * 14;
        texts.push_back({.left = 72, .top = top, .text = "Level" + std::to_string(i)});
        texts.push_back({.left = 250, .top = top, .text = "Junior"});
        texts.push_back({.left = 420, .top = top, .text = "Pay"});
    }
    file.add_page(texts);
    EXPECT_THAT(read(file).text, HasSubstr("Level3\tJunior\tPay\nLevel4\tJunior\tPay"));
}

TEST(Pdf, DropsRunningHeadersAndPageNumbers) {
    PdfFile file;
    for (int i = 1; i <= 4; ++i) {
        Texts texts{{.top = 40, .text = "Journal of Teams, page " + std::to_string(i)},
                    {.left = 290, .top = 800, .text = std::to_string(i)},
                    {.top = 60, .text = "Only here number " + std::string(static_cast<std::size_t>(i), 'x')}};
        add_lines(texts, 72, 200,
                  {"Text of a page that is different: " + std::string(static_cast<std::size_t>(i), 'y')});
        file.add_page(texts);
    }
    const auto document = read(file);
    EXPECT_THAT(document.text, Not(HasSubstr("Journal")));
    EXPECT_THAT(document.text, HasSubstr("Only here number xxx"));
    EXPECT_THAT(document.text, HasSubstr("different: yy"));
    EXPECT_THAT(document.text, Not(HasSubstr("4")));
}

TEST(Pdf, JoinsAParagraphOverPages) {
    PdfFile file;
    Texts first;
    add_lines(first, 72, 100,
              {"A first line of a paragraph that goes on with this line and then over",
               "the end of the page where it breaks in the"});
    Texts second;
    add_lines(second, 72, 100, {"middle of a sentence, which ends here."});
    file.add_page(first);
    file.add_page(second);
    EXPECT_THAT(read(file).text, HasSubstr("breaks in the middle of a sentence"));
}

TEST(Pdf, FindsHeadings) {
    PdfFile file;
    Texts texts{{.top = 60, .size = 20, .text = "Growing Teams"},
                {.top = 100, .size = 13, .text = "1 Introduction", .bold = true},
                {.top = 160, .text = "1.1 Why it matters", .bold = true}};
    add_lines(texts, 72, 120,
              {"Body text of the first section that is long enough to count as body.", "It has two lines."});
    add_lines(texts, 72, 180, {"More body text of the document stands here, and it is long too."});
    file.add_page(texts);
    const auto document = read(file);
    ASSERT_EQ(document.headings.size(), 3U);
    EXPECT_EQ(document.headings[0].text, "Growing Teams");
    EXPECT_EQ(document.headings[1].level, 2);
    EXPECT_EQ(document.headings[2].level, 3);
    for (const auto& heading : document.headings)
        EXPECT_EQ(document.text.substr(heading.offset, heading.text.size()), heading.text);
    EXPECT_THAT(document.markdown, HasSubstr("## 1 Introduction\n\nBody text"));
}

TEST(Pdf, SetsReferencesApart) {
    PdfFile file;
    Texts texts;
    add_lines(texts, 72, 100,
              {"The body of the text, which cites [1] and is longer than a few words.", "It goes on here with more."});
    texts.push_back({.top = 150, .size = 13, .text = "References", .bold = true});
    add_lines(texts, 72, 170,
              {"[1] A. Author. A title of a work that is quite long. 2001.",
               "[2] B. Author. Another title of a work. 2002."});
    file.add_page(texts);
    const auto document = read(file);
    EXPECT_THAT(document.text, Not(HasSubstr("A. Author")));
    EXPECT_THAT(document.markdown, HasSubstr("## References\n\n\\[1\\] A. Author. A title"));
    EXPECT_THAT(document.warnings, ElementsAre(HasSubstr("2 references are left out")));
}

TEST(Pdf, TakesMetadataUnlessItSaysNothing) {
    PdfFile file;
    Texts texts{{.top = 60, .size = 20, .text = "The Real Title"}};
    add_lines(texts, 72, 120, {"Body text of the document that is long enough to be the body of it."});
    file.add_page(texts);
    file.set_information(
        "/Title (Growing teams well) /Author (Ann Lee and Bob Ray) /Subject (About teams) "
        "/Keywords (growth, teams) /CreationDate (D:20200102030405Z)");
    const auto document = read(file);
    EXPECT_EQ(document.title, "Growing teams well");
    EXPECT_THAT(document.authors, ElementsAre("Ann Lee", "Bob Ray"));
    EXPECT_EQ(document.description, "About teams");
    EXPECT_THAT(document.tags, ElementsAre("growth", "teams"));
    ASSERT_TRUE(document.published);
    EXPECT_EQ(to_rfc3339(document.published->time), "2020-01-02T03:04:05Z");
    file.set_information("/Title (Microsoft Word - draft.doc)");
    EXPECT_EQ(read(file).title, "The Real Title");
}

TEST(Pdf, SaysWhyAFileCannotBeRead) {
    const auto kind = [](std::string_view bytes) {
        const auto document = try_read(bytes);
        return document ? ErrorKind::internal : document.error().kind();
    };
    EXPECT_EQ(kind(""), ErrorKind::malformed);
    EXPECT_EQ(kind("%PDF-1.4\nnothing"), ErrorKind::malformed);
    EXPECT_EQ(kind(std::string(100'000, 'x')), ErrorKind::malformed);
    PdfFile empty;
    empty.add_page({});
    EXPECT_EQ(kind(empty.bytes()), ErrorKind::unsupported);
    PdfFile locked;
    locked.add_page({{.text = "secret"}});
    locked.set_trailer(
        "/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] /Encrypt << /Filter /Standard "
        "/V 1 /R 2 /P -1 /O <" +
        repeated("ab", 32) + "> /U <" + repeated("cd", 32) + "> >>");
    const auto document = try_read(locked.bytes());
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().kind(), ErrorKind::unsupported);
    EXPECT_THAT(document.error().message(), HasSubstr("encrypted"));
}

TEST(Pdf, EndsOnPagesThatContainThemselves) {
    const auto cyclic = PdfFile::assembled(
        {"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R 3 0 R] /Count 2000000000 >>",
         "<< /Type /Page /Parent 2 0 R /Contents [4 0 R] /Resources << /XObject << /X 4 0 R >> >> >>",
         "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >> >> /Length 6 "
         ">>\nstream\n/X Do\nendstream"},
        "/Root 1 0 R");
    EXPECT_FALSE(try_read(cyclic).has_value());
}

TEST(Pdf, ReadsManyPagesUpToALimit) {
    PdfFile file;
    for (int i = 0; i < 1010; ++i)
        file.add_page({{.top = 200, .text = "Page of text " + std::string(static_cast<std::size_t>(i % 7 + 1), 'z')}});
    const auto document = read(file);
    EXPECT_THAT(document.warnings, ElementsAre("only 1000 of 1010 pages were read"));
}

TEST(Pdf, CutsOffAnywhereWithoutHarm) {
    PdfFile file;
    file.add_page({{.text = "One line of text."}});
    const auto whole = file.bytes();
    for (std::size_t length = 0; length < whole.size(); length += whole.size() / 24) {
        const auto document = try_read(std::string_view(whole).substr(0, length));
        if (document) {
            EXPECT_TRUE(is_utf8(document->text));
        }
    }
}

TEST(Pdf, UnderstandsOnlyWholeRecords) {
    const auto content = read_content(
        "I\ttitle\tA \xFF"
        "B\nN\t3\nB\tlost\nP\t100\t200\nB\t1\t2\t3\t4\t10\t1\t0\t0\tof\xEF\xAC\x81"
        "ce\nB\tnan\t1e999\t-5\t4\tx\t1\t0\t9\t\t\n"
        "B\t1\t2\t3\t4\t10\t1\t0\t1\tturned\nP\t1\t1\nB\t1\t2\t3");
    ASSERT_TRUE(content);
    EXPECT_EQ(content->title,
              "A \xEF\xBF\xBD"
              "B");
    EXPECT_EQ(content->page_count, 3U);
    ASSERT_EQ(content->pages.size(), 2U);
    ASSERT_EQ(content->pages[0].words.size(), 1U);
    EXPECT_EQ(content->pages[0].words[0].text, "office");
    EXPECT_FALSE(content->is_complete);
    EXPECT_EQ(read_content("E\tunsupported\tencrypted\n").error().kind(), ErrorKind::unsupported);
}

}  // namespace
}  // namespace winnow::extract
