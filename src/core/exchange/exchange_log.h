#pragma once

#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "core/exchange/exchange.h"

namespace winnow {

/// What a judge's last answer took, kept apart by the thread that asked for it, until that thread takes it or asks
/// again. Safe from several threads.
class ExchangeLog {
public:
    void put(std::vector<Exchange> exchanges) {
        const std::scoped_lock lock(mutex_);
        by_thread_[std::this_thread::get_id()] = std::move(exchanges);
    }

    std::vector<Exchange> take() {
        const std::scoped_lock lock(mutex_);
        auto node = by_thread_.extract(std::this_thread::get_id());
        return node ? std::move(node.mapped()) : std::vector<Exchange>();
    }

private:
    std::mutex mutex_;
    std::map<std::thread::id, std::vector<Exchange>> by_thread_;
};

}  // namespace winnow
