#include "core/url.h"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace winnow {
namespace {

TEST(Url, KnowsItsParts) {
    const auto url = *Url::parse("https://Example.org:8443/a/b?x=1&y#top");
    EXPECT_EQ(url.href(), "https://example.org:8443/a/b?x=1&y");
    EXPECT_EQ(url.scheme(), "https");
    EXPECT_EQ(url.host(), "example.org");
    EXPECT_EQ(url.port(), 8443);
    EXPECT_EQ(url.path(), "/a/b");
    EXPECT_EQ(url.query(), "x=1&y");
    EXPECT_EQ(url.origin(), "https://example.org:8443");
    EXPECT_EQ(url.path_and_query(), "/a/b?x=1&y");
}

TEST(Url, LeavesOutTheDefaultPortAndStillKnowsIt) {
    EXPECT_EQ(Url::parse("http://a.org:080/")->href(), "http://a.org/");
    EXPECT_EQ(Url::parse("http://a.org:80/")->port(), 80);
    EXPECT_EQ(Url::parse("https://a.org:/")->port(), 443);
    EXPECT_EQ(Url::parse("https://a.org:80/")->origin(), "https://a.org:80");
}

TEST(Url, IsEmptyUntilItIsParsed) {
    const Url url;
    EXPECT_TRUE(url.empty());
    EXPECT_EQ(url.scheme(), "");
    EXPECT_EQ(url.host(), "");
    EXPECT_EQ(url.port(), 0);
    EXPECT_EQ(url.path(), "");
    EXPECT_EQ(url.query(), "");
    EXPECT_EQ(url.origin(), "");
}

TEST(Url, OfAnEmptyBaseResolvesOnlyWhatIsAbsolute) {
    EXPECT_EQ(Url::parse("/a", Url()).error().kind(), ErrorKind::malformed);
    EXPECT_EQ(Url::parse("https://a.org", Url())->href(), "https://a.org/");
}

TEST(Url, ComparesByItsHref) {
    EXPECT_EQ(*Url::parse("HTTPS://A.org/x#1"), *Url::parse("https://a.org/x?utm_source=y"));
    EXPECT_LT(*Url::parse("https://a.org/"), *Url::parse("https://b.org/"));
}

TEST(Url, DropsTrackingParametersAndKeepsTheOthersInOrder) {
    EXPECT_EQ(Url::parse("https://a.org/?b=2&utm_source=x&a=1")->href(), "https://a.org/?b=2&a=1");
    EXPECT_EQ(Url::parse("https://a.org/?utm_source=x")->query(), "");
}

TEST(Url, KeepsEveryParameterWhenParsedExactly) {
    EXPECT_EQ(Url::parse_exact("https://u:p@a.org/?b=2&utm_source=x#y")->href(), "https://a.org/?b=2&utm_source=x");
    const auto base = *Url::parse("https://a.org/b");
    EXPECT_EQ(Url::parse_exact("?gclid=1", base)->href(), "https://a.org/b?gclid=1");
}

TEST(Url, SaysWhetherTheSchemeOrTheTextIsToBlame) {
    for (const auto* text : {"mailto:a@b.org", "ftp://a.org/", "javascript:void(0)", "data:,x", "file:///etc/passwd",
                             "localhost:8080/x", "view-source:http://a.org/"})
        EXPECT_EQ(Url::parse(text).error().kind(), ErrorKind::unsupported) << text;
    for (const auto* text : {"", "#", "a.org/b", "//a.org", "http://", "https://a b.org/", "http://a.org:99999/",
                             "http://a.org:-1/", "http://[::1", "http://1.2.3.4.5/", "http://@/"})
        EXPECT_EQ(Url::parse(text).error().kind(), ErrorKind::malformed) << text;
}

TEST(Url, NamesTheTextInItsErrorButOnlyItsBeginning) {
    EXPECT_EQ(Url::parse("a.org/b").error().message(), "not an absolute URL: a.org/b");
    EXPECT_EQ(Url::parse("http://a.org:x/").error().message(), "invalid port: http://a.org:x/");
    EXPECT_LT(Url::parse("http://" + std::string(10000, ' ') + "x").error().message().size(), 300U);
}

TEST(Url, ReplacesBytesThatAreNotUtf8) {
    EXPECT_EQ(Url::parse("http://a.org/\xff?\xc3(")->href(), "http://a.org/%EF%BF%BD?%EF%BF%BD(");
    EXPECT_FALSE(Url::parse("http://a\xff.org/"));
    EXPECT_FALSE(Url::parse("http://a%ff.org/"));
}

TEST(Url, TakesLongTextsInOnePass) {
    const std::size_t size = 1'000'000;
    std::string up;
    while (up.size() < size) up += "a/../";
    EXPECT_EQ(Url::parse("http://a.org/" + up)->path(), "/");
    std::string deep;
    while (deep.size() < size / 2) deep += "a/";
    while (deep.size() < size - 3) deep += "../";
    EXPECT_TRUE(Url::parse("http://a.org/" + deep));
    EXPECT_TRUE(Url::parse("http://a.org/" + std::string(size, '/')));
    EXPECT_TRUE(Url::parse("http://" + std::string(size, '@') + "a.org/"));
    EXPECT_TRUE(Url::parse("http://" + std::string(size, '/') + "a.org/"));
    EXPECT_TRUE(Url::parse("http://a.org/?" + std::string(size, '&')));
    EXPECT_FALSE(Url::parse("http://" + std::string(size, '1') + "/"));
    EXPECT_FALSE(Url::parse("http://[" + std::string(size, ':') + "]/"));
    EXPECT_FALSE(Url::parse("http://a.org:" + std::string(size, '9') + "/"));
    EXPECT_EQ(Url::parse("http://a.org:" + std::string(size, '0') + "81/")->port(), 81);
    EXPECT_FALSE(Url::parse("http://ü" + std::string(size, 'a') + "/"));
    EXPECT_FALSE(Url::parse("http://a.org/" + std::string(2 * size, 'a')));
}

TEST(Url, TakesLongDomainsOfOtherScriptsInBoundedTime) {
    std::string distinct;  // every letter another one: the worst for Punycode
    for (char32_t c = 0x4e00; distinct.size() + 3 < 4096; ++c) {
        distinct += static_cast<char>(0xe0 | (c >> 12));
        distinct += static_cast<char>(0x80 | ((c >> 6) & 0x3f));
        distinct += static_cast<char>(0x80 | (c & 0x3f));
    }
    EXPECT_TRUE(Url::parse("http://" + distinct));
    std::string expanding;
    while (expanding.size() + 3 < 4096) expanding += "\ufdfa";  // becomes 18 characters, blanks among them
    EXPECT_FALSE(Url::parse("http://" + expanding));
}

/// Whatever comes out reads back as itself, and its parts lie one behind another.
void expect_sound(const std::string& text, const Url& base) {
    const auto url = Url::parse(text, base);
    if (!url) return;
    const auto again = Url::parse(url->href());
    ASSERT_TRUE(again) << url->href();
    ASSERT_EQ(again->href(), url->href());
    ASSERT_EQ(url->origin() + url->path_and_query(), url->href());
    ASSERT_FALSE(url->host().empty());
    ASSERT_TRUE(url->path().starts_with('/'));
    for (const char c : url->href()) ASSERT_TRUE(c > ' ' && c < '\x7f') << url->href();
}

TEST(Url, IsSoundWhateverItIsMadeOf) {
    const std::vector<std::string> pieces = {
        "http:", "https:", "HTTP:", "//",   "/",      "\\",     "..",          ".",     "%2e", "%2E", "?",
        "#",     "@",      ":",     "8080", "a",      "B.org",  "[",           "::1",   "]",   "0x",  "1",
        "256",   "ü",      "ß",     "。",   "\u200d", "\u00ad", "xn--",        "zca",   "%",   "%00", "%41",
        "\xff",  "\t",     "\n",    " ",    "&",      "=",      "utm_source=", "gclid", "ي",   "|",   "^",
        "`",     "'",      "\"",    "<",    "0300",   "\u0301", "東",          "-",     "+",   ";"};
    const auto base = *Url::parse("http://b.org/x/y?z");
    std::mt19937 random(17);
    for (int round = 0; round < 60000; ++round) {
        std::string text = round % 2 == 0 ? "http://" : "";
        for (auto count = random() % 10; count > 0; --count) text += pieces[random() % pieces.size()];
        expect_sound(text, base);
        if (HasFatalFailure()) FAIL() << text;
    }
}

}  // namespace
}  // namespace winnow
