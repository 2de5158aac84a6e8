#include "fetch/usage_wishes.h"

#include <gtest/gtest.h>

namespace winnow {
namespace {

UsageWishes of_tag(const std::string& value) {
    return usage_wishes({{"X-Robots-Tag", value}}, "winnow/1.0");
}

TEST(UsageWishes, AreNoneWithoutTheFields) {
    const auto wishes = usage_wishes({{"Content-Type", "noai"}}, "winnow");
    EXPECT_FALSE(wishes.no_ai);
    EXPECT_FALSE(wishes.no_index);
}

TEST(UsageWishes, ReadNoaiForEverybody) {
    EXPECT_TRUE(of_tag("noai").no_ai);
    EXPECT_TRUE(of_tag("noindex, NoAI").no_ai);
    EXPECT_TRUE(of_tag("*: noai").no_ai);
    EXPECT_TRUE(usage_wishes({{"x-robots-tag", "noindex"}, {"X-ROBOTS-TAG", "noai"}}, "winnow").no_ai);
}

TEST(UsageWishes, DoNotTakeOtherRulesForNoai) {
    for (const auto* value : {"noimageai", "noindex", "all", "noaiplease", "no ai", "", "max-snippet: noai"})
        EXPECT_FALSE(of_tag(value).no_ai) << value;
}

TEST(UsageWishes, ReadRulesThatNameUsAndNotThoseOfOthers) {
    EXPECT_TRUE(of_tag("winnow: noai").no_ai);
    EXPECT_TRUE(of_tag("WinNow : noindex, noai").no_ai);
    EXPECT_FALSE(of_tag("otherbot: noai").no_ai);
    EXPECT_FALSE(of_tag("otherbot: noindex, noai").no_ai);
    EXPECT_TRUE(of_tag("otherbot: noindex, winnow: noai").no_ai);
    EXPECT_FALSE(of_tag("winnow: noindex, otherbot: noai").no_ai);
    EXPECT_TRUE(usage_wishes({{"X-Robots-Tag", "otherbot: noindex"}, {"X-Robots-Tag", "noai"}}, "winnow").no_ai);
}

TEST(UsageWishes, TakeNoRuleWithAColonForAnAgent) {
    EXPECT_TRUE(of_tag("max-snippet: 20, noai").no_ai);
    EXPECT_TRUE(of_tag("unavailable_after: Saturday, 01-Jan-2030 15:00:00 GMT, noai").no_ai);
}

TEST(UsageWishes, ReadNoindexAndNone) {
    EXPECT_TRUE(of_tag("noindex").no_index);
    EXPECT_TRUE(of_tag("none").no_index);
    EXPECT_FALSE(of_tag("nofollow").no_index);
    EXPECT_FALSE(of_tag("noindex").no_ai);
}

TEST(UsageWishes, ReadContentSignal) {
    EXPECT_TRUE(usage_wishes({{"Content-Signal", "search=yes, ai-input=no"}}, "winnow").no_ai);
    EXPECT_TRUE(usage_wishes({{"content-signal", "AI-Input = No"}}, "winnow").no_ai);
    EXPECT_FALSE(usage_wishes({{"Content-Signal", "ai-train=no, ai-input=yes"}}, "winnow").no_ai);
}

}  // namespace
}  // namespace winnow
