#include "publish/wording.h"

#include <gtest/gtest.h>

#include "made_report.h"
#include "publish/publisher.h"
#include "publish/terminal/columns.h"

namespace winnow {
namespace {

TEST(Wording, WritesNumbersForPeople) {
    EXPECT_EQ(one_decimal(7.25), "7.2");
    EXPECT_EQ(percent(0.666), "67\u00A0%");
    EXPECT_EQ(grouped(0), "0");
    EXPECT_EQ(grouped(999), "999");
    EXPECT_EQ(grouped(1234567), "1,234,567");
    EXPECT_EQ(grouped(-1000), "-1,000");
    EXPECT_EQ(counted(1, "page", "pages"), "1 page");
    EXPECT_EQ(counted(1200, "page", "pages"), "1,200 pages");
    EXPECT_EQ(money_text(1.5), "$1.50");
    EXPECT_EQ(money_text(0.00341), "$0.0034");
}

TEST(Wording, WritesTimesForPeople) {
    EXPECT_EQ(duration_text(0.44), "0.4\u00A0s");
    EXPECT_EQ(duration_text(9.96), "10\u00A0s");
    EXPECT_EQ(duration_text(245), "4\u00A0min 5\u00A0s");
    EXPECT_EQ(duration_text(7260), "2\u00A0h 01\u00A0min");
    EXPECT_EQ(duration_text(-1), "0\u00A0s");
    EXPECT_EQ(reading_time(0), "");
    EXPECT_EQ(reading_time(10), "1\u00A0min");
    EXPECT_EQ(reading_time(2300), "10\u00A0min");
}

TEST(Wording, WritesDatesNoMoreExactlyThanTheyAreKnown) {
    const auto time = *parse_rfc3339("2024-05-06T07:08:09Z");
    EXPECT_EQ(date_text({time, DatePrecision::year}), "2024");
    EXPECT_EQ(date_text({time, DatePrecision::month}), "May 2024");
    EXPECT_EQ(date_text({time, DatePrecision::day}), "6 May 2024");
    EXPECT_EQ(iso_date({time, DatePrecision::year}), "2024");
    EXPECT_EQ(iso_date({time, DatePrecision::month}), "2024-05");
    EXPECT_EQ(iso_date({time, DatePrecision::second}), "2024-05-06");
    EXPECT_EQ(moment_text(time), "6 May 2024, 07:08 UTC");
}

TEST(Wording, ShortensAtABlankAndACharacter) {
    EXPECT_EQ(shortened("short", 10), "short");
    EXPECT_EQ(shortened("one two, three", 9), "one two\u2026");
    EXPECT_EQ(shortened("\u00E9\u00E9\u00E9", 3), "\u00E9\u2026");
}

TEST(Wording, EveryStateHasAHeadingAndAReason) {
    for (const auto state : kUrlStates) {
        EXPECT_FALSE(heading_of(state).empty());
        EXPECT_FALSE(meaning_of(state).empty());
    }
}

TEST(Omitted, CountsWhatWasJudgedButIsBehindTheEndOfTheList) {
    auto report = made_report();
    const int listed = static_cast<int>(report.results.size());
    EXPECT_EQ(omitted(report, UrlState::judged), 0);
    report.omissions.push_back({.state = UrlState::judged, .reason = "place 5; the list ends at 4"});
    ++report.states["judged"];
    ++report.total_urls;
    EXPECT_EQ(omitted(report, UrlState::judged), 1);
    EXPECT_EQ(funnel(report)[3].count, listed);
    EXPECT_TRUE(funnel(report)[3].lost.contains("1\u00A0further down"));
    EXPECT_TRUE(to_markdown(report).contains("Further down: 1"));
}

TEST(Funnel, NeverWidens) {
    for (const auto& report : {made_report(), empty_report(), Report{}}) {
        const auto steps = funnel(report);
        for (std::size_t i = 1; i < steps.size(); ++i) EXPECT_LE(steps[i].count, steps[i - 1].count);
    }
}

TEST(Funnel, SaysWhatWasLost) {
    const auto steps = funnel(made_report());
    EXPECT_EQ(steps[0].count, 12);
    EXPECT_EQ(steps[1].count, 8);
    EXPECT_EQ(steps[1].lost, "1\u00A0failed, 1\u00A0not readable, 1\u00A0closed to robots, 1\u00A0login");
    EXPECT_EQ(steps[3].count, 4);
}

TEST(CriteriaOfAReport, HaveTitlesAndWeightsOfItsRubric) {
    const Criteria criteria(made_report());
    EXPECT_EQ(criteria.title("evidence_based"), "Evidence");
    EXPECT_EQ(criteria.weight("evidence_based"), 0.2);
    EXPECT_EQ(criteria.names().size(), 5U);
}

TEST(CriteriaOfAReport, HaveNoWeightsInReportsOfOlderVersions) {
    auto report = made_report();
    report.criteria.clear();
    const Criteria criteria(report);
    EXPECT_EQ(criteria.weight("evidence_based"), std::nullopt);
    EXPECT_EQ(criteria.title("evidence_based"), "Evidence based");
}

TEST(Columns, CountsWhatATerminalShows) {
    EXPECT_EQ(columns_of("plain"), 5U);
    EXPECT_EQ(columns_of("Größe"), 5U);
    EXPECT_EQ(columns_of("e\u0301"), 1U);
    EXPECT_EQ(columns_of("日本語"), 6U);
    EXPECT_EQ(columns_of("한국어"), 6U);
    EXPECT_EQ(columns_of("\U0001F600"), 2U);
    EXPECT_EQ(columns_of("█·→"), 3U);
}

TEST(Columns, FitsText) {
    EXPECT_EQ(fitted("abcdef", 6), "abcdef");
    EXPECT_EQ(fitted("abcdefg", 6), "abcde\u2026");
    EXPECT_EQ(fitted("日本語", 5), "日本\u2026");
    EXPECT_EQ(fitted("日本語", 4), "日\u2026");
}

TEST(Columns, FoldsTextWithinTheWidth) {
    EXPECT_EQ(folded("one two three", 7), (std::vector<std::string>{"one two", "three"}));
    EXPECT_EQ(folded("", 7), std::vector<std::string>{});
    EXPECT_EQ(folded("abcdefghij kl", 4), (std::vector<std::string>{"abcd", "efgh", "ij", "kl"}));
    EXPECT_EQ(folded("日本語日本語", 4), (std::vector<std::string>{"日本", "語日", "本語"}));
}

}  // namespace
}  // namespace winnow
