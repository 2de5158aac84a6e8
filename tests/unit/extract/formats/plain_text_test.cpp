#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "extract/charset/charset.h"
#include "extract/formats/formats.h"
#include "unit/extract/formats/page_at.h"

namespace winnow::extract {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Document read(std::string_view text, std::string_view url = "https://example.org/notes/team-health.txt") {
    auto document = read_plain_text(page_at(url), text);
    EXPECT_TRUE(document.has_value());
    return document ? std::move(*document) : Document();
}

TEST(PlainText, JoinsWrappedLinesAndDividesParagraphs) {
    const auto document = read(
        "A text about teams\n\nThis paragraph was wrapped by a program at a width of about seventy\n"
        "columns, as mail and manuals are, and it is one paragraph in the end.\n\nSecond paragraph.\n");
    EXPECT_EQ(document.title, "A text about teams");
    EXPECT_EQ(document.text,
              "A text about teams\nThis paragraph was wrapped by a program at a width of about seventy columns, as "
              "mail and manuals are, and it is one paragraph in the end.\nSecond paragraph.");
    ASSERT_EQ(document.headings.size(), 1U);
}

TEST(PlainText, KeepsLinesThatWereNotWrapped) {
    const auto document = read(
        "Roses are red\nViolets are blue\nSugar is sweet\n\nOne long paragraph follows so that the width of the text "
        "is "
        "known to be\nwide, which the verses above it are clearly not, as anybody can see here.\n");
    EXPECT_THAT(document.text, HasSubstr("Roses are red\nViolets are blue\nSugar is sweet\n"));
}

TEST(PlainText, PutsEachListItemOnALine) {
    const auto document = read(
        "Intro:\n\n- first item that is long enough to be wrapped onto a second line of\n  text\n- second\n* third\n2) "
        "fourth\n(a) fifth\n");
    EXPECT_EQ(document.text,
              "Intro:\nfirst item that is long enough to be wrapped onto a second line of "
              "text\nsecond\nthird\nfourth\nfifth");
    EXPECT_THAT(document.markdown, HasSubstr("\n\n- second\n\n- third\n\n2. fourth"));
}

TEST(PlainText, KeepsTablesAndCodeAsTheyAre) {
    const auto document = read(
        "Text here.\n\n    Name      Level\n    Ann       3\n    Bob       4\n\n    int main() {\n      return 0;\n    "
        "}\n");
    EXPECT_EQ(document.text, "Text here.\nName      Level\nAnn       3\nBob       4\nint main() {\n  return 0;\n}");
    EXPECT_THAT(document.markdown, HasSubstr("```\nName      Level\n"));
}

TEST(PlainText, FindsHeadings) {
    const auto document =
        read("GUIDE\n=====\n\ntext one\n\n1.  Scope\n\ntext two\n\n1.1.  Detail\n\nFINAL WORDS\n\nthe end.\n");
    ASSERT_EQ(document.headings.size(), 4U);
    EXPECT_EQ(document.headings[0].level, 1);
    EXPECT_EQ(document.headings[1].text, "1. Scope");
    EXPECT_EQ(document.headings[1].level, 2);
    EXPECT_EQ(document.headings[2].level, 3);
    for (const auto& heading : document.headings)
        EXPECT_EQ(document.text.substr(heading.offset, heading.text.size()), heading.text);
}

constexpr std::string_view kRfc =
    "\n\nNetwork Working Group                                         A. Writer\n"
    "Request for Comments: 99999                              Example Org\n"
    "Category: Informational                                   March 1997\n\n\n"
    "             Key words for use in tests of texts that are\n                        paged like these\n\n"
    "Status of this Memo\n\n"
    "   This document specifies a practice for the community, and requests\n"
    "   discussion and suggestions. Distribution of this memo is unlimited\n"
    "   and it goes on for a\n\n\n\n"
    "Writer                       Informational                      [Page 1]\n\f\n"
    "RFC 99999                     Key Words                       March 1997\n\n\n"
    "   while on the next page.\n\n"
    "1. MUST\n\n"
    "   This word means that the definition is an absolute requirement of the\n"
    "   specification.\n\n\n"
    "Writer                       Informational                      [Page 2]\n\f\n"
    "RFC 99999                     Key Words                       March 1997\n\n\n"
    "2. MAY\n\n   This word means that an item is truly optional.\n\n\n"
    "Writer                       Informational                      [Page 3]\n\f\n";

TEST(PlainText, ReadsAnRfcWithoutItsPageFurniture) {
    const auto document = read(kRfc);
    EXPECT_EQ(document.title, "Key words for use in tests of texts that are paged like these");
    EXPECT_THAT(document.authors, ElementsAre("A. Writer"));
    ASSERT_TRUE(document.published);
    EXPECT_EQ(to_rfc3339(document.published->time), "1997-03-01T00:00:00Z");
    EXPECT_THAT(document.text, HasSubstr("unlimited and it goes on for a while on the next page.\n1. MUST\nThis word"));
    EXPECT_THAT(document.text, Not(HasSubstr("[Page")));
    EXPECT_THAT(document.text, Not(HasSubstr("RFC 99999  ")));
    EXPECT_EQ(document.headings.size(), 4U);
}

TEST(PlainText, EscapesWhatMarkdownWouldTakeForMarkup) {
    EXPECT_EQ(read("1986\\. was *great*, <b>. So was x_y and _z_ for all of us in the end of it.").markdown,
              "1986\\\\. was \\*great\\*, \\<b>. So was x_y and \\_z\\_ for all of us in the end of it.");
}

TEST(PlainText, DropsTerminalCommands) {
    EXPECT_EQ(read("\x1b[1mN\bName\x1b[0m of\ax it.").text, "Name ofx it.");
}

TEST(PlainText, NamesATextByItsFileWhenNothingElseDoes) {
    EXPECT_EQ(read("a sentence that ends with a full stop.\n").title, "Team health");
    EXPECT_EQ(read("").title, "Team health");
}

TEST(PlainText, SurvivesWhatMustNotTakeLong) {
    constexpr std::size_t kMany = 200'000;
    const std::string inputs[] = {
        repeated("a\n", kMany),         repeated("a\n\n", kMany),      repeated("\n", kMany),
        std::string(kMany, 'a'),        repeated("a\f", kMany),        repeated("[Page 1]\n", kMany),
        repeated("- ", kMany),          repeated("   |  |\n", kMany),  repeated("a \xFF\n", kMany),
        repeated("\x1b[", kMany),       repeated("same\n\f\n", kMany), std::string(kMany, '\0'),
        repeated(" ", kMany) + "\na\n", repeated("1.", kMany),         repeated("a\r\n\r\n", kMany),
    };
    for (const auto& input : inputs) {
        const auto document = read(input);
        EXPECT_TRUE(is_utf8(document.text));
        EXPECT_LE(document.markdown.size(), input.size() * 4 + 100);
    }
}

TEST(PlainText, CutsOffAnywhereWithoutHarm) {
    for (std::size_t length = 0; length < kRfc.size(); length += 3) {
        const auto document = read(kRfc.substr(0, length));
        EXPECT_TRUE(is_utf8(document.text));
    }
}

}  // namespace
}  // namespace winnow::extract
