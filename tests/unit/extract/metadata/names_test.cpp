#include "extract/metadata/names.h"

#include <gtest/gtest.h>

namespace winnow::extract {
namespace {

using Names = std::vector<std::string>;

TEST(NamesIn, DividesAByline) {
    EXPECT_EQ(names_in("By Ann Lee and Bob Ray, Staff Writer"), (Names{"Ann Lee", "Bob Ray"}));
    EXPECT_EQ(names_in("Ann Lee | Bob Ray & Cy Dole"), (Names{"Ann Lee", "Bob Ray", "Cy Dole"}));
    EXPECT_EQ(names_in("Von Anna M\u00FCller"), (Names{"Anna M\u00FCller"}));
}

TEST(NamesIn, LeavesOutWhatIsNoName) {
    EXPECT_EQ(names_in("admin"), Names{});
    EXPECT_EQ(names_in("https://example.org/ann"), Names{});
    EXPECT_EQ(names_in("ann@example.org, Nov 18, 2019"), Names{});
}

TEST(CleanText, FoldsWhiteSpaceAndResolvesEntitiesWrittenTwice) {
    EXPECT_EQ(clean_text(" Q&amp;A:\n what&#8217;s \u00A0new "), "Q&A: what\u2019s new");
    EXPECT_EQ(clean_text("AT&T & you; fine"), "AT&T & you; fine");
}

TEST(TitleWithoutSite, DropsTheSiteOnly) {
    EXPECT_EQ(title_without_site("Headline - Example News", "Example News"), "Headline");
    EXPECT_EQ(title_without_site("Headline | News at example.org", "example.org"), "Headline");
    EXPECT_EQ(title_without_site("Growth - and how to get it", "Example News"), "Growth - and how to get it");
}

TEST(KeywordsIn, DividesAtCommas) {
    EXPECT_EQ(keywords_in("career, growth;career , "), (Names{"career", "growth"}));
}

}  // namespace
}  // namespace winnow::extract
