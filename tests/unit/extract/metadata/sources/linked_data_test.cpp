#include "extract/metadata/sources/linked_data.h"

#include <gtest/gtest.h>

namespace winnow::extract {
namespace {

LinkedData read(std::string_view script) {
    return LinkedData(std::span(&script, 1));
}

TEST(LinkedData, FindsTheArticleInAGraph) {
    const auto data = read(R"({"@graph":[{"@type":"WebSite","name":"S"},{"@type":["Thing","NewsArticle"],"headline":"H",
        "author":{"@id":"#a"}},{"@id":"#a","@type":"Person","name":"Ann"}]})");
    EXPECT_EQ(data.article()["headline"].as_string(), "H");
    EXPECT_EQ(data.by_id("#a")["name"].as_string(), "Ann");
    EXPECT_TRUE(data.by_id("#b").is_null());
}

TEST(LinkedData, PrefersTheArticleThatSaysMost) {
    const auto data = read(R"([{"@type":"Article","headline":"teaser"},
        {"@type":"https://schema.org/BlogPosting","headline":"it","datePublished":"2019-01-01"}])");
    EXPECT_EQ(data.article()["headline"].as_string(), "it");
}

TEST(LinkedData, MendsWhatPublishingSystemsBreak) {
    for (const char* script : {
             "{\"@type\":\"Article\",\"headline\":\"H\",}",
             "//<![CDATA[\n{\"@type\":\"Article\",\"headline\":\"H\"}\n//]]>",
             "<!-- {\"@type\":\"Article\", /* x */ \"headline\":\"H\"} -->",
             "{\"@type\":\"Article\",\"headline\":\"H\"};",
             "{\"@type\":\"Article\",\"headline\":\"H\"}{\"@type\":\"Article\"}",
             "{\"@type\":\"Article\",\"headline\":\"H\",\"description\":\"line\nbreak\tand \\' quote\"}",
             "{\"@type\":\"Article\",\"headline\":\"H\",\"author\":[\"A\"",
         })
        EXPECT_EQ(read(script).article()["headline"].as_string(), "H") << script;
}

TEST(LinkedData, ReadsNothingFromNonsense) {
    for (const char* script : {"", "null", "[[[[", "{{{{", "\"", "{\"a\":}", "\xFF\xFE"})
        EXPECT_TRUE(read(script).article().is_null()) << script;
    EXPECT_TRUE(read(std::string(100'000, '[')).article().is_null());
}

}  // namespace
}  // namespace winnow::extract
