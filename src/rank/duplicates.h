#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace winnow::rank {

/// A document that stands for those that say nearly the same.
struct Group {
    std::size_t leader = 0;            ///< index into the signatures
    std::vector<std::size_t> similar;  ///< the closest first, ties as in `order`
    std::vector<double> resemblance;   ///< of each of `similar` to the leader, at least the threshold
};

using Signature = std::span<const std::uint32_t>;

/// Goes through the documents in `order`: each that no group has taken leads a new one and takes every later one that
/// resembles it by `threshold` or more. So every member is near its leader (no chains), and whoever comes first leads.
/// Every index of `order` is in exactly one group. An empty signature resembles nothing.
/// Up to kExactDocuments all pairs are compared; above, only those that agree in a band of their signatures (locality
/// sensitive hashing; at the default threshold it misses 1 pair in 5,000).
std::vector<Group> group_near_duplicates(std::span<const Signature> signatures, std::span<const std::size_t> order,
                                         double threshold);

constexpr std::size_t kExactDocuments = 5'000;  // 12.5 million comparisons of 64 values: about 0.3 s

}  // namespace winnow::rank
