#include "extract/html/tame.h"

#include <gtest/gtest.h>

namespace winnow::extract {
namespace {

std::string tamed(const std::string& html) {
    std::string storage;
    return std::string(tame(html, storage)->html);
}

std::string repeated(std::string_view piece, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += piece;
    return text;
}

TEST(Tame, LeavesOrdinaryPagesAsTheyAre) {
    const std::string page =
        "<!doctype html><p class='a > b'>x<br><li>" + repeated("<div><b>x</b></div><p>y", 2000) + "<!-- <div> --></p>";
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
    EXPECT_EQ(tamed("<p data-a='>' class=b ONCLICK = \"x>y\" aria-label=c hidden title>d"), "<p  class=b   hidden >d");
    EXPECT_EQ(tamed("<img data-id=1 src=a/ target=_blank><p tabindex=0/>"), "<img  src=a/ ><p >");
    EXPECT_EQ(tamed("<a data-x='unclosed href=y>text"), "<a ");
}

TEST(Tame, KeepsAttributesThatAreRead) {
    for (const std::string page :
         {"<img data-src=a data-srcset=b data-original=c data-lazy-src=d alt=e>", "<p aria-hidden=true role=x>",
          "<p style='x' itemprop=y id=z>", "<p class='data-x onclick'>", "<p =data-a data=1 o=2>", "<svg><p data-a/>"})
        EXPECT_EQ(tamed(page), page);
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
    const auto page = repeated("<p>a<br><img src='<div>'><li>b<td>c", 2000);
    EXPECT_EQ(tamed(page), page);
}

TEST(Tame, PassesOverTextThatIsNoMarkup) {
    const auto title = "<title>" + repeated("<div>", 600) + "</TITLE>";
    const auto comment = "<!--" + repeated("<div>", 600) + "-->";
    EXPECT_EQ(tamed(title + comment + "<div>x"), title + comment + "<div>x");
}

TEST(Tame, DropsTheContentsOfScriptsAndStylesButNotJson) {
    EXPECT_EQ(tamed("a<script>b</SCRIPT>c<style>d</style><script type='application/ld+json'>{}</script>e<script>f"),
              "a<script></SCRIPT>c<style></style><script type='application/ld+json'>{}</script>e<script>");
    std::string storage;
    EXPECT_EQ(tame("<script>12345</script><style>1</style>", storage)->script_bytes, 5u);
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
