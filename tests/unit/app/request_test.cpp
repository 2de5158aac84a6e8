#include "app/lambda/request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace winnow::lambda {
namespace {

using testing::HasSubstr;

Result<RunRequest> decode(const std::string& text) {
    return decode_run_request(json::parse(text).value());
}

TEST(RunRequest, ReadsQuestionAndMethod) {
    const auto request = decode(R"({"query": "career growth", "evaluation_method": "local"})");
    ASSERT_TRUE(request);
    EXPECT_EQ(request->query, "career growth");
    EXPECT_EQ(request->settings.at("evaluate.method"), "local");
}

TEST(RunRequest, TurnsOverridesIntoKeysOfTheConfiguration) {
    const auto request =
        decode(R"({"query": "q", "max_urls": 20, "min_score": 6.5, "sources": ["arxiv"], "since": "7d"})");
    ASSERT_TRUE(request);
    EXPECT_EQ(request->settings.at("run.max_urls"), "20");
    EXPECT_EQ(request->settings.at("evaluate.min_score"), "6.5");
    EXPECT_EQ(request->sources, std::vector<std::string>{"arxiv"});
    EXPECT_EQ(request->since, "7d");
}

TEST(RunRequest, KeepsScheduleAndTimeOutOfTheExecutionsInput) {
    const auto request = decode(R"({"query": "q", "schedule": "daily", "scheduled_time": "2026-11-23T00:00:00Z"})");
    ASSERT_TRUE(request);
    EXPECT_EQ(request->schedule, "daily");
    EXPECT_EQ(json::dump(request->input), R"({"query":"q"})");
}

TEST(RunRequest, NamesAnUnknownKeyAndThoseThatExist) {
    const auto request = decode(R"({"query": "q", "evaluation_metod": "local"})");
    ASSERT_FALSE(request);
    EXPECT_EQ(request.error().kind(), ErrorKind::invalid_argument);
    EXPECT_THAT(request.error().message(), HasSubstr("'evaluation_metod'"));
    EXPECT_THAT(request.error().message(), HasSubstr("evaluation_method"));
}

TEST(RunRequest, RefusesWhatCannotBeMeant) {
    for (const auto* bad : {R"({})", R"({"query": " "})", R"({"query": 7})", R"([])", R"("q")",
                            R"({"query": "q", "max_urls": "many"})", R"({"query": "q", "evaluation_method": 1})",
                            R"({"query": "q", "sources": "arxiv"})", R"({"query": "q", "sources": [1]})",
                            R"({"query": "q", "run_id": "../x"})", R"({"query": "q", "scheduled_time": "noon"})"}) {
        const auto request = decode(bad);
        ASSERT_FALSE(request) << bad;
        EXPECT_EQ(request.error().kind(), ErrorKind::invalid_argument) << bad;
    }
}

}  // namespace
}  // namespace winnow::lambda
