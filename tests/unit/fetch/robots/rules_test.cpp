#include "fetch/robots/rules.h"

#include <gtest/gtest.h>

namespace winnow {
namespace {

using std::chrono::milliseconds;

bool allows(std::string_view robots, std::string_view target, std::string_view agent = "winnow") {
    return RobotsRules::parse(robots, agent).allows(target);
}

/// Rules for everybody, as the examples of the RFC are written.
bool with_rules(const std::string& lines, std::string_view target) {
    return allows("User-agent: *\n" + lines, target);
}

TEST(RobotsRules, AllowEverythingWithoutAGroupForUs) {
    EXPECT_TRUE(allows("", "/"));
    EXPECT_TRUE(allows("User-agent: other\nDisallow: /\n", "/a"));
    EXPECT_TRUE(allows("Disallow: /\n", "/a"));  // a rule that belongs to no group
    EXPECT_TRUE(allows("<html><body>Not: found</body></html>", "/a"));
}

TEST(RobotsRules, ReadTheSimpleExampleOfTheRfc) {  // RFC 9309 section 5.1
    constexpr std::string_view kFile =
        "User-Agent: *\nDisallow: *.gif$\nDisallow: /example/\nAllow: /publications/\n\n"
        "User-Agent: foobot\nDisallow:/\nAllow:/example/page.html\nAllow:/example/allowed.gif\n\n"
        "User-Agent: barbot\nUser-Agent: bazbot\nDisallow: /example/page.html\n\n"
        "User-Agent: quxbot\n";
    EXPECT_FALSE(allows(kFile, "/a.gif"));
    EXPECT_TRUE(allows(kFile, "/a.gif?x"));
    EXPECT_FALSE(allows(kFile, "/example/a"));
    EXPECT_TRUE(allows(kFile, "/publications/"));
    EXPECT_FALSE(allows(kFile, "/publications/a", "foobot"));
    EXPECT_TRUE(allows(kFile, "/example/page.html", "foobot"));
    EXPECT_TRUE(allows(kFile, "/example/allowed.gif", "foobot"));
    EXPECT_FALSE(allows(kFile, "/example/page.html", "barbot"));
    EXPECT_FALSE(allows(kFile, "/example/page.html", "BazBot"));
    EXPECT_TRUE(allows(kFile, "/a.gif", "barbot"));
    EXPECT_TRUE(allows(kFile, "/example/", "quxbot"));
}

TEST(RobotsRules, LetTheLongestMatchDecide) {  // RFC 9309 section 5.2
    const std::string rules = "Allow: /example/page/\nDisallow: /example/page/disallowed.gif\n";
    EXPECT_FALSE(with_rules(rules, "/example/page/disallowed.gif"));
    EXPECT_TRUE(with_rules(rules, "/example/page/other.gif"));
    EXPECT_TRUE(with_rules("Disallow: /\nAllow: /a\n", "/a/b"));
    EXPECT_TRUE(with_rules("Allow: /a\nDisallow: /\n", "/a/b"));
    EXPECT_FALSE(with_rules("Allow: /a\nDisallow: /\n", "/b"));
    EXPECT_FALSE(with_rules("Allow: /a\nDisallow: /*/b\n", "/a/b"));
}

TEST(RobotsRules, LetAllowWinBetweenEqualLengths) {
    EXPECT_TRUE(with_rules("Disallow: /a\nAllow: /a\n", "/a"));
    EXPECT_TRUE(with_rules("Allow: /a\nDisallow: /a\n", "/a"));
    EXPECT_TRUE(with_rules("Disallow: /*b\nAllow: /ab\n", "/ab"));
}

TEST(RobotsRules, MergeAllGroupsOfOneAgent) {  // RFC 9309 section 2.2.1
    constexpr std::string_view kFile =
        "user-agent: ExampleBot\ndisallow: /foo\ndisallow: /bar\n\n"
        "user-agent: *\ndisallow: /all\n\n"
        "user-agent: ExampleBot\ndisallow: /baz\n";
    for (const auto* target : {"/foo", "/bar", "/baz"}) EXPECT_FALSE(allows(kFile, target, "examplebot")) << target;
    EXPECT_TRUE(allows(kFile, "/all", "examplebot"));
    EXPECT_FALSE(allows(kFile, "/all"));
    EXPECT_TRUE(allows(kFile, "/foo"));
}

TEST(RobotsRules, MergeTheGroupsForEverybodyToo) {
    constexpr std::string_view kFile =
        "User-agent: *\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: *\nDisallow: /b\n";
    EXPECT_FALSE(allows(kFile, "/a"));
    EXPECT_FALSE(allows(kFile, "/b"));
    EXPECT_TRUE(allows(kFile, "/c"));
}

TEST(RobotsRules, AllowEverythingToAnAgentNamedWithoutRules) {
    EXPECT_TRUE(allows("User-agent: *\nDisallow: /\nUser-agent: winnow\nDisallow:\n", "/a"));
    EXPECT_TRUE(allows("User-agent: *\nDisallow: /\n\nUser-agent: winnow\n", "/a"));
}

TEST(RobotsRules, ShareRulesBetweenAgentLinesWhateverOtherRecordsStandBetween) {  // RFC 9309 section 2.2.4
    constexpr std::string_view kFile =
        "User-agent: winnow\n\nSitemap: https://example.org/sitemap.xml\nUnknown: x\nUser-agent: other\nDisallow: /a\n";
    EXPECT_FALSE(allows(kFile, "/a"));
    EXPECT_FALSE(allows(kFile, "/a", "other"));
    EXPECT_FALSE(with_rules("Disallow: /a\nSitemap: x\nDisallow: /b\n", "/b"));
}

TEST(RobotsRules, TakeTheProductTokenForTheName) {
    EXPECT_FALSE(allows("User-agent: WinNow\nDisallow: /\n", "/", "winnow/0.1 (+https://example.org)"));
    EXPECT_FALSE(allows("User-agent: winnow/2.0\nDisallow: /\n", "/"));
    EXPECT_TRUE(allows("User-agent: winnower\nDisallow: /\n", "/"));
    EXPECT_TRUE(allows("User-agent: win\nDisallow: /\n", "/"));
    EXPECT_TRUE(allows("User-agent:\nDisallow: /\n", "/"));
    EXPECT_FALSE(allows("User-agent: * all of you\nDisallow: /\n", "/"));
    EXPECT_TRUE(allows("User-agent: *winnow\nDisallow: /\n", "/"));
}

struct Match {
    const char* pattern;
    const char* target;
    bool matches;
};

class RobotsPattern : public testing::TestWithParam<Match> {};

TEST_P(RobotsPattern, Matches) {
    const auto& [pattern, target, matches] = GetParam();
    EXPECT_EQ(with_rules(std::string("Disallow: ") + pattern + "\n", target), !matches) << pattern << "  " << target;
}

INSTANTIATE_TEST_SUITE_P(Prefixes, RobotsPattern,
                         testing::Values(Match{"/fish", "/fish", true}, Match{"/fish", "/fish.html", true},
                                         Match{"/fish", "/fishheads/a", true}, Match{"/fish", "/Fish", false},
                                         Match{"/fish", "/catfish", false}, Match{"/fish/", "/fish", false},
                                         Match{"/fish/", "/fish/?id=1", true}, Match{"/", "/", true},
                                         Match{"/fish?id=1", "/fish?id=12", true}, Match{"fish", "/fish", true},
                                         Match{"/robots.txt", "/robots.txt", false}));

INSTANTIATE_TEST_SUITE_P(Wildcards, RobotsPattern,
                         testing::Values(Match{"/fish*", "/fish", true}, Match{"/*.php", "/a/b.php?x", true},
                                         Match{"/*.php", "/a.PHP", false}, Match{"/*.php$", "/a.php", true},
                                         Match{"/*.php$", "/a.php/", false}, Match{"/*.php$", "/a.php.php", true},
                                         Match{"/fish*.php", "/fishheads/cat.php?p", true},
                                         Match{"/fish*.php", "/Fish.php", false}, Match{"*", "/", true},
                                         Match{"/a*b*c", "/a/b/c", true}, Match{"/a*b*c", "/a/c/b", false},
                                         Match{"/a***c", "/abc", true}, Match{"/a*a$", "/a", false},
                                         Match{"/a*a$", "/aa", true}, Match{"/a*$", "/abc", true},
                                         Match{"*/private/", "/x/private/y", true}, Match{"/*?", "/a?b", true},
                                         Match{"/*?", "/a", false}));

INSTANTIATE_TEST_SUITE_P(Anchors, RobotsPattern,
                         testing::Values(Match{"/$", "/", true}, Match{"/$", "/a", false},
                                         Match{"/a$b", "/a$b/c", true}, Match{"/a$b", "/a", false},
                                         Match{"/a$$", "/a$", true}, Match{"/a%24", "/a$", true},
                                         Match{"/a%24", "/a", false}, Match{"/a%24", "/a%24b", true}));

// The table of RFC 9309 section 2.2.2, and what follows from the text around it.
INSTANTIATE_TEST_SUITE_P(
    Encodings, RobotsPattern,
    testing::Values(Match{"/foo/bar?baz=quz", "/foo/bar?baz=quz", true},
                    Match{"/foo/bar?baz=https://foo.bar", "/foo/bar?baz=https%3A%2F%2Ffoo.bar", true},
                    Match{"/foo/bar?baz=https%3a%2f%2ffoo.bar", "/foo/bar?baz=https://foo.bar", true},
                    Match{"/foo/bar/\xE3\x83\x84", "/foo/bar/%E3%83%84", true},
                    Match{"/foo/bar/%E3%83%84", "/foo/bar/%e3%83%84", true},
                    Match{"/foo/bar/%62%61%7A", "/foo/bar/baz", true},
                    Match{"/foo/bar/baz", "/foo/bar/%62%61%7A", true}, Match{"/a%2fb", "/a/b", false},
                    Match{"/50%", "/50%25", true}, Match{"/%%61", "/%25a", true}, Match{"/a%2fb", "/a%2Fb", true},
                    Match{"/a%3Fb", "/a?b", false},
                    Match{"/path/file-with-a-%2A.html", "/path/file-with-a-*.html", true},
                    Match{"/path/file-with-a-%2A.html", "/path/file-with-a-x.html", false},
                    Match{"/a b", "/a%20b", true}, Match{"/100%", "/100%", true}, Match{"/%4", "/%4", true}));

TEST(RobotsRules, ReadEveryKindOfLineEndAndPassOverTheByteOrderMark) {
    for (const auto* end : {"\n", "\r\n", "\r"}) {
        const std::string file =
            "\xEF\xBB\xBFUser-agent: *" + std::string(end) + "Disallow: /a" + end + end + "Disallow: /b";
        EXPECT_FALSE(allows(file, "/a"));
        EXPECT_FALSE(allows(file, "/b"));
        EXPECT_TRUE(allows(file, "/c"));
    }
}

TEST(RobotsRules, PassOverCommentsBlanksAndLinesThatCannotBeRead) {
    constexpr std::string_view kFile =
        "# Disallow: /c\n \tUSER-AGENT \t: \t* # all\nnonsense\n: /d\n  disallow :  /a  # not this\nDisallow /e\n";
    EXPECT_FALSE(allows(kFile, "/a"));
    for (const auto* target : {"/c", "/d", "/e"}) EXPECT_TRUE(allows(kFile, target)) << target;
}

TEST(RobotsRules, ReadTheFirst500KibibytesOnly) {
    std::string file = "User-agent: *\nDisallow: /first\n";
    file += "#" + std::string(kMaxRobotsBytes - file.size() - 20, 'x') + "\n";
    const auto within = file + "Disallow: /in\n";
    EXPECT_FALSE(allows(within + "Disallow: /beyond\n", "/in"));
    EXPECT_FALSE(allows(within + "Disallow: /beyond\n", "/first"));
    EXPECT_TRUE(allows(within + "Disallow: /beyond\n", "/beyond"));
    EXPECT_TRUE(allows(within + "Disallow: /beyond\n", "/"));  // the line cut in two is not half read
}

TEST(RobotsRules, MatchHostilePatternsWithinReason) {
    std::string stars = "User-agent: *\nDisallow: /";
    for (int i = 0; i < 100'000; ++i) stars += "*a";
    std::string pieces = "User-agent: *\n";
    for (int i = 0; i < 100; ++i) pieces += "Disallow: /*" + std::string(4000, 'a') + "b\n";
    const auto target = "/" + std::string(8000, 'a');
    EXPECT_TRUE(allows(stars + "b$\n", target));
    EXPECT_TRUE(allows(pieces, target));
}

TEST(RobotsRules, TakeTheLongestCrawlDelayOfOurGroups) {
    const auto delay = [](std::string_view file) { return RobotsRules::parse(file, "winnow").crawl_delay(); };
    EXPECT_EQ(delay("User-agent: *\nDisallow:\n"), std::nullopt);
    EXPECT_EQ(delay("User-agent: *\nCrawl-delay: 10\n"), milliseconds{10'000});
    EXPECT_EQ(delay("User-agent: *\ncrawl-delay: 1.5 # s\n"), milliseconds{1500});
    EXPECT_EQ(delay("User-agent: *\nCrawl-delay: 1\nCrawl-delay: 3\nCrawl-delay: 2\n"), milliseconds{3000});
    EXPECT_EQ(delay("User-agent: x\nCrawl-delay: 9\nDisallow:\nUser-agent: *\nCrawl-delay: 2\n"), milliseconds{2000});
    EXPECT_EQ(delay("User-agent: *\nCrawl-delay: 2\nDisallow:\nUser-agent: winnow\nDisallow:\n"), std::nullopt);
    for (const auto* wrong : {"-1", "soon", "", "nan"})
        EXPECT_EQ(delay("User-agent: *\nCrawl-delay: " + std::string(wrong) + "\n"), std::nullopt) << wrong;
    EXPECT_EQ(delay("User-agent: *\nCrawl-delay: 1e300\n"), milliseconds{1000});  // no exponents: "1" was read
    EXPECT_EQ(delay("User-agent: *\nCrawl-delay: 99999999999999\n"), std::chrono::days{1});
}

TEST(RobotsRules, ReadTheContentSignalOfOurGroups) {
    const auto refuses = [](std::string_view file, std::string_view target = "/a") {
        return RobotsRules::parse(file, "winnow").refuses_ai_input(target);
    };
    EXPECT_TRUE(refuses("User-agent: *\nContent-Signal: search=yes, ai-input=no, ai-train=no\nAllow: /\n"));
    EXPECT_TRUE(refuses("User-agent: *\ncontent-signal: AI-Input = NO\n"));
    EXPECT_FALSE(refuses("User-agent: *\nContent-Signal: ai-train=no\n"));
    EXPECT_FALSE(refuses("User-agent: *\nContent-Signal: ai-input=yes\n"));
    EXPECT_FALSE(refuses("User-agent: other\nContent-Signal: ai-input=no\n"));
    EXPECT_TRUE(refuses("User-agent: *\nContent-Signal: ai-input=yes\nContent-Signal: ai-input=no\n"));
    EXPECT_FALSE(refuses("Content-Signal: ai-input=no\n"));
}

TEST(RobotsRules, LimitAContentSignalToItsPath) {
    const auto rules = RobotsRules::parse(
        "User-agent: *\nContent-Signal: ai-input=yes\nContent-Signal: /papers/ ai-input=no\n", "winnow");
    EXPECT_TRUE(rules.refuses_ai_input("/papers/1"));
    EXPECT_FALSE(rules.refuses_ai_input("/news"));
}

}  // namespace
}  // namespace winnow
