#include "app/server/jobs/queue.h"

#include <future>

#include <gtest/gtest.h>

#include "support/fake_http.h"

namespace winnow::site {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kPatience{10'000};  // a bound for machines that are busy; nothing waits so long

/// The events of a job until it is over.
std::vector<std::string> all_events(web::EventStream& stream) {
    std::vector<std::string> events;
    while (auto event = stream.next(kPatience))
        if (!event->empty()) events.push_back(*event);
    return events;
}

Job ended(JobQueue& queue, const std::string& id) {
    all_events(*queue.listen(id));
    return *queue.find(id);
}

TEST(JobQueue, DoesOneAfterTheOther) {
    const FakeClock clock;
    std::vector<std::string> done;
    JobQueue queue(
        [&](const RunWish& wish, JobReporter&, const Deadline&) -> Result<std::string> {
            done.push_back(wish.question);  // by one thread
            return "run of " + wish.question;
        },
        clock);
    const auto first = queue.add({.question = "a"}).value();
    const auto second = queue.add({.question = "b"}).value();
    EXPECT_EQ(ended(queue, second).run_id, "run of b");
    EXPECT_EQ(queue.find(first)->state, JobState::finished);
    EXPECT_EQ(done, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(queue.all().front().id, second);
}

TEST(JobQueue, TellsHowAJobGoesOn) {
    const FakeClock clock;
    JobQueue queue(
        [](const RunWish&, JobReporter& reporter, const Deadline&) -> Result<std::string> {
            reporter.note("judged by nobody");
            reporter.stage_started("discover", 1);
            reporter.source_done("feed", 3, "slow");
            reporter.stage_started("evaluate", 2);
            Evaluated good{.candidate = {.url = Url::parse("https://example.org/").value(), .title = "Good"}};
            good.state = UrlState::judged;
            good.assessment = Assessment{.overall = 8};
            reporter.item_done(good);
            reporter.item_done({.state = UrlState::failed});
            return "run-1";
        },
        clock);
    const auto id = queue.add({.question = "q"}).value();
    const auto events = all_events(*queue.listen(id));
    ASSERT_FALSE(events.empty());
    EXPECT_TRUE(events.back().starts_with("event: job\ndata: {")) << events.back();
    EXPECT_TRUE(events.back().contains("\"state\":\"finished\""));
    const auto job = *queue.find(id);
    EXPECT_EQ(job.done, 2U);
    EXPECT_EQ(job.judged, 1U);
    EXPECT_EQ(job.failed, 1U);
    EXPECT_EQ(job.best.at(0).title, "Good");
    EXPECT_EQ(job.sources.at(0).problem, "slow");
    EXPECT_EQ(job.notes, std::vector<std::string>{"judged by nobody"});
}

TEST(JobQueue, KeepsWhyAJobFailed) {
    const FakeClock clock;
    JobQueue queue(
        [](const RunWish&, JobReporter&, const Deadline&) -> Result<std::string> {
            return fail(ErrorKind::invalid_config, "no such judge");
        },
        clock);
    const auto job = ended(queue, queue.add({.question = "q"}).value());
    EXPECT_EQ(job.state, JobState::failed);
    EXPECT_EQ(job.error, "no such judge");
}

TEST(JobQueue, SurvivesAJobThatThrows) {
    const FakeClock clock;
    JobQueue queue(
        [](const RunWish& wish, JobReporter&, const Deadline&) -> Result<std::string> {
            if (wish.question == "bad") throw std::runtime_error("a bug");
            return std::string("fine");
        },
        clock);
    EXPECT_EQ(ended(queue, queue.add({.question = "bad"}).value()).state, JobState::failed);
    EXPECT_EQ(ended(queue, queue.add({.question = "good"}).value()).state, JobState::finished);
}

/// Waits until it is stopped.
Result<std::string> wait_for_stop(const Deadline& deadline) {
    std::promise<void> stopped;
    const std::stop_callback callback(deadline.stop(), [&] { stopped.set_value(); });
    stopped.get_future().wait_for(kPatience);
    return fail(ErrorKind::cancelled, "stopped");
}

TEST(JobQueue, StopsWhatRunsAndWhatWaits) {
    const FakeClock clock;
    JobQueue queue([](const RunWish&, JobReporter&, const Deadline& deadline) { return wait_for_stop(deadline); },
                   clock);
    const auto runs = queue.add({.question = "a"}).value();
    const auto waits = queue.add({.question = "b"}).value();
    EXPECT_TRUE(queue.stop(waits));
    EXPECT_EQ(queue.find(waits)->state, JobState::stopped);
    EXPECT_TRUE(queue.stop(runs));
    EXPECT_EQ(ended(queue, runs).state, JobState::stopped);
    EXPECT_FALSE(queue.stop("99"));
    EXPECT_EQ(queue.listen("99"), nullptr);
}

TEST(JobQueue, StopsWhatRunsWhenItGoes) {
    const FakeClock clock;
    std::unique_ptr<web::EventStream> stream;
    {
        JobQueue queue([](const RunWish&, JobReporter&, const Deadline& deadline) { return wait_for_stop(deadline); },
                       clock);
        stream = queue.listen(queue.add({.question = "a"}).value());
    }
    EXPECT_TRUE(all_events(*stream).back().contains("\"stopped\""));  // the stream may outlive the queue
}

TEST(JobQueue, RefusesEmptyQuestionsAndTooMany) {
    const FakeClock clock;
    JobQueue queue([](const RunWish&, JobReporter&, const Deadline& deadline) { return wait_for_stop(deadline); },
                   clock);
    for (const auto* blank : {"", " \n", "\f", "\v\x1C", "\u00A0\u2003"})
        EXPECT_EQ(queue.add({.question = blank}).error().kind(), ErrorKind::invalid_argument);
    for (int i = 0; i < 20; ++i) ASSERT_TRUE(queue.add({.question = "q"}));
    EXPECT_EQ(queue.add({.question = "q"}).error().kind(), ErrorKind::rate_limited);
}

}  // namespace
}  // namespace winnow::site
