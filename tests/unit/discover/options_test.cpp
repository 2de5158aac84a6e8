#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/load.h"
#include "discover/keyless.h"

namespace winnow {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

config::Section section(std::string_view text) {
    return std::move(*config::parse(text, "winnow.yaml"));
}

TEST(SourceOptions, AreReadFromTheConfiguration) {
    auto urls = section("urls: [https://a.org/]\nfiles: [-]");
    EXPECT_THAT(read_urls_options(urls)->files, ElementsAre("-"));
    auto feed = section("urls: [https://a.org/feed]\nopml_files: [a.opml]");
    EXPECT_THAT(read_feed_options(feed)->opml_files, ElementsAre("a.opml"));
    auto sitemap = section("urls: [https://a.org/sitemap.xml]\ncontains: [/blog/]");
    EXPECT_THAT(read_sitemap_options(sitemap)->contains, ElementsAre("/blog/"));
    auto hackernews = section("min_points: 50");
    EXPECT_EQ(read_hackernews_options(hackernews)->min_points, 50);
    auto arxiv = section("categories: [cs.SE, cond-mat]");
    EXPECT_THAT(read_arxiv_options(arxiv)->categories, ElementsAre("cs.SE", "cond-mat"));
}

TEST(SourceOptions, RefuseWhatMakesNoSense) {
    auto category = section("categories: ['cs.SE OR all:x']");
    const auto arxiv = read_arxiv_options(category);
    ASSERT_FALSE(arxiv);
    EXPECT_THAT(arxiv.error().message(), HasSubstr("is no category of arXiv"));
    auto points = section("min_points: -1");
    EXPECT_FALSE(read_hackernews_options(points));
    auto unknown = section("url: https://a.org/");
    EXPECT_FALSE(read_feed_options(unknown));
}

}  // namespace
}  // namespace winnow
