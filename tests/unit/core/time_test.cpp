#include "core/time.h"

#include <gtest/gtest.h>

namespace winnow {
namespace {

std::string read(std::string_view text) {
    const auto time = parse_rfc3339(text);
    return time ? to_rfc3339(*time) : "none";
}

std::string read_http(std::string_view text) {
    const auto time = parse_http_date(text);
    return time ? to_rfc3339(*time) : "none";
}

TEST(Rfc3339, ReadsTheFormsOfTheWeb) {
    EXPECT_EQ(read("2024-02-29T12:34:56Z"), "2024-02-29T12:34:56Z");
    EXPECT_EQ(read("2024-02-29T12:34:56.789+02:00"), "2024-02-29T10:34:56Z");
    EXPECT_EQ(read("2024-02-29 12:34:56-0530"), "2024-02-29T18:04:56Z");
    EXPECT_EQ(read("2024-02-29"), "2024-02-29T00:00:00Z");
    EXPECT_EQ(read("20240229T123456Z"), "2024-02-29T12:34:56Z");
    EXPECT_EQ(read("2024-12-31T23:59:60Z"), "2024-12-31T23:59:59Z");
    EXPECT_EQ(read("2024-02-29T24:00:00Z"), "2024-03-01T00:00:00Z");
}

TEST(Rfc3339, RefusesWhatIsNoTime) {
    for (const auto* text : {"", "2024", "2023-02-29", "2024-13-01", "2024-02-29T25:00Z", "yesterday",
                             "2024-02-29T12:34:56Zjunk", "2024-2-9"})
        EXPECT_EQ(read(text), "none") << text;
}

TEST(HttpDate, ReadsTheThreeFormsOfRfc9110AndThoseOfMail) {
    EXPECT_EQ(read_http("Sun, 06 Nov 1994 08:49:37 GMT"), "1994-11-06T08:49:37Z");
    EXPECT_EQ(read_http("Sunday, 06-Nov-94 08:49:37 GMT"), "1994-11-06T08:49:37Z");
    EXPECT_EQ(read_http("6 Nov 1994 08:49 EST"), "1994-11-06T13:49:00Z");
    EXPECT_EQ(read_http("Sun, 06 Nov 1994 08:49:37 +0130"), "1994-11-06T07:19:37Z");
    EXPECT_EQ(read_http("06 Nov 24"), "2024-11-06T00:00:00Z");
}

TEST(HttpDate, ReadsAsctime) {
    EXPECT_EQ(read_http("Sun Nov  6 08:49:37 1994"), "1994-11-06T08:49:37Z");
}

TEST(HttpDate, RefusesWhatIsNoDate) {
    for (const auto* text : {"", "0", "-1", "Sun, 31 Feb 2024 00:00:00 GMT", "now", "Sun, 06 Xxx 1994 08:49:37 GMT"})
        EXPECT_EQ(read_http(text), "none") << text;
}

TEST(Deadline, EndsAtTheEarlierOfTwoAndWhenStopped) {
    std::stop_source stop;
    const auto deadline = Deadline::after(std::chrono::hours{1}, stop.get_token());
    EXPECT_FALSE(deadline.has_passed());
    EXPECT_TRUE(deadline.within(std::chrono::milliseconds{0}).has_passed());
    EXPECT_LE(deadline.within(std::chrono::hours{2}).remaining(), std::chrono::hours{1});
    stop.request_stop();
    EXPECT_TRUE(deadline.has_passed());
    EXPECT_TRUE(deadline.within(std::chrono::hours{2}).is_stopped());
}

TEST(Deadline, WithoutLimitNeverPasses) {
    EXPECT_FALSE(Deadline().has_passed());
}

}  // namespace
}  // namespace winnow
