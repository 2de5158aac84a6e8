#include "discover/ask/several.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <thread>

namespace winnow {

void for_each_by_host(const std::vector<std::string>& hosts, std::size_t workers,
                      const std::function<void(std::size_t)>& work) {
    std::map<std::string, std::size_t> place;
    std::vector<std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < hosts.size(); ++i) {
        const auto [found, is_new] = place.emplace(hosts[i], groups.size());
        if (is_new) groups.emplace_back();
        groups[found->second].push_back(i);
    }
    std::atomic<std::size_t> next{0};
    const auto run = [&] {
        for (auto group = next++; group < groups.size(); group = next++)
            for (const auto i : groups[group]) work(i);
    };
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < std::min(workers, groups.size()); ++i) threads.emplace_back(run);
    run();
}

}  // namespace winnow
