#include "core/url/tracking.h"

#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "support/source_folder.h"

namespace winnow::url {
namespace {

TEST(TrackingParameter, IsKnownWhateverItsCase) {
    for (const auto* name : {"utm_source", "UTM_MEDIUM", "utm_anything_new", "gclid", "GCLID", "ScCid", "hsCtaTracking",
                             "__hstc", "elqTrackId", "fbclid", "ysclid", "__s"})
        EXPECT_TRUE(is_tracking_parameter(name)) << name;
}

TEST(TrackingParameter, IsNotWhatAPageMayNeed) {
    for (const auto* name : {"", "id", "p", "page", "q", "ref", "source", "s", "v", "t", "utm", "gclids", "xgclid",
                             "campaign", "lang", "fbclid_but_longer_than_any_name_in_the_list"})
        EXPECT_FALSE(is_tracking_parameter(name)) << name;
}

TEST(RemoveTracking, LeavesAQueryWithoutThemAsItIs) {
    for (const std::string query : {"?", "?&", "?&a", "?a&&b=", "?=", "?a=utm_source"}) {
        auto href = "https://a.org/" + query;
        remove_tracking(href, 14);
        EXPECT_EQ(href, "https://a.org/" + query);
    }
}

TEST(RemoveTracking, IsDocumentedNameByName) {
    std::ifstream file(source_folder().string() + "/docs/urls.md");
    std::stringstream text;
    text << file.rdbuf();
    std::size_t count = 0;
    // Every name in a row of the table, `like_this` or `like_*`, is one that the program removes.
    for (std::string line; std::getline(text, line);) {
        if (!line.starts_with("| removed")) continue;
        for (auto begin = line.find('`'); begin != std::string::npos; begin = line.find('`', begin)) {
            const auto end = line.find('`', ++begin);
            auto name = line.substr(begin, end - begin);
            if (name.ends_with('*')) name.back() = 'x';
            EXPECT_TRUE(is_tracking_parameter(name)) << name;
            begin = end + 1;
            ++count;
        }
    }
    EXPECT_EQ(count, tracking_rules());
}

}  // namespace
}  // namespace winnow::url
