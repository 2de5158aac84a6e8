#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "app/server/jobs/wish.h"
#include "core/time.h"
#include "json/value.h"

namespace winnow::site {

enum class JobState { queued, running, finished, failed, stopped };
std::string_view to_string(JobState state);

/// A run that was asked for, and how it goes on.
struct Job {
    std::string id;  ///< a number from 1, as text
    RunWish wish;
    JobState state = JobState::queued;
    Timestamp asked{};
    std::string stage;      ///< "discover", "evaluate"…
    std::size_t total = 0;  ///< of the stage; 0 if not known
    std::size_t done = 0;
    std::size_t judged = 0;
    std::size_t failed = 0;
    struct SourceAnswer {
        std::string source;
        std::size_t found = 0;
        std::string problem;
    };
    std::vector<SourceAnswer> sources;
    struct Best {
        std::string title;
        std::string url;
        double score = 0;
    };
    std::vector<Best> best;          ///< of those judged so far, the best first
    std::vector<std::string> notes;  ///< what should be known: which judge was chosen, what was left out
    std::string run_id;              ///< when it finished
    std::string error;               ///< when it failed

    bool is_over() const { return state != JobState::queued && state != JobState::running; }
};

/// As the API and the events have it.
json::Value encode(const Job& job);

}  // namespace winnow::site
