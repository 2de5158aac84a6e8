#include "extract/html/tame.h"

#include <gtest/gtest.h>

namespace winnow::extract {
namespace {

/// The page as the parser gets it, with texts and attributes in braces where it gets marks.
std::string tamed(const std::string& html) {
    std::string storage;
    const auto result = *tame(html, storage);
    std::string shown;
    for (std::string_view rest = result.html; !rest.empty();) {
        const auto* piece = result.pieces.at_mark(rest);
        if (piece == nullptr) {
            shown += rest.front();
            rest.remove_prefix(1);
            continue;
        }
        rest.remove_prefix(Pieces::kMarkBytes);
        const bool text = piece->attributes_begin == piece->attributes_end;
        shown += '{' + (text ? html.substr(piece->begin, piece->end - piece->begin) : std::string());
        for (auto i = piece->attributes_begin; i < piece->attributes_end; ++i)
            shown += std::string(result.pieces.attributes[i].name) + ":" +
                     std::string(result.pieces.attributes[i].value) + (i + 1 < piece->attributes_end ? " " : "");
        shown += '}';
    }
    return shown;
}

std::string repeated(std::string_view piece, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += piece;
    return text;
}

TEST(Tame, LeavesOrdinaryPagesAsTheyAre) {
    const std::string page =
        "<!doctype html><p>x<br><li>" + repeated("<div><b id=name>x</b></div><p>y", 2000) + "<!----></p>";
    std::string storage;
    const auto result = tame(page, storage);
    EXPECT_EQ(result->html.data(), page.data());
}

TEST(Tame, DropsStartTagsThatNestTooDeepAndTheirEndTags) {
    EXPECT_EQ(tamed(repeated("<div>", 600) + "x" + repeated("</div>", 600)),
              repeated("<div>", 512) + "x" + repeated("</div>", 512));
    EXPECT_EQ(tamed(repeated("<b>", 65) + "x</b>y"), repeated("<b>", 64) + "xy");
}

TEST(Tame, DropsAttributesThatNobodyReads) {
    EXPECT_EQ(tamed("<p data-a='>' class=b ONCLICK = \"x>y\" aria-label=c hidden title>d"), "<p {class:b hidden:}>d");
    EXPECT_EQ(tamed("<img data-id=1 src=a/ target=_blank><p tabindex=0/>"), "<img {src:a/}><p >");
}

TEST(Tame, MarksAttributesThatAreRead) {
    EXPECT_EQ(tamed("<img data-src=a data-srcset=b DATA-original=c data-lazy-src=d alt=e>"),
              "<img {data-src:a data-srcset:b data-original:c data-lazy-src:d alt:e}>");
    EXPECT_EQ(tamed("<p aria-hidden=true role=\"x\"><a href=/one/ >y</a>"),
              "<p {aria-hidden:true role:x}><a {href:/one/} >y</a>");
}

TEST(Tame, KeepsAttributesThatTreesDependOn) {
    for (const std::string page :
         {"<b class=name>", "<html lang=en><body class=name>", "<input type=hidden>", "<svg><p data-a/>",
          "<svg class=name>", "<p id=a>", "<a data-x='unclosed href=y>text", "</p class=name>", "<p class=cut-off"})
        EXPECT_EQ(tamed(page), page);
}

TEST(Tame, MarksTextsButNotReferencesNorWhiteSpaceAtTheBeginning) {
    EXPECT_EQ(tamed("<i>\n  some words of text  </i>\n                    <i>few words</i>"),
              "<i>\n  {some words of text  }</i>\n                    <i>few words</i>");
    EXPECT_EQ(tamed("some words here &amp; other words there&notit; and the end"),
              "{some words here }&amp;{ other words there}&notit;{ and the end}");
    EXPECT_EQ(tamed("a text that is long < no tag, but text < more of the text"),
              "{a text that is long }< {no tag, but text }< {more of the text}");
}

TEST(Tame, MarksNothingInAPageThatCouldForgeMarks) {
    const std::string page = "<p class=name>words that are long enough\xFF";
    EXPECT_EQ(tamed(page), page);
}

TEST(Tame, MarksScriptsOfJsonUnlessTheyMayHoldEndTags) {
    EXPECT_EQ(tamed("<script type=json>{\"a\": \"long text\"}</script>"),
              "<script {type:json}>{{\"a\": \"long text\"}}</script>");
    const std::string escaped = "<!--<script>long text</script>long text--></script>long text";
    EXPECT_EQ(tamed("<script type=json>" + escaped), "<script {type:json}>" + escaped);
}

TEST(Tame, DropsWhiteSpaceBeforeWhatBeginsALine) {
    EXPECT_EQ(tamed("<ul>\n <li>a\n <p>b</p>\n <h2>c</h2> <hr></ul>\n"), "<ul><li>a\n <p>b</p><h2>c</h2><hr></ul>\n");
}

TEST(Tame, KeepsWhiteSpaceThatMayDivideWords) {
    for (const std::string page : {"a <p>b", "<b>a</b> <i>b</i>", "<b> <p>c</b>", "</p> </div> <span>",
                                   "<table> <tr> <td>", "<td> <table>", "<svg> <p>", "<p><a> <div>"})
        EXPECT_EQ(tamed(page), page);
}

TEST(Tame, DropsTheInsideOfComments) {
    EXPECT_EQ(tamed("a<!-- <p> -->b<!-->c<!--->d<!-- e --!> f -->"), "a<!---->b<!-->c<!--->d<!-- e --!> f -->");
}

TEST(Tame, DropsTheLinesOfDrawings) {
    EXPECT_EQ(tamed("a<svg width=1><title>t</title><g><path d='M0 0'/></g></svg>b<svg/>c"),
              "a<svg width=1></svg>b<svg/>c");
}

TEST(Tame, KeepsWhatMayBeTextInADrawing) {
    for (const std::string page : {"<svg><foreignObject><p>x</p></foreignObject></svg>", "<svg><path><p>x</svg>y",
                                   "<svg><g><svg><path/></svg></g></svg>", "<svg><path/>x", "<math><mi>x</mi></math>"})
        EXPECT_EQ(tamed(page), page);
}

TEST(Tame, DoesNotCountWhatEndsByItselfOrHasNoContent) {
    const auto page = repeated("<p>a<br><img alt='<b>'><li>b<td>c", 2000);
    EXPECT_EQ(tamed(page), repeated("<p>a<br><img {alt:<b>}><li>b<td>c", 2000));
}

TEST(Tame, PassesOverTextThatIsNoMarkup) {
    const auto title = "<title>" + repeated("<div>", 600) + "</TITLE>";
    const auto comment = "<!--" + repeated("<div>", 600) + "-->";
    EXPECT_EQ(tamed(title + comment + "<div>x"), title + "<!----><div>x");
}

TEST(Tame, DropsTheContentsOfScriptsAndStylesButNotJson) {
    EXPECT_EQ(tamed("a<script>b</SCRIPT>c<style>d</style><script type='application/ld+json'>{}</script>e<script>f"),
              "a<script></SCRIPT>c<style></style><script {type:application/ld+json}>{}</script>e<script>");
    std::string storage;
    EXPECT_EQ(tame("<script>12345</script><style>1</style>", storage)->script_bytes, 5u);
}

TEST(Tame, EndsScriptsAtTheirNameOnly) {
    EXPECT_EQ(tamed("<script>a</scripts>b</script\t>c"), "<script></script\t>c");
}

TEST(Tame, CountsEverythingInForeignContent) {
    EXPECT_EQ(tamed("<svg><title>" + repeated("<p>", 600)), "<svg><title>" + repeated("<p>", 510));
    const auto icons = "<math>" + repeated("<path d='x'/>", 600) + "</math>";
    EXPECT_EQ(tamed(icons), icons);
}

TEST(Tame, EndsWithThePage) {
    for (const char* page : {"<", "</", "<a", "<a b", "<a b='", "<!--", "<!", "<script>", "</a", "<a b=\"x", "<a b="})
        EXPECT_EQ(tamed(page), page);
}

}  // namespace
}  // namespace winnow::extract
