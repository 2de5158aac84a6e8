#include "log/metrics.h"

#include <gtest/gtest.h>

#include "json/value.h"

namespace winnow::log {
namespace {

json::Value line_of(const std::vector<Field>& members, const std::vector<MetricGroup>& groups) {
    testing::internal::CaptureStderr();
    write_metrics("Space", members, groups);
    return json::parse(testing::internal::GetCapturedStderr()).value();
}

TEST(Metrics, StandInTheEmbeddedMetricFormat) {
    const auto line = line_of(
        {{"environment", "dev"}, {"stage", "rank"}},
        {{{{"environment", "stage"}}, {{"latency", 12.5, "Milliseconds"}}}, {{{"environment"}}, {{"cold", 1}}}});
    const auto& directives = line["_aws"]["CloudWatchMetrics"];
    ASSERT_EQ(directives.items().size(), 2u);
    EXPECT_EQ(json::dump(directives[0]), R"({"Namespace":"Space","Dimensions":[["environment","stage"]],)"
                                         R"("Metrics":[{"Name":"latency","Unit":"Milliseconds"}]})");
    EXPECT_GT(line["_aws"]["Timestamp"].as_int(), 1'700'000'000'000);
    EXPECT_EQ(line["latency"].as_double(), 12.5);
    EXPECT_EQ(line["cold"].as_int(), 1);
    EXPECT_EQ(line["environment"].as_string(), "dev");
    EXPECT_EQ(line["stage"].as_string(), "rank");
}

TEST(Metrics, CarryTheContextToSearchBy) {
    set_context("run_id", "r1");
    const auto line = line_of({{"environment", "dev"}}, {{{{"environment"}}, {{"urls", 3}}}});
    set_context("run_id", "");
    EXPECT_EQ(line["run_id"].as_string(), "r1");
}

TEST(Metrics, GiveEveryDimensionItsMember) {
    const auto line = line_of({{"environment", "dev"}, {"method", "local"}},
                              {{{{"environment"}, {"environment", "method"}}, {{"score", 7.5, "None"}}}});
    for (const auto& directive : line["_aws"]["CloudWatchMetrics"].items())
        for (const auto& set : directive["Dimensions"].items())
            for (const auto& name : set.items()) EXPECT_TRUE(line[name.as_string()].is_string()) << name.as_string();
}

}  // namespace
}  // namespace winnow::log
