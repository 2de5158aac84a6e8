#include <gtest/gtest.h>

#include "markup/entities.h"
#include "markup/reader.h"
#include "markup/text.h"
#include "markup/tokens.h"

namespace winnow::markup {
namespace {

std::string tokens_of(std::string_view text) {
    Tokenizer tokenizer(text);
    Token token;
    std::string result;
    while (tokenizer.next(token)) {
        if (!result.empty()) result += ' ';
        switch (token.kind) {
            case Token::Kind::text: result += "text:" + std::string(token.content); break;
            case Token::Kind::cdata: result += "cdata:" + std::string(token.content); break;
            case Token::Kind::comment: result += "comment:" + std::string(token.content); break;
            case Token::Kind::instruction: result += "instruction"; break;
            case Token::Kind::declaration: result += "declaration:" + std::string(token.content); break;
            case Token::Kind::end_tag: result += "/" + std::string(token.name); break;
            case Token::Kind::start_tag:
                result += std::string(token.name) + "(";
                for (const auto& attribute : token.attributes)
                    result += std::string(attribute.name) + "=" + std::string(attribute.value) + ";";
                result += token.empty_element ? ")/" : ")";
        }
    }
    return result;
}

/// Elements and text as the Reader sees them.
std::string events_of(std::string_view text) {
    Reader reader(text, {});
    Event event;
    std::string result;
    while (reader.next(event)) {
        if (event.kind == Event::Kind::start) result += "<" + event.name + ">";
        if (event.kind == Event::Kind::end) result += "</" + event.name + ">";
        if (event.kind == Event::Kind::text) result += event.text;
    }
    return result;
}

TEST(Tokenizer, CutsWellFormedMarkup) {
    EXPECT_EQ(tokens_of("<?xml version='1'?><a b='1' c=\"2\"/><!-- x --><![CDATA[<y>]]>t</a>"),
              "instruction a(b=1;c=2;)/ comment: x  cdata:<y> text:t /a");
}

TEST(Tokenizer, TakesAttributesInEveryForm) {
    EXPECT_EQ(tokens_of("<a href=x/y checked b = 'c>d' e>"), "a(href=x/y;checked=;b=c>d;e=;)");
    EXPECT_EQ(tokens_of("<a b=\"never closed>text"), "a(b=never;closed=;) text:text");
}

TEST(Tokenizer, LeavesWhatIsNoMarkupAsText) {
    EXPECT_EQ(tokens_of("1 < 2 <3 </ > <"), "text:1  text:< 2  text:<3  text:</ >  text:<");
}

TEST(Tokenizer, ReadsADocumentTypeWithItsSubset) {
    EXPECT_EQ(tokens_of("<!DOCTYPE a [<!ENTITY b \">\"> ]><a>"), "declaration:DOCTYPE a [<!ENTITY b \">\"> ] a()");
}

TEST(Tokenizer, EndsWithTheTextWhenSomethingIsNeverClosed) {
    EXPECT_EQ(tokens_of("<a"), "a()");
    EXPECT_EQ(tokens_of("<!-- x"), "comment: x");
    EXPECT_EQ(tokens_of("<![CDATA[ x"), "cdata: x");
    EXPECT_EQ(tokens_of("</rss"), "/rss");
    EXPECT_EQ(tokens_of("<!DOCTYPE"), "declaration:DOCTYPE");
}

TEST(Tokenizer, StaysLinearOnMarksThatNeverClose) {
    for (const std::string_view piece :
         {"<?", "<!", "<!x[", "<a b='", "<a b=\"", "</", "<a", "<!DOCTYPE [\"", "&", "<![", "<a =", "<a 'b", "</a "}) {
        std::string text;
        while (text.size() < 1'000'000) text += piece;
        Tokenizer tokenizer(text);
        Token token;
        std::size_t seen = 0;
        while (tokenizer.next(token)) seen += token.raw.size();
        EXPECT_EQ(seen, text.size()) << piece;
    }
}

TEST(Decoded, ResolvesReferencesAndLeavesTheRest) {
    EXPECT_EQ(decoded("a &amp; b &lt;c&gt; &eacute;&nbsp;&hellip; &#8217; &#x2019;"), "a & b <c> é\u00A0… ’ ’");
    EXPECT_EQ(decoded("&#146; AT&T &unknown; &; &#; &#x; &#1114112; &#xD800;"),
              "’ AT&T &unknown; &; &#; &#x; \uFFFD \uFFFD");
    EXPECT_EQ(decoded("a&#0;b&#7;c"), "a\uFFFDbc");
}

TEST(DeclaredEntities, KnowHarmlessOnesOnly) {
    DeclaredEntities entities;
    entities.read(
        "DOCTYPE x [<!ENTITY ok \"fine\"><!ENTITY bad '&ok;&ok;'><!ENTITY % p \"x\">"
        "<!ENTITY file SYSTEM \"file:///etc/passwd\"><!ENTITY tag '<b>'>]");
    EXPECT_EQ(decoded("&ok; &bad; &p; &file; &tag;", &entities), "fine &bad; &p; &file; &tag;");
}

TEST(DeclaredEntities, ExpandOnlySoMuchInADocument) {
    DeclaredEntities entities;
    entities.read("<!ENTITY a \"" + std::string(DeclaredEntities::kMaxValueBytes, 'x') + "\">");
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += "&a;";
    EXPECT_LT(decoded(text, &entities).size(), 2 * DeclaredEntities::kMaxExpandedBytes);
}

TEST(Reader, ClosesWhatAnEndTagLeavesOpen) {
    EXPECT_EQ(events_of("<item><description>a<br>b</description><link>c</link></item>"),
              "<item><description>a<br>b</br></description><link>c</link></item>");
}

TEST(Reader, PassesOverEndTagsOfNothingOpenAndClosesAllAtTheEnd) {
    EXPECT_EQ(events_of("<a>x</b>y"), "<a>xy</a>");
    EXPECT_EQ(events_of("<a><b>x"), "<a><b>x</b></a>");
}

TEST(Reader, KnowsVocabulariesByNameAndUndeclaredOnesByTheirUsualPrefix) {
    Reader reader(
        "<r xmlns:x='http://purl.org/dc/elements/1.1/'><x:date/><dc:title/><y:z/><svg xmlns='urn:svg'><q/></svg></r>",
        {});
    Event event;
    std::vector<Vocabulary> found;
    while (reader.next(event))
        if (event.kind == Event::Kind::start) found.push_back(event.vocabulary);
    EXPECT_EQ(found, (std::vector{Vocabulary::plain, Vocabulary::dublin_core, Vocabulary::dublin_core,
                                  Vocabulary::other, Vocabulary::other, Vocabulary::other}));
}

TEST(Reader, EndsAtElementsNestedTooDeep) {
    std::string text;
    for (int i = 0; i < 1'000'000; ++i) text += "<a>";
    Reader reader(text, {});
    Event event;
    std::size_t starts = 0, ends = 0;
    while (reader.next(event)) ++(event.kind == Event::Kind::start ? starts : ends);
    EXPECT_TRUE(reader.too_deep());
    EXPECT_EQ(starts, kMaxDepth);
    EXPECT_EQ(ends, kMaxDepth);
}

TEST(PlainText, IsWhatAReaderSees) {
    EXPECT_EQ(plain_text("<p>a<b>b</b></p>\n <p>c &amp; d<br>e</p><script>x < y</script><!-- no -->"), "ab c & d e");
    EXPECT_EQ(plain_text("Tom &amp;amp; Jerry"), "Tom &amp; Jerry");
    EXPECT_EQ(plain_text("1 < 2 > 1"), "1 < 2 > 1");
}

TEST(PlainText, KeepsWhatOnlyLooksLikeTags) {
    EXPECT_EQ(plain_text("std::vector<int> is <b>fast</b>", Tags::known), "std::vector<int> is fast");
    EXPECT_EQ(plain_text("std::vector<int> is <b>fast</b>", Tags::all), "std::vector is fast");
}

TEST(AbsoluteLinks, ReplaceRelativeOnesOnly) {
    const auto base = *Url::parse("https://example.org/blog/post");
    EXPECT_EQ(with_absolute_links("<p>x <a class=c href='/a?b&amp;c'>y</a> <img src=\"https://o.org/i\"> "
                                  "<a href='mailto:m@o.org'>m</a><a href='#f'>n</a>",
                                  base),
              "<p>x <a class=c href='https://example.org/a?b&amp;c'>y</a> <img src=\"https://o.org/i\"> "
              "<a href='mailto:m@o.org'>m</a><a href='#f'>n</a>");
}

}  // namespace
}  // namespace winnow::markup
