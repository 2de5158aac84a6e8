// The tree must be the same whether texts and attributes reach the parser as they are or as marks (fuzz/outline.h).

#include "extract/html/dom.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "files/files.h"
#include "fuzz/outline.h"
#include "support/source_folder.h"

namespace winnow::extract {
namespace {

void expect_the_same_without_marks(const std::string& html) {
    const auto marked = Dom::parse(html);
    const auto plain = Dom::parse(fuzz::without_marks(html));
    EXPECT_EQ(fuzz::outline(marked), fuzz::outline(plain));
    EXPECT_EQ(fuzz::reading(marked), fuzz::reading(plain));
}

class Marks : public testing::TestWithParam<std::string> {};

TEST_P(Marks, LeaveTheTreeAsItIs) {
    expect_the_same_without_marks(GetParam());
}

constexpr auto kLong = " a text that is long enough for a mark ";

INSTANTIATE_TEST_SUITE_P(
    Attributes, Marks,
    testing::Values("<p class=first id='second' CLASS=third>x", "<p class='unclosed id=x><p>y",
                    "<p class=\"a > b\" id=c>x", "<a href=/one/two/three/>x</a><a href='/four'/>y",
                    "<p id = \n 'spaced' class\n=\nname hidden>x",
                    "<p class=a&amp;b id='&lt;&copy;&notit; &#x41;&#66' style='x&y=z'>x",
                    "<p id='one\r\ntwo\rthree' class=name>x", "<p =class=a b=c id=good>x", "<p class=''id=\"\"style>x",
                    "<p class='one\"two' id=\"it's\">x",
                    "<html class=one><html id=two class=three><body id=four><body class=five id=six>x",
                    "<table><input type=hidden name=a><input type=text name=b></table>",
                    "<p><b class=one><b class=one><b class=one><b class=one>x<p>y",
                    "<p><a href=/one class=two>x<a href=/three class=four>y<p>z<i class=word>w<div>v",
                    "<svg class=drawing><font color=red class=name>x</font></svg>",
                    "<math><annotation-xml encoding=text/html id=five>x", "<p class=almost", "<p class=almost id='",
                    "<my-element class=word id=custom>x</my-element>",
                    "<img src='data:image/png;base64,AAAA' srcset='a.png 1x' alt='x > y' data-src=lazy.png width=1>",
                    "</p class=end-tag id=unread>x", "<p/class=name/id=other/>x",
                    "<!DOCTYPE html PUBLIC 'a>b' \"c\"><p class=name>x"));

INSTANTIATE_TEST_SUITE_P(
    Texts, Marks,
    testing::Values(
        std::string("<p>") + kLong, std::string("<p>") + kLong + "&amp;" + kLong + "&notit;" + kLong + "&#65",
        std::string("<p>&#x41 &#; & &; &&amp;&ampx") + kLong, std::string("<p>1 < 2 <") + kLong + "<" + kLong,
        std::string("<p>one\r\ntwo\rthree") + kLong + "\r\n" + kLong, std::string("<pre>\n\n") + kLong + "</pre>",
        std::string("<table>") + kLong + "<tr>" + kLong + "<td>" + kLong + "</table>" + kLong,
        std::string("<!-->") + kLong + "<!--->" + kLong + "<!-- a --!>" + kLong + "<!-- b -- > c -->" + kLong,
        std::string("<!--") + kLong + "--" + kLong + "-->" + kLong + "<!--" + kLong,
        std::string("<!") + kLong + ">" + kLong + "<?" + kLong + "?>" + kLong + "</ " + kLong + ">" + kLong,
        std::string("<svg><desc></svg><![CDATA[ a > b") + kLong + "]]>" + kLong,
        std::string("<svg><![CDATA[") + kLong + "]]></svg><![CDATA[" + kLong + ">" + kLong + "]]>",
        std::string("<title>") + kLong + "<b class=name></titlex></TITLE >" + kLong,
        std::string("<textarea>\n") + kLong + "<p class=name></textarea/>" + kLong,
        std::string("<script type=application/json>") + kLong + "&amp;</script>" + kLong,
        std::string("<script type=json><!--<script>") + kLong + "</script>" + kLong + "--></script>" + kLong,
        std::string("<script>a</scriptx>b</script >") + kLong, std::string("<noscript><p class=name>") + kLong,
        std::string("<select><option>") + kLong + "<textarea>" + kLong + "</select><plaintext>" + kLong + "<b class=c>",
        std::string("<iframe>") + kLong + "<p class=x></iframe>" + kLong, "\xEF\xBB\xBF<p>text that begins with a mark",
        std::string("<p>\xC3\xA9&\xC3\xA9t\xC3\xA9") + kLong, std::string("<template><p class=name>") + kLong));

// White space before a line is dropped, but not where the line's tag is passed over, nor where an element would be
// repeated for it.
INSTANTIATE_TEST_SUITE_P(
    Blanks, Marks,
    testing::Values("<select> <p>x", "<select><option>x</option> <hr>y</select>",
                    "<select><template></select></template> <p>x</select>",
                    "<select><xmp></select><p><b></xmp></select></p> <p>x",
                    "<table><template></table></template> <p>x</table>", "<p><b><table><td></b></table></p> <p>x",
                    "<p><a href=/><table><td></a></table></p> <p>x", "<table><b><td></b></table> <p>x",
                    "<table><i><caption></i></table> <p>x", "<p><b><object></b></object></p> <p>x",
                    "<p><b><template></b></template></p> <p>x", "<p><b><marquee></b></marquee></p> <p>x",
                    "<p><b><select></b></select></p> <p>x", "<p><b><svg><desc></b></desc></svg></p> <p>x",
                    "<p><svg><b></svg></p> <p>x", "<p><svg><b/></svg></p> <p>x", "<p><i><svg><b></b></svg></p> <p>x",
                    "<p><b>x</p> <p>y</b> <p>z", "<ul> <li> <b>x</b> <li>y </ul> <div> z </div>"));

INSTANTIATE_TEST_SUITE_P(WhereTagsAreText, Marks,
                         testing::Values(std::string("<plaintext>x</plaintext> <p onclick=unread class=name>") + kLong,
                                         std::string("<svg><p><title></svg> <p onclick=unread></title>") + kLong,
                                         std::string("<svg><p><style></svg> <p onclick=unread></style>") + kLong,
                                         std::string("<svg><p><script></svg> <p onclick=unread></script>") + kLong,
                                         std::string("<math><mi><title></math> <p onclick=unread></title>") + kLong,
                                         std::string("<svg><title>short</title></svg> <p onclick=unread>") + kLong,
                                         std::string("<frameset>") + kLong + "<frame> <p class=name>" + kLong +
                                             "</frameset>" + kLong,
                                         std::string("<frameset><script type=json>") + kLong + "</script>" + kLong));

INSTANTIATE_TEST_SUITE_P(CutOff, Marks,
                         testing::Values(std::string(kLong) + "<", std::string("<p>") + kLong + "</",
                                         std::string("<p>") + kLong + "<p", std::string("<p>") + kLong + "<p class='",
                                         std::string("<p>") + kLong + "<!", std::string("<p>") + kLong + "<!--",
                                         std::string("<p>") + kLong + "&", "<p>x</p>\n<p class=name", "<p>x</p> <ul"));

TEST(Dom, TakesALessThanSignAtTheEndForText) {
    EXPECT_EQ(fuzz::outline(Dom::parse("<p>x<")), fuzz::outline(Dom::parse("<p>x&lt; ")));
}

TEST(Dom, HasLineFeedsForAllLineEnds) {
    const auto outline = [](const std::string& html) { return fuzz::outline(Dom::parse(html)); };
    const std::string text = "a text that is long enough\n&amp;\nfor a mark\n";
    EXPECT_EQ(outline("<p class='a\r\nb\r&amp;\nc'>x\ry\r\n\r\rz\r"),
              outline("<p class='a\nb\n&amp;\nc'>x\ny\n\n\nz\n"));
    EXPECT_EQ(outline("<p>a text that is long enough\r&amp;\r\nfor a mark\r"), outline("<p>" + text));
    EXPECT_NE(outline("<p>a text that is long enough&#13;\nfor a mark").find("enough\r\nfor"), std::string::npos);
}

TEST(Dom, KeepsWhatLooksLikeAMark) {
    const std::string text = "words that are long enough \xFF\x80\x80\x80\x80 for a mark";
    expect_the_same_without_marks("<b>" + text);
    EXPECT_NE(fuzz::outline(Dom::parse("<b>" + text)).find(text), std::string::npos);
}

TEST(Dom, IsTheSameForRecordedPagesWithoutMarks) {
    for (const auto& folder : std::filesystem::directory_iterator(source_folder() / "tests/golden/extract")) {
        SCOPED_TRACE(folder.path());
        if (const auto html = files::read_file(folder.path() / "input.html", 1u << 20))
            expect_the_same_without_marks(*html);
    }
}

TEST(Dom, SurvivesBeingMoved) {
    auto dom = Dom::parse("<p class=short>x");
    const Dom other = std::move(*dom);
    EXPECT_EQ(other.attribute(4, "class"), "short");
}

}  // namespace
}  // namespace winnow::extract
