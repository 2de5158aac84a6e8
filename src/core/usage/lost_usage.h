#pragma once

#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "core/assessment.h"

namespace winnow {

/// What calls that ended in an error have used, kept apart by the thread that made them, so that whoever made the call
/// can put it to the right account. Safe from several threads.
class LostUsage {
public:
    void add(const Usage& usage) {
        if (usage == Usage{}) return;
        const std::scoped_lock lock(mutex_);
        by_thread_[std::this_thread::get_id()] += usage;
    }

    /// What the calling thread has lost since it last asked.
    Usage take() {
        const std::scoped_lock lock(mutex_);
        const auto found = by_thread_.find(std::this_thread::get_id());
        if (found == by_thread_.end()) return {};
        const auto usage = found->second;
        by_thread_.erase(found);
        return usage;
    }

private:
    std::mutex mutex_;
    std::map<std::thread::id, Usage> by_thread_;
};

}  // namespace winnow
