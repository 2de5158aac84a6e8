#include "pipeline/run.h"

#include <gtest/gtest.h>

#include "files/files.h"
#include "sqlite/database.h"
#include "store/sqlite_store.h"
#include "unit/pipeline/parts.h"

namespace winnow {
namespace {

constexpr const char* kQuestion = "incident reviews";
const std::string kText = "Incident reviews without blame teach more than incident reviews with it.";

class Run : public testing::Test {
protected:
    Run() {
        found_.candidates = {candidate("https://a.org/one"), candidate("https://b.org/two")};
        script_.texts = {{"https://a.org/one", kText}, {"https://b.org/two", kText + " And more of it."}};
        components_ = components_of(script_, found_, clock_);
        components_.store = std::move(*open_memory_store());
    }
    Result<RunResult> go(const std::string& run_id = {}) {
        Progress progress;
        return run(components_, {.question = kQuestion, .workers = 1, .run_id = run_id}, progress, {});
    }
    RunRecord last_run() { return components_.store->runs(1)->front(); }

    FakeClock clock_;
    Script script_;
    Discovery found_;
    Components components_;
};

TEST_F(Run, StopsWhenNothingCanBeWrittenAndBlamesNoPage) {
    script_.failures.emplace("https://b.org/two", Error(ErrorKind::storage, "the disk is full"));
    const auto stopped = go();
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().kind(), ErrorKind::storage);
    EXPECT_EQ(last_run().state, RunState::interrupted);
    EXPECT_EQ(components_.store->outcomes(last_run().id)->size(), 1U);

    script_.failures.clear();
    const auto resumed = go(last_run().id);
    ASSERT_TRUE(resumed) << resumed.error().message();
    EXPECT_EQ(resumed->report.evaluated_urls, 2);
    EXPECT_EQ(resumed->report.failed_urls, 0);
    EXPECT_EQ(script_.judgements, 2);
}

TEST_F(Run, CountsWhatFailsByItselfAsFailed) {
    script_.failures.emplace("https://b.org/two", Error(ErrorKind::unavailable, "reset"));
    const auto result = go();
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(result->report.failed_urls, 1);
    EXPECT_EQ(result->report.evaluated_urls, 1);
    EXPECT_EQ(last_run().state, RunState::finished);
}

/// Spoils each outcome that has been saved, as a dying disk would.
class Rot final : public Progress {
public:
    explicit Rot(std::filesystem::path file) : file_(std::move(file)) {}
    void item_done(const Evaluated& item) override {
        auto database = sqlite::Database::open({.file = file_, .noun = "the memory"}, std::chrono::seconds{5});
        ASSERT_TRUE(database);
        ASSERT_TRUE((*database)->run("UPDATE outcomes SET outcome = 'rotten' WHERE url = ?1 AND url LIKE '%two'",
                                     item.candidate.url.href()));
    }

private:
    std::filesystem::path file_;
};

TEST_F(Run, SaysThatAnOutcomeCannotBeReadAnyMore) {
    const auto folder = *files::TemporaryFolder::create(std::filesystem::temp_directory_path(), "winnow-run");
    auto opened = open_sqlite_store(folder.path() / "memory.db");
    ASSERT_TRUE(opened);
    components_.store = std::move(opened->store);
    Rot rot(folder.path() / "memory.db");
    const auto result = run(components_, {.question = kQuestion, .workers = 1}, rot, {});
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(result->report.total_urls, 2);
    EXPECT_EQ(result->report.evaluated_urls, 1);
    ASSERT_EQ(result->report.omissions.size(), 1U);
    EXPECT_EQ(result->report.omissions[0].url.href(), "https://b.org/two");
    EXPECT_EQ(result->report.omissions[0].reason, "its outcome is not in the memory any more");
}

}  // namespace
}  // namespace winnow
