#include "pipeline/question/marks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/sqlite_store.h"

namespace winnow {
namespace {

using std::chrono::days;
using testing::ElementsAre;
using testing::Pair;

Timestamp day(int number) {
    return Timestamp{days{20'000 + number}};
}

class MarksTest : public testing::Test {
protected:
    void run(const std::string& id, const std::string& question, int started, RunState state,
             std::vector<SourceReport> sources) {
        RunRecord record{.id = id, .query = question, .started = day(started), .settings = {}, .folder = {}};
        ASSERT_TRUE(store_->start_run(record));
        ASSERT_TRUE(store_->save_discovered(id, {.candidates = {}, .sources = std::move(sources)}));
        record.state = state;
        ASSERT_TRUE(store_->finish_run(record));
    }
    std::unique_ptr<Store> store_ = std::move(*open_memory_store());
};

TEST_F(MarksTest, AreThoseOfTheLastRunInWhichASourceWorked) {
    run("1", "rust", 1, RunState::finished, {{"arxiv", 3, ""}, {"hackernews", 0, ""}});
    run("2", "rust", 5, RunState::finished, {{"arxiv", 0, "unavailable: down"}, {"hackernews", 2, ""}});
    EXPECT_THAT(*high_water_marks(*store_, "rust"), ElementsAre(Pair("arxiv", day(0)), Pair("hackernews", day(4))));
}

TEST_F(MarksTest, KnowNothingOfOtherQuestionsAndOfRunsThatDidNotEnd) {
    run("1", "go", 1, RunState::finished, {{"arxiv", 3, ""}});
    run("2", "rust", 2, RunState::interrupted, {{"arxiv", 3, ""}});
    run("3", "rust", 3, RunState::failed, {{"arxiv", 3, ""}});
    EXPECT_TRUE(high_water_marks(*store_, "rust")->empty());
}

}  // namespace
}  // namespace winnow
