#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "files/files.h"
#include "json/codec.h"
#include "made_report.h"
#include "publish/publisher.h"
#include "schema_check.h"
#include "support/source_folder.h"

namespace winnow {
namespace {

json::Value schema() {
    const auto text = files::read_file(source_folder() / "docs/report.schema.json", 1u << 20);
    return *json::parse(text.value());
}

json::Value written(const Report& report) {
    return *json::parse(to_json_text(report));
}

TEST(ReportSchema, DescribesWhatIsWritten) {
    EXPECT_THAT(schema_faults(schema(), written(made_report())), testing::IsEmpty());
    EXPECT_THAT(schema_faults(schema(), written(empty_report())), testing::IsEmpty());
    EXPECT_THAT(schema_faults(schema(), written(later_report())), testing::IsEmpty());
}

TEST(ReportSchema, DescribesPerspectives) {
    auto report = made_report();
    report.results[0].assessment.perspectives = {
        {.name = "staff_engineer", .overall = 5, .criteria = {"a"}, .verdict = "v"}};
    report.results[0].assessment.insights = {"They agree."};
    EXPECT_THAT(schema_faults(schema(), written(report)), testing::IsEmpty());
    report.results[0].assessment.perspectives[0].overall = 0;
    EXPECT_THAT(schema_faults(schema(), written(report)),
                testing::ElementsAre("/results/0/assessment/perspectives/0/overall is too small"));
}

TEST(ReportSchema, NoticesWhatIsWrong) {
    auto report = made_report();
    report.results[0].assessment.overall = 11;
    report.results[1].relevance = -0.5;
    report.results[2].state = UrlState::failed;
    EXPECT_THAT(
        schema_faults(schema(), written(report)),
        testing::UnorderedElementsAre("/results/0/assessment/overall is too large", "/results/1/relevance is too small",
                                      "/results/2/state is none of the values allowed"));
}

TEST(ReportSchema, NoticesMembersThatAreMissingOrNotDescribed) {
    auto value = written(made_report());
    value.set("surprise", 1);
    auto without = json::object({});
    for (const auto& [name, member] : value.members())
        if (name != "query") without.set(name, member);
    EXPECT_THAT(schema_faults(schema(), without),
                testing::UnorderedElementsAre(" lacks query", " has a member that is not described: surprise"));
}

TEST(ReportSchema, KnowsEveryState) {
    const auto described = schema()["properties"]["states"]["properties"];
    for (const auto state : kUrlStates) EXPECT_TRUE(described.contains(to_string(state))) << to_string(state);
    EXPECT_EQ(described.members().size(), std::size(kUrlStates));
}

TEST(JsonReport, IsReadBackAsItWasWritten) {
    const auto text = to_json_text(made_report());
    const auto read = json::decode_report(*json::parse(text));
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(to_json_text(*read), text);
}

}  // namespace
}  // namespace winnow
