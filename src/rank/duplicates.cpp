#include "rank/duplicates.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "text/shingles.h"

namespace winnow::rank {
namespace {

constexpr std::size_t kMaxMisses = 2'000;  // a hostile set could put every page into one bucket

/// Which documents may resemble which: all of them in a small set, else those that agree in a band, that is in some
/// neighbouring values, of their signatures.
class Neighbours {
public:
    Neighbours(std::span<const Signature> signatures, std::span<const std::size_t> order, double threshold)
        : signatures_(signatures),
          rows_(threshold >= 0.5   ? 3
                : threshold >= 0.3 ? 2
                                   : 1) {
        if (order.size() <= kExactDocuments) {
            everybody_.assign(order.begin(), order.end());
            return;
        }
        for (const auto index : order)
            for (std::size_t band = 0; band < bands_of(index); ++band) buckets_[key(index, band)].push_back(index);
    }

    /// Calls `look` with documents that are not taken and may resemble `index`, until it has said no too often.
    template <typename Look>
    void visit(std::size_t index, const std::vector<char>& taken, Look look) {
        if (!everybody_.empty()) {
            visit_bucket(everybody_, taken, everybody_.size(), look);
            return;
        }
        for (std::size_t band = 0; band < bands_of(index); ++band)
            visit_bucket(buckets_[key(index, band)], taken, kMaxMisses, look);
    }

private:
    template <typename Look>
    static void visit_bucket(std::vector<std::size_t>& bucket, const std::vector<char>& taken, std::size_t misses,
                             Look look) {
        std::erase_if(bucket, [&](std::size_t other) { return taken[other] != 0; });
        for (const auto other : bucket) {
            if (taken[other] != 0 || look(other)) continue;
            if (--misses == 0) return;
        }
    }

    std::size_t bands_of(std::size_t index) const { return signatures_[index].size() / rows_; }

    std::uint64_t key(std::size_t index, std::size_t band) const {
        std::uint64_t hash = 0x9E3779B97F4A7C15ULL * (band + 1);
        for (std::size_t row = 0; row < rows_; ++row)
            hash = ((hash ^ signatures_[index][band * rows_ + row]) * 0xD6E8FEB86659FD93ULL) ^ (hash >> 29);
        return hash;
    }

    std::span<const Signature> signatures_;
    std::size_t rows_;
    std::vector<std::size_t> everybody_;
    std::unordered_map<std::uint64_t, std::vector<std::size_t>> buckets_;
};

void sort_by_closeness(Group& group, std::span<const std::size_t> position) {
    std::vector<std::size_t> places(group.similar.size());
    std::iota(places.begin(), places.end(), 0U);
    std::ranges::sort(places, [&](std::size_t a, std::size_t b) {
        if (group.resemblance[a] != group.resemblance[b]) return group.resemblance[a] > group.resemblance[b];
        return position[group.similar[a]] < position[group.similar[b]];
    });
    Group sorted{.leader = group.leader, .similar = {}, .resemblance = {}};
    for (const auto place : places) {
        sorted.similar.push_back(group.similar[place]);
        sorted.resemblance.push_back(group.resemblance[place]);
    }
    group = std::move(sorted);
}

}  // namespace

std::vector<Group> group_near_duplicates(std::span<const Signature> signatures, std::span<const std::size_t> order,
                                         double threshold) {
    Neighbours neighbours(signatures, order, threshold);
    std::vector<std::size_t> position(signatures.size());
    for (std::size_t i = 0; i < order.size(); ++i) position[order[i]] = i;
    std::vector<char> taken(signatures.size());
    std::vector<Group> groups;
    for (const auto leader : order) {
        if (taken[leader]) continue;
        taken[leader] = 1;
        Group group{.leader = leader, .similar = {}, .resemblance = {}};
        neighbours.visit(leader, taken, [&](std::size_t other) {
            const double resemblance = text::resemblance(signatures[leader], signatures[other]);
            if (resemblance <= 0 || resemblance < threshold) return false;
            taken[other] = 1;
            group.similar.push_back(other);
            group.resemblance.push_back(resemblance);
            return true;
        });
        sort_by_closeness(group, position);
        groups.push_back(std::move(group));
    }
    return groups;
}

}  // namespace winnow::rank
