#include "fetch/freshness.h"

#include <gtest/gtest.h>

namespace winnow {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const Timestamp kNow = *parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT");

Freshness of(std::vector<HeaderField> headers, int status = 200) {
    return freshness_of({.status = status, .headers = std::move(headers)}, kNow);
}

TEST(Freshness, IsMaxAgeLessTheAge) {
    EXPECT_EQ(of({{"Cache-Control", "max-age=600"}}).fresh_for, seconds{600});
    EXPECT_EQ(of({{"cache-control", "public, MAX-AGE=\"600\""}, {"Age", "100"}}).fresh_for, seconds{500});
    EXPECT_EQ(of({{"Cache-Control", "max-age=600"}, {"Age", "700"}}).fresh_for, seconds{0});
    EXPECT_EQ(of({{"Cache-Control", "max-age=600"}, {"Age", "soon"}}).fresh_for, seconds{600});
}

TEST(Freshness, CountsTheAgeFromDateWhenThatIsMore) {
    const HeaderField date{"Date", "Sun, 06 Nov 1994 08:47:37 GMT"};  // two minutes ago
    EXPECT_EQ(of({date, {"Cache-Control", "max-age=600"}}).fresh_for, seconds{480});
    EXPECT_EQ(of({date, {"Cache-Control", "max-age=600"}, {"Age", "200"}}).fresh_for, seconds{400});
}

TEST(Freshness, TakesTheTimeOfTheExchangeForAge) {
    const http::Response response{
        .status = 200, .headers = {{"Cache-Control", "max-age=600"}, {"Age", "10"}}, .took = milliseconds{1500}};
    EXPECT_EQ(freshness_of(response, kNow).fresh_for, seconds{588});
}

TEST(Freshness, IgnoresTheLifetimeForSharedCaches) {
    EXPECT_EQ(of({{"Cache-Control", "s-maxage=600"}}).fresh_for, seconds{0});
    EXPECT_EQ(of({{"Cache-Control", "s-maxage=600, max-age=5"}}).fresh_for, seconds{5});
}

TEST(Freshness, TakesTheShorterOfTwoMaxAgesAndNoneThatCannotBeRead) {
    EXPECT_EQ(of({{"Cache-Control", "max-age=600, max-age=60"}}).fresh_for, seconds{60});
    EXPECT_EQ(of({{"Cache-Control", "max-age=60"}, {"Cache-Control", "max-age=600"}}).fresh_for, seconds{60});
    for (const auto* wrong : {"max-age=-1", "max-age=1.5", "max-age=", "max-age"})
        EXPECT_EQ(of({{"Cache-Control", wrong}}).fresh_for, seconds{0}) << wrong;
}

TEST(Freshness, CutsALifetimeTooLargeToCount) {
    EXPECT_EQ(of({{"Cache-Control", "max-age=99999999999999999999999"}}).fresh_for, seconds{2'147'483'648});
}

TEST(Freshness, KnowsNoStoreAndNoCache) {
    EXPECT_TRUE(of({{"Cache-Control", "No-Store, max-age=600"}}).no_store);
    EXPECT_EQ(of({{"Cache-Control", "no-store, max-age=600"}}).fresh_for, seconds{0});
    EXPECT_FALSE(of({{"Cache-Control", "no-cache, max-age=600"}}).no_store);
    EXPECT_EQ(of({{"Cache-Control", "no-cache, max-age=600"}}).fresh_for, seconds{0});
    EXPECT_EQ(of({{"Cache-Control", "no-cache=\"set-cookie, x\", max-age=600"}}).fresh_for, seconds{0});
}

TEST(Freshness, ReadsNoDirectiveInsideAQuotedString) {
    const auto freshness = of({{"Cache-Control", R"(x="no-store, \", max-age=1", max-age=600)"}});
    EXPECT_FALSE(freshness.no_store);
    EXPECT_EQ(freshness.fresh_for, seconds{600});
}

TEST(Freshness, IsNoneWhenTheResponseVariesOnEverything) {
    EXPECT_EQ(of({{"Cache-Control", "max-age=600"}, {"Vary", "*"}}).fresh_for, seconds{0});
    EXPECT_EQ(of({{"Cache-Control", "max-age=600"}, {"Vary", "Accept-Encoding"}}).fresh_for, seconds{600});
}

TEST(Freshness, FollowsExpiresWithoutMaxAge) {
    const HeaderField expires{"Expires", "Sun, 06 Nov 1994 09:49:37 GMT"};  // in an hour
    EXPECT_EQ(of({expires}).fresh_for, seconds{3600});
    EXPECT_EQ(of({expires, {"Cache-Control", "max-age=60"}}).fresh_for, seconds{60});
    EXPECT_EQ(of({expires, {"Date", "Sun, 06 Nov 1994 08:39:37 GMT"}}).fresh_for, seconds{3600});
    for (const auto* past : {"0", "-1", "Sun, 06 Nov 1994 07:49:37 GMT", ""})
        EXPECT_EQ(of({{"Expires", past}, {"Last-Modified", "Sun, 06 Nov 1993 08:49:37 GMT"}}).fresh_for, seconds{0})
            << past;
}

TEST(Freshness, GuessesATenthOfTheAgeSinceLastModifiedAtMostADay) {
    EXPECT_EQ(of({{"Last-Modified", "Sun, 06 Nov 1994 07:49:37 GMT"}}).fresh_for, seconds{360});
    EXPECT_EQ(of({{"Last-Modified", "Sun, 06 Nov 1983 08:49:37 GMT"}}).fresh_for, seconds{86'400});
    EXPECT_EQ(of({{"Last-Modified", "Sun, 06 Nov 1994 10:49:37 GMT"}}).fresh_for, seconds{0});
    EXPECT_EQ(of({}).fresh_for, seconds{0});
}

TEST(Freshness, GuessesOnlyForStatusesThatAreCacheableByDefault) {
    const HeaderField modified{"Last-Modified", "Sun, 06 Nov 1994 07:49:37 GMT"};
    EXPECT_EQ(of({modified}, 404).fresh_for, seconds{360});
    EXPECT_EQ(of({modified}, 403).fresh_for, seconds{0});
    EXPECT_EQ(of({{"Cache-Control", "max-age=9"}}, 403).fresh_for, seconds{9});
}

TEST(Freshness, GuessesFromTheStoredLastModifiedWhenA304DoesNotRepeatIt) {
    EXPECT_EQ(freshness_of({.status = 304}, kNow, "Sun, 06 Nov 1994 07:49:37 GMT").fresh_for, seconds{360});
}

}  // namespace
}  // namespace winnow
