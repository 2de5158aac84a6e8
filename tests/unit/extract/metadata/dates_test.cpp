#include "extract/metadata/dates.h"

#include <gtest/gtest.h>

namespace winnow::extract {
namespace {

std::string written(const std::optional<Date>& date) {
    if (!date) return "none";
    auto text = to_rfc3339(date->time);
    switch (date->precision) {
        case DatePrecision::year: return text.substr(0, 4);
        case DatePrecision::month: return text.substr(0, 7);
        case DatePrecision::day: return text.substr(0, 10);
        case DatePrecision::second: break;
    }
    return text;
}

std::string parsed(std::string_view text) {
    return written(parse_date(text));
}

TEST(ParseDate, ReadsMachineForms) {
    EXPECT_EQ(parsed("2019-11-18T17:05:00+01:00"), "2019-11-18T16:05:00Z");
    EXPECT_EQ(parsed("2019-11-18"), "2019-11-18");
    EXPECT_EQ(parsed("Mon, 18 Nov 2019 17:05:00 GMT"), "2019-11-18T17:05:00Z");
    EXPECT_EQ(parsed("1574096700"), "2019-11-18T17:05:00Z");
    EXPECT_EQ(parsed("1574096700000"), "2019-11-18T17:05:00Z");
    EXPECT_EQ(parsed("20191118"), "2019-11-18");
    EXPECT_EQ(parsed("2019-11"), "2019-11");
    EXPECT_EQ(parsed("2019"), "2019");
}

TEST(ParseDate, ReadsWhatPeopleWrite) {
    EXPECT_EQ(parsed("Published November 18, 2019 at 5:05 pm"), "2019-11-18T17:05:00Z");
    EXPECT_EQ(parsed("18th of Nov. 2019"), "2019-11-18");
    EXPECT_EQ(parsed("Updated: Nov 2019"), "2019-11");
    EXPECT_EQ(parsed("18.11.2019, 12:30 Uhr"), "2019-11-18T12:30:00Z");
    EXPECT_EQ(parsed("2019/11/18"), "2019-11-18");
}

TEST(ParseDate, ReadsOtherLanguages) {
    EXPECT_EQ(parsed("18 de novembro de 2019"), "2019-11-18");
    EXPECT_EQ(parsed("18. M\u00E4rz 2019"), "2019-03-18");
    EXPECT_EQ(parsed("le 1er ao\u00FBt 2019"), "2019-08-01");
    EXPECT_EQ(parsed("18 \u043D\u043E\u044F\u0431\u0440\u044F 2019"), "2019-11-18");
    EXPECT_EQ(parsed("2019\u5E7411\u670818\u65E5"), "2019-11-18");
    EXPECT_EQ(parsed("2019\uB144 11\uC6D4 18\uC77C"), "2019-11-18");
}

TEST(ParseDate, DoesNotGuessTheOrderOfDayAndMonth) {
    EXPECT_EQ(parsed("3/4/2019"), "2019");
    EXPECT_EQ(parsed("11/18/2019"), "2019-11-18");
    EXPECT_EQ(parsed("18/11/2019"), "2019-11-18");
}

TEST(ParseDate, FindsNoneWhereThereIsNone) {
    for (const char* text : {"", "no date", "31 February 2019", "market 2019 report", "99/99/9999", "0000000000",
                             "2019-13-45", "version 1.2.3", "November 18"})
        EXPECT_EQ(parsed(text), "none") << text;
}

TEST(DateInPath, ReadsTheFormsOfPublishingSystems) {
    EXPECT_EQ(written(date_in_path("/2019/11/18/title")), "2019-11-18");
    EXPECT_EQ(written(date_in_path("/politics/2019/nov/18/title-2020")), "2019-11-18");
    EXPECT_EQ(written(date_in_path("/2019/11/title")), "2019-11");
    EXPECT_EQ(written(date_in_path("/news/2019-11-18-title")), "2019-11-18");
    EXPECT_EQ(written(date_in_path("/20191118/title")), "2019-11-18");
    EXPECT_EQ(written(date_in_path("/article/123456")), "none");
    EXPECT_EQ(written(date_in_path("/2019/best-books")), "none");
}

}  // namespace
}  // namespace winnow::extract
