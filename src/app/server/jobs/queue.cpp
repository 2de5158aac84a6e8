#include "app/server/jobs/queue.h"

#include <algorithm>
#include <deque>

#include "log/log.h"
#include "text/blank.h"

namespace winnow::site {
namespace {

constexpr std::size_t kMostWaiting = 20;
constexpr std::size_t kJobsKept = 50;
constexpr std::size_t kBestShown = 5;
constexpr std::chrono::milliseconds kPause{200};  // between two events of a stream: nobody reads faster
constexpr std::chrono::days kPatience{7};

}  // namespace

struct JobQueue::Shared {
    struct Entry {
        Job job;
        std::uint64_t version = 0;
        std::stop_source stop;
    };
    mutable std::mutex mutex;
    mutable std::condition_variable_any changed;
    std::deque<Entry> entries;  // in the order in which they were asked for
    std::uint64_t next_id = 1;

    Entry* find(const std::string& id) {
        const auto found = std::ranges::find(entries, id, [](const Entry& entry) { return entry.job.id; });
        return found == entries.end() ? nullptr : &*found;
    }
    /// Changes a job and wakes who waits for that.
    template <typename Change>
    void change(const std::string& id, Change change_job) {
        const std::scoped_lock lock(mutex);
        if (auto* const entry = find(id)) {
            change_job(entry->job);
            ++entry->version;
        }
        changed.notify_all();
    }
};

namespace {

/// Notes in the job what the run tells.
class Reporter final : public JobReporter {
public:
    Reporter(JobQueue::Shared& shared, std::string id) : shared_(shared), id_(std::move(id)) {}

    void note(const std::string& text) override {
        shared_.change(id_, [&](Job& job) { job.notes.push_back(text); });
    }
    void stage_started(std::string_view stage, std::size_t total) override {
        shared_.change(id_, [&](Job& job) {
            job.stage = stage;
            job.total = total;
            job.done = 0;
        });
    }
    void source_done(std::string_view source, std::size_t found, std::string_view problem) override {
        shared_.change(id_, [&](Job& job) {
            ++job.done;
            job.sources.push_back({std::string(source), found, std::string(problem)});
        });
    }
    void item_done(const Evaluated& item) override {
        shared_.change(id_, [&](Job& job) {
            ++job.done;
            if (item.state == UrlState::failed) ++job.failed;
            if (!item.assessment) return;
            ++job.judged;
            const auto& title = item.document ? item.document->title : item.candidate.title;
            const auto& href = item.candidate.url.href();
            job.best.push_back({title.empty() ? href : title, href, item.assessment->overall});
            std::ranges::stable_sort(job.best, std::ranges::greater{}, &Job::Best::score);
            if (job.best.size() > kBestShown) job.best.pop_back();
        });
    }

private:
    JobQueue::Shared& shared_;
    std::string id_;
};

class JobEvents final : public web::EventStream {
public:
    JobEvents(std::shared_ptr<JobQueue::Shared> shared, std::string id)
        : shared_(std::move(shared)), id_(std::move(id)) {}

