#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace winnow {

/// Calls `work(i)` once for every i in [0, hosts.size()), up to `workers` at a time but those of one host one after
/// the other, in their order. Returns when all are done.
void for_each_by_host(const std::vector<std::string>& hosts, std::size_t workers,
                      const std::function<void(std::size_t)>& work);

}  // namespace winnow
