#include "discover/dates/dates.h"

#include <string>

#include <gtest/gtest.h>

namespace winnow::feeds {
namespace {

std::string read(std::string_view text) {
    const auto time = parse_date(text);
    return time ? to_rfc3339(*time) : "none";
}

struct Case {
    const char* text;
    const char* expected;
};

class Dates : public testing::TestWithParam<Case> {};

TEST_P(Dates, AreReadAsFeedsWriteThem) {
    EXPECT_EQ(read(GetParam().text), GetParam().expected) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(Rfc822, Dates,
                         testing::Values(Case{"Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z"},
                                         Case{"Thu, 1 Jan 04 19:48:21 EST", "2004-01-02T00:48:21Z"},
                                         Case{"01 Jan 2004 19:48 +0100", "2004-01-01T18:48:00Z"},
                                         Case{"Thu,  05 Feb 2004 10:00:00 -07:00", "2004-02-05T17:00:00Z"},
                                         Case{"Thursday, January 1, 2004 7:48 PM PST", "2004-01-02T03:48:00Z"},
                                         Case{"Thu, Jan 01 2004 19:48:21 GMT+0100", "2004-01-01T18:48:21Z"},
                                         Case{"Wed, 19 Aug 2009 18:28:00 Etc/GMT", "2009-08-19T18:28:00Z"},
                                         Case{"Wed, 19 Aug 2009 18:28:00 +0000 (UTC)", "2009-08-19T18:28:00Z"},
                                         Case{"26/Aug/2009 24:00", "2009-08-27T00:00:00Z"},
                                         Case{"Aug 2009", "2009-08-01T00:00:00Z"},
                                         Case{"Mon, 31 Dec 1990 23:59:60 GMT", "1990-12-31T23:59:59Z"}));

INSTANTIATE_TEST_SUITE_P(
    Iso8601, Dates,
    testing::Values(Case{"2003-12-31T10:14:55Z", "2003-12-31T10:14:55Z"},
                    Case{"2003-12-31T10:14:55.123-08:00", "2003-12-31T18:14:55Z"},
                    Case{"2003-12-31T10:14+0530", "2003-12-31T04:44:00Z"},
                    Case{"2003-12-31 10:14:55", "2003-12-31T10:14:55Z"}, Case{"2003", "2003-01-01T00:00:00Z"},
                    Case{"2003-12", "2003-12-01T00:00:00Z"}, Case{"20031231", "2003-12-31T00:00:00Z"},
                    Case{"2003-335", "2003-12-01T00:00:00Z"}, Case{"2003335", "2003-12-01T00:00:00Z"},
                    Case{"2004-W53-6", "2005-01-01T00:00:00Z"}, Case{"2004-7-8 9:05", "2004-07-08T09:05:00Z"}));

INSTANTIATE_TEST_SUITE_P(OtherForms, Dates,
                         testing::Values(Case{"Sun Jan  4 16:29:06 PST 2004", "2004-01-05T00:29:06Z"},
                                         Case{"Fri Jan  2 00:00:00 2004", "2004-01-02T00:00:00Z"},
                                         Case{"2004-07-08 23:56:58.0", "2004-07-08T23:56:58Z"},
                                         Case{"Fri, 2006/09/15 08:19:53 EDT", "2006-09-15T12:19:53Z"},
                                         Case{"03/04/2020", "2020-03-04T00:00:00Z"},
                                         Case{"23/04/2020", "2020-04-23T00:00:00Z"},
                                         Case{"23.04.2020 08:15", "2020-04-23T08:15:00Z"}));

INSTANTIATE_TEST_SUITE_P(OtherLanguages, Dates,
                         testing::Values(Case{"2004년 05월 28일  오후 11:31:25", "2004-05-28T23:31:25Z"},
                                         Case{"2004-05-25 오전 12:23:17", "2004-05-25T00:23:17Z"},
                                         Case{"Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T17:00:00Z"},
                                         Case{"2004-július-13T9:15-05:00", "2004-07-13T14:15:00Z"},
                                         Case{"mar., 05 janv. 2021 10:00:00 +0100", "2021-01-05T09:00:00Z"},
                                         Case{"Mi, 12 März 2014 10:00:00 MEZ", "2014-03-12T09:00:00Z"},
                                         Case{"Пт, 5 июля 2019 12:00:00 MSK", "2019-07-05T09:00:00Z"},
                                         Case{"1 de diciembre de 2012", "2012-12-01T00:00:00Z"},
                                         Case{"3 lipca 2015 10:00", "2015-07-03T10:00:00Z"}));

INSTANTIATE_TEST_SUITE_P(NoDates, Dates,
                         testing::Values(Case{"", "none"}, Case{"yesterday", "none"}, Case{"2003-02-30", "none"},
                                         Case{"32 Jan 2004", "none"}, Case{"12:30", "none"}, Case{"1.2", "none"},
                                         Case{"Jan", "none"}, Case{"99999999999999999999", "none"},
                                         Case{"0000-00-00T00:00:00Z", "none"}));

TEST(Dates, ALongTextIsNone) {
    EXPECT_EQ(read(std::string(1'000'000, '1')), "none");
}

}  // namespace
}  // namespace winnow::feeds