    std::optional<std::string> next(std::chrono::milliseconds patience) override {
        if (is_over_) return std::nullopt;
        if (seen_) std::this_thread::sleep_for(std::min(kPause, patience));
        std::unique_lock lock(shared_->mutex);
        const auto is_new = [&] {
            const auto* const entry = shared_->find(id_);
            return entry == nullptr || entry->version != seen_;
        };
        if (!shared_->changed.wait_for(lock, patience, is_new)) return std::string();
        const auto* const entry = shared_->find(id_);
        if (entry == nullptr) return std::nullopt;  // forgotten
        seen_ = entry->version;
        is_over_ = entry->job.is_over();
        return "event: job\ndata: " + json::dump(encode(entry->job)) + "\n\n";
    }

private:
    std::shared_ptr<JobQueue::Shared> shared_;
    std::string id_;
    std::optional<std::uint64_t> seen_;
    bool is_over_ = false;
};

}  // namespace

JobQueue::JobQueue(Work work, const Clock& clock)
    : work_(std::move(work)),
      clock_(clock),
      shared_(std::make_shared<Shared>()),
      worker_([this](const std::stop_token& stop) { work_through(stop); }) {}

JobQueue::~JobQueue() {
    worker_.request_stop();
    const std::scoped_lock lock(shared_->mutex);
    for (auto& entry : shared_->entries) {
        entry.stop.request_stop();
        if (entry.job.state != JobState::queued) continue;
        entry.job.state = JobState::stopped;  // streams outlive the queue, and end with their job
        ++entry.version;
    }
    shared_->changed.notify_all();
}

Result<std::string> JobQueue::add(RunWish wish) {
    if (text::is_blank(wish.question)) return fail(ErrorKind::invalid_argument, "The question is empty.");
    const std::scoped_lock lock(shared_->mutex);
    auto& entries = shared_->entries;
    const auto waiting =
        std::ranges::count_if(entries, [](const Shared::Entry& entry) { return !entry.job.is_over(); });
    if (static_cast<std::size_t>(waiting) >= kMostWaiting)
        return fail(ErrorKind::rate_limited, "Too many runs wait already; let some of them end first.");
    while (entries.size() >= kJobsKept) {
        const auto over = std::ranges::find_if(entries, [](const Shared::Entry& entry) { return entry.job.is_over(); });
        if (over == entries.end()) break;
        entries.erase(over);
    }
    auto& entry = entries.emplace_back();
    entry.job.id = std::to_string(shared_->next_id++);
    entry.job.wish = std::move(wish);
    entry.job.asked = clock_.now();
    shared_->changed.notify_all();
    return entry.job.id;
}

std::optional<Job> JobQueue::find(const std::string& id) const {
    const std::scoped_lock lock(shared_->mutex);
    const auto* const entry = shared_->find(id);
    if (entry == nullptr) return std::nullopt;
    return entry->job;
}

std::vector<Job> JobQueue::all() const {
    const std::scoped_lock lock(shared_->mutex);
    std::vector<Job> jobs;
    for (const auto& entry : shared_->entries) jobs.push_back(entry.job);
    std::ranges::reverse(jobs);
    return jobs;
}

bool JobQueue::stop(const std::string& id) {
    const std::scoped_lock lock(shared_->mutex);
    auto* const entry = shared_->find(id);
    if (entry == nullptr) return false;
    entry->stop.request_stop();
    if (entry->job.state == JobState::queued) {
        entry->job.state = JobState::stopped;
        ++entry->version;
        shared_->changed.notify_all();
    }
    return true;
}

std::unique_ptr<web::EventStream> JobQueue::listen(const std::string& id) const {
    const std::scoped_lock lock(shared_->mutex);
    if (shared_->find(id) == nullptr) return nullptr;
    return std::make_unique<JobEvents>(shared_, id);
}

void JobQueue::work_through(const std::stop_token& stop) {
    const auto is_queued = [](const Shared::Entry& entry) { return entry.job.state == JobState::queued; };
    for (;;) {
        std::string id;
        {
            std::unique_lock lock(shared_->mutex);
            auto& entries = shared_->entries;
            if (!shared_->changed.wait(lock, stop, [&] { return std::ranges::any_of(entries, is_queued); })) return;
            if (stop.stop_requested()) return;
            auto& entry = *std::ranges::find_if(entries, is_queued);
            entry.job.state = JobState::running;
            ++entry.version;
            id = entry.job.id;
        }
        shared_->changed.notify_all();
        do_job(id, stop);
    }
}

/// The last catch of this thread: one run that fails by a bug must not take the page with it.
void JobQueue::do_job(const std::string& id, const std::stop_token& stop) {
    Reporter reporter(*shared_, id);
    RunWish wish;
    std::stop_source own;
    {
        const std::scoped_lock lock(shared_->mutex);
        wish = shared_->find(id)->job.wish;
        own = shared_->find(id)->stop;
    }
    Result<std::string> ended = fail(ErrorKind::internal, "internal error");
    try {
        const std::stop_callback forward(stop, [&] { own.request_stop(); });
        ended = work_(wish, reporter, Deadline::after(kPatience, own.get_token()));
    } catch (const std::exception& error) {
        log::error("run not done", {{"error", error.what()}});
    }
    shared_->change(id, [&](Job& job) {
        if (ended) {
            job.state = JobState::finished;
            job.run_id = *ended;
        } else if (ended.error().kind() == ErrorKind::cancelled) {
            job.state = JobState::stopped;
        } else {
            job.state = JobState::failed;
            job.error = ended.error().message();
        }
    });
}

}  // namespace winnow::site
