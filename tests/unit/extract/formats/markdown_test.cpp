#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "extract/charset/charset.h"
#include "extract/formats/formats.h"
#include "unit/extract/formats/page_at.h"

namespace winnow::extract {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

Document read(std::string_view text, std::string_view url = "https://example.org/docs/guide.md") {
    auto document = read_markdown(page_at(url), text);
    EXPECT_TRUE(document.has_value());
    return document ? std::move(*document) : Document();
}

TEST(Markdown, KeepsTheTextOfLinksAndTheAlternativeOfImages) {
    const auto document = read("See [the *guide*](/guide#top) and ![a chart](/c.png).");
    EXPECT_EQ(document.text, "See the guide and a chart.");
    EXPECT_EQ(document.markdown,
              "See [the *guide*](https://example.org/guide#top) and ![a chart](https://example.org/c.png).");
    EXPECT_THAT(document.links, ElementsAre(Link{"https://example.org/guide", "the guide"}));
}

TEST(Markdown, PutsEveryBlockOnALineOfItsOwn) {
    const auto document = read(
        "# Title\n\nOne\nparagraph.\n\n- first\n- second\n  - nested\n\n> quoted\n\n1. a\n2. b\n\n```cpp\nint x;\n\n  "
        "return;\n```\n");
    EXPECT_EQ(document.text, "Title\nOne paragraph.\nfirst\nsecond\nnested\nquoted\na\nb\nint x;\n\n  return;");
    EXPECT_EQ(document.markdown,
              "# Title\n\nOne paragraph.\n\n- first\n- second\n  - nested\n\n> quoted\n\n1. a\n2. b\n\n"
              "```cpp\nint x;\n\n  return;\n```");
}

TEST(Markdown, WritesMarkdownThatReadsTheSameAgain) {
    const auto first = read(
        "Title\n=====\n\n* a *b* **c** `d*e`\n* 5 \\* 6, snake_case, \\<tag>, 1\\. x\n\n| a | b |\n|---|:-:|\n| "
        "`x\\|y` | [l](/m) |\n"
        "\n> 1. one\n>\n>    more\n> 2. two\n\n~~gone~~ line  \nbreak\n\n- [x] done\n- [ ] open\n");
    const auto second = read(first.markdown);
    EXPECT_EQ(second.text, first.text);
    EXPECT_EQ(second.markdown, first.markdown);
}

TEST(Markdown, NotesHeadingsWithTheirOffsets) {
    const auto document = read("Intro.\n\nFirst *one*\n---\n\ntext\n\n### Second {#anchor}\n");
    ASSERT_EQ(document.headings.size(), 2U);
    EXPECT_EQ(document.headings[0].text, "First one");
    EXPECT_EQ(document.headings[0].level, 2);
    EXPECT_EQ(document.headings[1].text, "Second");
    for (const auto& heading : document.headings)
        EXPECT_THAT(document.text.substr(heading.offset), StartsWith(heading.text));
}

TEST(Markdown, ReadsTablesRowByRow) {
    const auto document = read("|Level|Title|\n|--|:-|\n|1|Junior|\n|2|Senior \\| Lead|\n");
    EXPECT_EQ(document.text, "Level\tTitle\n1\tJunior\n2\tSenior | Lead");
    EXPECT_EQ(document.markdown, "| Level | Title |\n| --- | --- |\n| 1 | Junior |\n| 2 | Senior \\| Lead |");
}

TEST(Markdown, StripsHtmlAndKeepsItsWords) {
    const auto document = read(
        "<!-- a\ncomment -->\n<h1 align=\"center\">\n  Tom &amp; Co <img src='x.png' alt=\"logo\">\n</h1>\n\n"
        "Some <b>bold</b><!-- no --> word<br>next <a href='/z' title=\"a>b\">z</a>.\n\n"
        "<script>\nevil()\n</script>\n\n<details>\n<summary>More</summary>\n\nInside *it*.\n\n</details>\n");
    EXPECT_EQ(document.text, "Tom & Co logo\nSome bold word\nnext z.\nMore\nInside it.");
    EXPECT_EQ(document.title, "Tom & Co logo");
    EXPECT_THAT(document.links, ElementsAre(Link{"https://example.org/z", "z"}));
    EXPECT_THAT(document.markdown, HasSubstr("Some **bold** word  \nnext [z](https://example.org/z)."));
}

TEST(Markdown, ReadsTablesListsAndCodeInHtml) {
    const auto document = read(
        "<table><tr><th>a</th><th>b</th></tr>\n<tr><td>1</td><td>2</td></tr></table>\n\n<ul><li>x</li><li>y</li></"
        "ul>\n\n"
        "<pre><code>if (a &lt; b)\n  c();\n</code></pre>\n");
    EXPECT_EQ(document.text, "a\tb\n1\t2\nx\ny\nif (a < b)\n  c();");
    EXPECT_THAT(document.markdown, HasSubstr("- x\n\n- y\n\n```\nif (a < b)\n  c();\n```"));
}

TEST(Markdown, ResolvesCharacterReferences) {
    EXPECT_EQ(read("a &mdash; b &#233; &#x4e2d; &nosuch; &#0;").text, "a — b é 中 &nosuch; \xEF\xBF\xBD");
}

TEST(Markdown, FindsBareWebAddresses) {
    const auto document = read("See https://example.com/a_b_(c)?d=1, or (http://example.net/x).");
    EXPECT_THAT(document.links, ElementsAre(Link{"https://example.com/a_b_(c)?d=1", "https://example.com/a_b_(c)?d=1"},
                                            Link{"http://example.net/x", "http://example.net/x"}));
    EXPECT_THAT(document.markdown, HasSubstr("https://example.com/a_b_(c)?d=1,"));
}

TEST(Markdown, DropsLinksThatLeadNowhereButNotTheirText) {
    const auto document = read("[a](javascript:alert(1)) [b](data:text/html,x) [c](<>) [d](#here)");
    EXPECT_EQ(document.text, "a b c d");
    EXPECT_THAT(document.links, IsEmpty());
    EXPECT_THAT(document.markdown, Not(HasSubstr("javascript")));
    EXPECT_THAT(document.markdown, Not(HasSubstr("data:")));
}

TEST(Markdown, LeavesOutBadges) {
    const auto document = read("# X\n\n[![build](https://img.shields.io/x.svg)](https://ci.example.org) Text.");
    EXPECT_EQ(document.text, "X\nText.");
}

TEST(Markdown, LeavesOutTablesOfContents) {
    const auto document = read("## Table of Contents\n\n- [A](#a)\n  - [B](#b)\n\n## A\n\ntext\n");
    EXPECT_EQ(document.text, "A\ntext");
    EXPECT_EQ(document.title, "A");
    EXPECT_EQ(read("## Contents\n\nWords.\n").text, "Contents\nWords.");
}

TEST(Markdown, LeavesOutWhatOnlyAGeneratorUnderstands) {
    const auto document = read(
        "import Tabs from '@theme/Tabs';\n\n# T\n{: .no_toc }\n\n[TOC]\n\n{% include nav.html %}\n\n:::note Mind this\n"
        "Inside.\n:::\n\n!!! warning \"Careful\"\n    Indented.\n\n> [!NOTE]\n> Quoted.\n\n```\n{% raw %}\n```\n");
    EXPECT_EQ(document.text, "T\nMind this\nInside.\nCareful\nIndented.\nQuoted.\n{% raw %}");
}

TEST(Markdown, TakesMetadataFromYaml) {
    const auto document = read(
        "---\n# comment\ntitle: \"On: growth\" # not this\nauthor: Ann Lee\ndate: 2023-04-05 10:00:00 +0200\ntags: [a, "
        "'b c']\n"
        "description: >\n  Two\n  lines.\nlang: en-GB\nlicense: CC-BY-4.0\nimage: /cover.png\n---\nText.\n");
    EXPECT_EQ(document.title, "On: growth");
    EXPECT_THAT(document.authors, ElementsAre("Ann Lee"));
    ASSERT_TRUE(document.published);
    EXPECT_EQ(to_rfc3339(document.published->time), "2023-04-05T08:00:00Z");
    EXPECT_THAT(document.tags, ElementsAre("a", "b c"));
    EXPECT_EQ(document.description, "Two lines.");
    EXPECT_EQ(document.language, "en-GB");
    EXPECT_EQ(document.licence, "CC-BY-4.0");
    EXPECT_EQ(document.image, "https://example.org/cover.png");
    EXPECT_EQ(document.text, "Text.");
}

TEST(Markdown, TakesListsAndNestedNamesFromYaml) {
    const auto document = read(
        "---\ntitle: X\nauthors:\n  - name: Ann Lee\n    url: https://a.example\n  - Bob Ray\ntags:\n- one\n- "
        "two\n---\n");
    EXPECT_THAT(document.authors, ElementsAre("Bob Ray"));
    EXPECT_THAT(document.tags, ElementsAre("one", "two"));
}

TEST(Markdown, TakesMetadataFromToml) {
    const auto document = read(
        "+++\ntitle = 'On growth'\ndate = 2023-04-05T10:00:00Z\nauthors = [\n  \"Ann Lee\",\n  \"Bob "
        "Ray\"\n]\n[taxonomies]\ntags = [\"x\"]\n+++\n# Other\n");
    EXPECT_EQ(document.title, "On growth");
    EXPECT_THAT(document.authors, ElementsAre("Ann Lee", "Bob Ray"));
    EXPECT_THAT(document.tags, ElementsAre("x"));
    EXPECT_TRUE(document.published);
    EXPECT_EQ(document.text, "Other");
}

TEST(Markdown, TakesARuleForARule) {
    EXPECT_EQ(read("---\nJust a text between rules.\n---\nMore.\n").text, "Just a text between rules.\nMore.");
    EXPECT_EQ(read("---\ntitle: never closed\n").title, "Guide");
}

TEST(Markdown, ReadsContentThatASiteKeepsInItsFrontMatter) {
    std::string text =
        "---\ntitle: Framework\ntopics:\n  - name: \"domain-knowledge\"\n    title:\n    content:\n      - level: 1\n  "
        "      criteria:\n";
    for (int i = 0; i < 12; ++i)
        text += "          - \"Understands the fundamentals of *topic* number " + std::to_string(i) + "\"\n";
    const auto document = read(text + "---\n");
    EXPECT_EQ(document.title, "Framework");
    EXPECT_THAT(document.text,
                StartsWith("Domain knowledge\nLevel 1\nUnderstands the fundamentals of topic number 0\nUnderstands"));
    ASSERT_EQ(document.headings.size(), 1U);
}

TEST(Markdown, FindsATitle) {
    EXPECT_EQ(read("## Second\n\n# First\n").title, "First");
    EXPECT_EQ(read("## Second\n\ntext").title, "Second");
    EXPECT_EQ(read("text", "https://example.org/a/time-management.md").title, "Time management");
    EXPECT_EQ(read("text", "https://example.org/owner/team_guide/main/README.md").title, "Team guide");
    EXPECT_EQ(read("![Awesome Team Management](/h.png)\n\n## Contents\n\n- [A](#a)\n\n## A\n").title,
              "Awesome Team Management");
}

TEST(Markdown, CallsOnlyABareListOfLinksAListing) {
    std::string links = "# Links\n\n";
    for (int i = 0; i < 20; ++i) links += "- [Some article](https://example.com/" + std::to_string(i) + ")\n";
    EXPECT_EQ(read(links).kind, PageKind::listing);
    EXPECT_EQ(read(links + "\nThese are the articles that we found most useful.\n").kind, PageKind::article);
    EXPECT_EQ(read("- [One](https://example.com/1)\n").kind, PageKind::article);
}

TEST(Markdown, SurvivesWhatMustNotTakeLong) {
    constexpr std::size_t kMany = 30'000;
    const std::string inputs[] = {
        repeated(">", kMany) + "a\n" + repeated("b\n", kMany),
        repeated("- ", kMany) + "a\n" + repeated("\n", kMany),
        repeated("1. ", kMany) + "a",
        repeated("[", kMany) + repeated("](x)", kMany),
        repeated("![", kMany) + "a" + repeated("](x)", kMany),
        repeated("*a _b ", kMany),
        repeated("|a", kMany) + "\n" + repeated("|-", kMany) + "\n" + repeated("|\n", kMany),
        "|a|b|\n|-|-|\n" + repeated("|c|d|\n", kMany),
        "[a]: /" + repeated("u", kMany) + "\n\n" + repeated("[a] ", kMany),
        repeated("http://a.b/(", kMany),
        repeated("<div>", kMany),
        repeated("<!--", kMany),
        repeated("a <b x=\"", kMany),
        "<h1>" + repeated("x<br>", kMany) + "</h1>",
        "<script>" + repeated("</scrip", kMany),
        repeated("&#", kMany),
        repeated("`", kMany) + "a" + repeated("`", kMany - 1),
        "---\n" + repeated("a: [\n", kMany),
        repeated("# a\n", kMany),
        repeated("!!! a\n    ", kMany),
        std::string(kMany, '\0'),
        repeated("a\r", kMany),
    };
    for (const auto& input : inputs) {
        const auto document = read(input);
        EXPECT_TRUE(is_utf8(document.text));
        EXPECT_LE(document.markdown.size(), input.size() * 60 + (8U << 20)) << input.substr(0, 20);
    }
}

TEST(Markdown, CutsOffAnywhereWithoutHarm) {
    const std::string whole =
        "---\ntitle: \"x\nauthors: [a,\n---\n# T {#x}\n\n<h1 a='b>c'>é</h1> [a](<b c> \"d\") &amp; "
        "![x](y)\n\n|a|\n|-|\n\n```c\nx\n";
    for (std::size_t length = 0; length <= whole.size(); ++length) {
        const auto document = read(std::string_view(whole).substr(0, length));
        EXPECT_TRUE(is_utf8(document.text));
        EXPECT_TRUE(is_utf8(document.markdown));
        EXPECT_TRUE(is_utf8(document.title));
    }
}

TEST(Markdown, RepairsWhatIsNotUtf8) {
    EXPECT_EQ(read("a\xFF\xC3(b").text, "a\xEF\xBF\xBD\xEF\xBF\xBD(b");
}

}  // namespace
}  // namespace winnow::extract
