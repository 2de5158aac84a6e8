#include "extract/render/render.h"

#include <gtest/gtest.h>

namespace winnow::extract {
namespace {

Rendered rendered(std::string_view html) {
    const auto dom = Dom::parse(std::string(html));
    const auto blocks = blocks_of(*dom);
    return render(*dom, blocks, std::vector<bool>(blocks.list.size(), true), *Url::parse("https://example.org/d/a"));
}

std::string markdown(std::string_view html) {
    return rendered(html).markdown;
}

TEST(Render, WritesALineForEachBlockAndNotesHeadings) {
    const auto out = rendered("<h1>Title</h1><p>One.</p><h3>Part <em>two</em></h3><ul><li>a<li>b</ul>");
    EXPECT_EQ(out.text, "Title\nOne.\nPart two\na\nb");
    EXPECT_EQ(out.headings, (std::vector<Heading>{{1, "Title", 0}, {3, "Part two", 11}}));
    EXPECT_EQ(out.markdown, "# Title\n\nOne.\n\n### Part *two*\n\n- a\n- b");
}

TEST(Render, NestsAndNumbersLists) {
    EXPECT_EQ(markdown("<ol><li>one<ul><li>inner<li>more</ul></li><li><p>two</p><p>again</p></li></ol><p>after"),
              "1. one\n   - inner\n   - more\n2. two\n\n   again\n\nafter");
}

TEST(Render, QuotesEveryLine) {
    EXPECT_EQ(markdown("<blockquote><p>one<br>two</p><p>three</p></blockquote><p>four"),
              "> one  \n> two\n>\n> three\n\nfour");
}

TEST(Render, PutsEmphasisAroundWordsNotBlanks) {
    EXPECT_EQ(markdown("<p>a<b> bold </b>word, <i>it</i>alic, <s>gone</s>, <b><b>twice</b></b>"),
              "a **bold** word, *it*alic, ~~gone~~, **twice**");
    EXPECT_EQ(markdown("<p>a <b></b> b"), "a b");
}

TEST(Render, MakesLinksAbsolute) {
    const auto out = rendered(
        "<p><a href='../b?x=1'>rel</a>, <a href='#top'>up</a>, <a href='javascript:x()'>js</a>, <a "
        "href='mailto:a@b.c'>m</a>"
        "<a href='../b?x=1'>again</a>");
    EXPECT_EQ(out.markdown,
              "[rel](https://example.org/b?x=1), up, js, [m](mailto:a@b.c)[again](https://example.org/b?x=1)");
    EXPECT_EQ(out.links, (std::vector<Link>{{"https://example.org/b?x=1", "rel"}, {"mailto:a@b.c", "m"}}));
}

TEST(Render, FencesCodeWithItsLanguage) {
    EXPECT_EQ(markdown("<div class='highlight-source-cpp'><pre>int *a;\n  b &lt; c;</pre></div>"),
              "```cpp\nint *a;\n  b < c;\n```");
    EXPECT_EQ(markdown("<pre><code class='language-md'>```\nx\n```</code></pre>"), "````md\n```\nx\n```\n````");
    EXPECT_EQ(markdown("<p>call <code>f(*a_b)</code> now"), "call `f(*a_b)` now");
}

TEST(Render, WritesTablesOfData) {
    EXPECT_EQ(
        markdown(
            "<table><tr><th>Level<th>Scope</tr><tr><td>IC1<td><a href=/t>Task</a> | step</tr><tr><td><p>IC2</p><td>"
            "<p>Team</p><p>Area</p></table>"),
        "| Level | Scope |\n| --- | --- |\n| IC1 | [Task](https://example.org/t) \\| step |\n| IC2 | Team Area |");
}

TEST(Render, ReadsTablesThatOnlyLayOutAsParagraphs) {
    EXPECT_EQ(markdown("<table><tr><td><h1>T</h1><p>a</p></td></tr><tr><td>b</td><td>c</td></tr></table>"),
              "# T\n\na\n\nb c");
}

TEST(Render, EscapesWhatWouldBeTakenForMarkup) {
    EXPECT_EQ(
        markdown("<p># no heading</p><p>1. no item</p><p>- nor this</p><p>*a* [b] snake_case _c_ &lt;i> x &lt; y</p>"),
        "\\# no heading\n\n1\\. no item\n\n\\- nor this\n\n\\*a\\* \\[b\\] snake_case \\_c\\_ \\<i> x < y");
}

TEST(Render, KeepsPicturesOfTheArticle) {
    EXPECT_EQ(
        markdown(
            "<p>one</p><figure><img src=/p.png alt='A [map]' width=600><figcaption>Map</figcaption></figure>"
            "<div class=related><img src=/r.png></div><img src='data:x' data-src=/lazy.png><img src=/i.png width=1>"
            "<p>two <img src=/p.png></p>"),
        "one\n\n![A \\[map\\]](https://example.org/p.png)\n\nMap\n\n![](https://example.org/lazy.png)\n\ntwo");
}

}  // namespace
}  // namespace winnow::extract
