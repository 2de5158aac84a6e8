#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "app/server/jobs/job.h"
#include "app/server/web/message.h"
#include "core/result.h"
#include "pipeline/progress.h"

namespace winnow::site {

/// How a run tells of itself.
class JobReporter : public Progress {
public:
    virtual void note(const std::string& text) = 0;
};

/// Runs one after the other what was asked for, in a thread of its own. Safe from several threads.
class JobQueue {
public:
    /// Does a run; returns its id. Error cancelled: it was stopped.
    using Work = std::function<Result<std::string>(const RunWish&, JobReporter&, const Deadline&)>;

    /// `clock` outlives the queue.
    JobQueue(Work work, const Clock& clock);
    /// Stops what runs and waits for it; what is queued is forgotten.
    ~JobQueue();
    JobQueue(const JobQueue&) = delete;
    JobQueue& operator=(const JobQueue&) = delete;

    /// The job's id. Errors: invalid_argument (an empty question), rate_limited (too many wait already).
    Result<std::string> add(RunWish wish);
    std::optional<Job> find(const std::string& id) const;
    /// The latest first.
    std::vector<Job> all() const;
    /// Takes it out of the queue, or stops it; nothing for one that is over. False if there is none of that id.
    bool stop(const std::string& id);
    /// The job as an event of its own each time it has changed, at most a few times a second, until it is over. Null if
    /// there is none of that id.
    std::unique_ptr<web::EventStream> listen(const std::string& id) const;

    /// What all threads share of the jobs.
    struct Shared;

private:
    void work_through(const std::stop_token& stop);
    void do_job(const std::string& id, const std::stop_token& stop);

    Work work_;
    const Clock& clock_;
    std::shared_ptr<Shared> shared_;  // with the streams, which may outlive the queue
    std::jthread worker_;
};

}  // namespace winnow::site
