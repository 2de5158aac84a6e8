// The tree must be the same whether texts and attributes reach the parser as they are or as marks. In a page with a
// byte that is no UTF-8, nothing is marked: that is the tree to compare with.

#include "extract/html/dom.h"

#include <algorithm>
#include <filesystem>

#include <gtest/gtest.h>

#include "extract/ascii.h"
#include "files/files.h"
#include "support/source_folder.h"

namespace winnow::extract {
namespace {

/// Tags, depths, texts that are not blank, and the attributes that are read.
std::string outline(const std::string& html) {
    const auto dom = Dom::parse(html);
    if (!dom) return dom.error().message();
    std::string result;
    std::vector<std::size_t> depths(dom->size());
    for (NodeId id = 1; id < dom->size(); ++id) {
        const auto& node = (*dom)[id];
        depths[id] = depths[node.parent] + 1;
        const bool text = node.tag == Tag::text;
        if (text && std::ranges::all_of(node.text, is_space)) continue;
        result += std::string(depths[id], ' ') + (text ? '"' + std::string(node.text) + '"' : std::string(node.text));
        for (const auto& [name, value] : dom->attributes(id))
            if (!read_attribute_name(name).empty()) result += ' ' + std::string(name) + "='" + std::string(value) + "'";
        result += '\n';
    }
    return result;
}

std::string outline_without_marks(const std::string& html) {
    return outline("<!--\xFF-->" + html);
}

class Marks : public testing::TestWithParam<std::string> {};

TEST_P(Marks, LeaveTheTreeAsItIs) {
    EXPECT_EQ(outline(GetParam()), outline_without_marks(GetParam()));
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

TEST(Dom, KeepsWhatLooksLikeAMark) {
    const std::string text = "words that are long enough \xFF\x80\x80\x80\x80 for a mark";
    EXPECT_EQ(outline("<b>" + text), outline_without_marks("<b>" + text));
    EXPECT_NE(outline("<b>" + text).find(text), std::string::npos);
}

TEST(Dom, IsTheSameForRecordedPagesWithoutMarks) {
    for (const auto& folder : std::filesystem::directory_iterator(source_folder() / "tests/golden/extract")) {
        const auto html = files::read_file(folder.path() / "input.html", 1u << 20);
        if (!html) continue;
        EXPECT_EQ(outline(*html), outline_without_marks(*html)) << folder.path();
    }
}

TEST(Dom, SurvivesBeingMoved) {
    auto dom = Dom::parse("<p class=short>x");
    const Dom other = std::move(*dom);
    EXPECT_EQ(other.attribute(4, "class"), "short");
}

}  // namespace
}  // namespace winnow::extract
