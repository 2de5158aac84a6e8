#include "extract/html/blocks.h"

#include <gtest/gtest.h>

#include "extract/html/hints.h"

namespace winnow::extract {
namespace {

std::vector<std::string> texts(std::string_view html) {
    const auto dom = Dom::parse(std::string(html));
    std::vector<std::string> result;
    for (const auto& block : blocks_of(*dom).list) result.push_back(block.text);
    return result;
}

using Texts = std::vector<std::string>;

TEST(Blocks, BeginAndEndAtBlockElements) {
    EXPECT_EQ(texts("<p>One <b>two</b>\n three<p>Four<div>Five<p>six</div>seven"),
              (Texts{"One two three", "Four", "Five", "six", "seven"}));
}

TEST(Blocks, LeaveOutScriptsControlsAndMedia) {
    EXPECT_EQ(texts("<p>a<script>b</script><button>d</button> e<style>f</style><select><option>c</select>"),
              (Texts{"a e"}));
}

TEST(Blocks, DivideTheCellsOfARow) {
    EXPECT_EQ(texts("<table><tr><td>a</td><td>b</td></tr><tr><td>c</table>"), (Texts{"a b", "c"}));
}

TEST(Blocks, AreDividedByTwoBreaksButNotByOneBetweenShortLines) {
    EXPECT_EQ(texts("<p>short line<br>another<br><br>a new one"), (Texts{"short line\nanother", "a new one"}));
}

TEST(Blocks, AreDividedByOneBreakAfterALineAsLongAsAParagraph) {
    EXPECT_EQ(texts("<div>one two three four five six seven eight nine ten eleven twelve.<br>Then more.</div>"),
              (Texts{"one two three four five six seven eight nine ten eleven twelve.", "Then more."}));
}

TEST(Blocks, KeepTheLinesOfPreformattedText) {
    EXPECT_EQ(texts("<pre>a  b\n  c\n</pre>"), (Texts{"a  b\n  c"}));
}

TEST(Blocks, LeaveOutAndRememberWhatIsHidden) {
    const auto dom = Dom::parse(
        "<p>seen by everybody who reads this page to its end, and there is a lot of it to be seen by them, for the "
        "page "
        "goes on and on about what it has to say, in words that are many and, it must be said, rather empty ones</p>"
        "<p hidden>a</p><p style='display: NONE !important'>b</p><p style='font-size:0px'>c</p>"
        "<p style='position:absolute;left:-9999px'>d</p><p style='color:#fff; background:#FFF'>e</p>");
    const auto blocks = blocks_of(*dom);
    ASSERT_EQ(blocks.list.size(), 1u);
    EXPECT_EQ(blocks.hidden.size(), 5u);
}

TEST(Blocks, ShowWhatIsHiddenWhenThereIsNothingElse) {
    std::string html = "<p>Loading</p><div style='opacity:0'>";
    for (int i = 0; i < 20; ++i) html += "<p>Nine words of an article that scripts will reveal.</p>";
    EXPECT_EQ(texts(html).size(), 21u);
}

TEST(Blocks, LeaveOutPopupsInsideTheWordsTheyExplain) {
    EXPECT_EQ(
        texts("<p>Gov. <span class=tooltip>Ann Lee<span class=tooltip-text>A governor since 2010</span></span> said"),
        (Texts{"Gov. Ann Lee said"}));
}

TEST(Blocks, CountWordsAndLinks) {
    const auto dom = Dom::parse("<p>one <a href=/>two three</a> four <a href=/>fi<b>ve</b></a></p>");
    const auto blocks = blocks_of(*dom);
    ASSERT_EQ(blocks.list.size(), 1u);
    EXPECT_EQ(blocks.list[0].words, 5u);
    EXPECT_EQ(blocks.list[0].link_words, 3u);
    EXPECT_EQ(blocks.list[0].links, 2u);
}

TEST(Blocks, KnowWhatIsAroundThem) {
    const auto dom = Dom::parse(
        "<article class='entry-content'><p>first words of this page, many more than in the rest of it, by far</p>"
        "<aside class=related><ul><li>x</ul></aside></article>");
    const auto blocks = blocks_of(*dom);
    ASSERT_EQ(blocks.list.size(), 2u);
    EXPECT_EQ(blocks.list[1].tags & (in_article | in_aside | in_list), in_article | in_aside | in_list);
    EXPECT_NE(blocks.list[1].hints & hint_related, 0u);
    EXPECT_NE(blocks.list[0].hints & hint_body, 0u);
    EXPECT_EQ(blocks.list[0].hints & hint_related, 0u);
}

TEST(Blocks, ForgetTheNamesOfAFrameAroundThePage) {
    const auto dom = Dom::parse("<form class='modal sidebar'><p>everything that the page says is in here</p></form>");
    const auto blocks = blocks_of(*dom);
    ASSERT_EQ(blocks.list.size(), 1u);
    EXPECT_EQ(blocks.list[0].tags & in_form, 0u);
    EXPECT_EQ(blocks.list[0].hints & hint_sidebar, 0u);
}

}  // namespace
}  // namespace winnow::extract
